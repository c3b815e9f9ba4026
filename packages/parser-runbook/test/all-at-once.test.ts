/** What is wrong with a document is told all at once, each with its code and its place. */
import { expect, test } from "vitest";
import { parseRunbook } from "../src/parse-runbook.js";

/** Each finding: its code, and what stands at its place. */
type Told = readonly [code: string, there: string];

function told(text: string): readonly Told[] {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  const lines = text.split("\n");
  return diagnostics.map(({ code, origin }) => {
    const { start } = origin.kind === "source" ? origin : origin.from;
    const rest = (lines[start.line - 1] ?? "").slice(start.column - 1);
    return [code.replace("runbook/", ""), `${start.line}: ${rest.slice(0, 12)}`];
  });
}

const wrong = `apiVersion: rb/v1
kind: Runbook
kind: Runbook
metadata: { name: t, titel: x }
inputs: { used: string, other: string, pin: { type: string, secret: true }, <<: { type: text } }
vars: { 1: x, count: 99999999999999999999 }
steps:
  - { id: a, run: ["\${{ inputs.usd }}", *first, *second], needs: [b] }
  - { id: b, run: [x], needs: [a], retrys: 3 }
  - { id: c, manual: &anchor "\${{ vars.nothing }}", when: steps.zz.output = 1 }
  - { id: d, run: !!str x, timeout: [1], outputs: { n: 1 } }
  - { id: f, run: [x], manual: x, outputs: { n: 1 } }
  - { id: e, when: inputs.pin = 1, manual: "\${{ steps.f.output.m }} \${{ steps.g.output }} \${{ nobody }}" }
  - { id: g, run: [x], after: [nobody, g] }
  - { id: g, wait: soon }
  - { id: 5, retry: { attempts: 0 }, run: [x] }
  - { id: h, assert: "1 +", run: [x, "\${{ }}", "\${{ result }}"] }
  - { id: i, approve: { as: boss } }
outputs: { z: "\${{ steps.f.output" }
`;

test("mistakes of YAML, of shape, of order and in expressions", () => {
  expect(told(wrong).map(String).sort()).toEqual(
    [
      ["yaml-duplicate-key", "3: kind: Runboo"],
      ["yaml-merge-key", "5: <<: { type: "],
      ["yaml-key", "6: 1: x, count:"],
      ["yaml-alias", "8: *first, *sec"],
      ["yaml-alias", "8: *second], ne"],
      ["yaml-anchor", '10: "${{ vars.no'],
      ["yaml-tag", "11: x, timeout: "],
      ["yaml-number", "6: 999999999999"],
      ["unknown-field", "4: titel: x }"],
      ["unknown-field", "9: retrys: 3 }"],
      ["shell-string", "11: x, timeout: "],
      ["wrong-type", "11: [1], outputs"],
      ["several-actions", "12: manual: x, o"],
      ["bad-duration", "15: soon }"],
      ["wrong-type", "16: 5, retry: { "],
      ["out-of-range", "16: 0 }, run: [x"],
      ["duplicate-step", "15: g, wait: soo"],
      ["needs-itself", "14: g] }"],
      ["unknown-step", "14: nobody, g] }"],
      ["needs-cycle", "8: b] }"],
      ["unknown-input", "8: inputs.usd }"],
      ["unknown-variable", "10: vars.nothing"],
      ["unknown-step", "10: steps.zz.out"],
      ["secret-in-expression", "13: inputs.pin ="],
      ["unknown-output", "13: steps.f.outp"],
      ["step-not-before", "13: steps.g.outp"],
      ["unknown-name", '13: nobody }}" }'],
      ["expression-syntax", '17: +", run: [x,'],
      ["empty-expression", '17: "${{ }}", "$'],
      ["no-result-here", '17: result }}"] '],
      ["unknown-approval", "18: boss } }"],
      ["unclosed-expression", "19: ${{ steps.f."],
    ]
      .map(String)
      .sort(),
  );
});

const doubtful = `apiVersion: rb/v1
kind: Runbook
metadata: { name: t }
inputs: { used: string, other: string, set: { type: string, default: a, required: true } }
vars: { kept: 1, lost: 2 }
steps:
  - { id: a, set: { kept: "\${{ inputs.used }} \${{ inputs.set }}" } }
  - { id: b, fail: It ends here. }
  - { id: c, manual: never }
`;

test("what can be run, and was hardly meant so", () => {
  expect(told(doubtful)).toEqual([
    ["required-default", "4: a, required:"],
    ["unused-input", "4: other: strin"],
    ["unused-variable", "5: lost: 2 }"],
    ["ir/unreachable-node", "9: { id: c, man"],
  ]);
});

test("a misspelled word names the one that was meant", () => {
  const { diagnostics } = parseRunbook(wrong, { uri: "t" });
  const helps = diagnostics.map(({ help }) => help);
  for (const name of ["title", "retry", "used"]) expect(helps).toContain(`Did you mean '${name}'?`);
});

const pack = "apiVersion: stellaops.io/pack.v1\nkind: TaskPack\nmetadata: { name: t }\nspec:\n";

/** What is there, but couldn't be read, is there for whoever refers to it. */
test.each<[what: string, text: string, findings: readonly Told[]]>([
  [
    "inputs",
    `apiVersion: rb/v1
kind: Runbook
metadata: { name: t }
inputs: { host: strin, a: string }
steps:
  - { id: a, run: [x, "\${{ inputs.host }}", "\${{ inputs.a }}", "\${{ inputs.port }}"] }
`,
    [
      ["wrong-value", "4: strin, a: st"],
      ["unknown-input", "6: inputs.port "],
    ],
  ],
  [
    "steps of a pack",
    `${pack}  inputs: [{ name: a, type: strin }]
  steps:
    - { id: a, type: run, modul: m }
    - { id: b, type: run, module: m, dependsOn: [a], inputs: { x: "{{ steps.a.outputs.f }} {{ inputs.a }}" } }
    - { id: b, type: runn, module: m }
`,
    [
      ["wrong-value", "5: strin }]"],
      ["unknown-field", "7: modul: m }"],
      ["missing-field", "7: { id: a, typ"],
      ["wrong-value", "9: runn, module"],
      ["duplicate-step", "9: b, type: run"],
    ],
  ],
  [
    "steps of a workflow",
    `id: w
steps:
  b: { topic: t, depends_on: [c] }
  c: [x]
`,
    [["wrong-type", "4: [x]"]],
  ],
])("%s with a mistake in them are there", (_, text, findings) => {
  expect(told(text).map(String).sort()).toEqual(findings.map(String).sort());
});
