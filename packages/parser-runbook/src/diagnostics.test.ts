import { expect, test } from "vitest";
import { runbookDiagnostics } from "./diagnostics.js";
import { parseRunbook } from "./parse-runbook.js";

const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\n";
/** Starts at line 4. */
const steps = (text: string): string => `${head}steps:\n${text.replaceAll(/^/gm, "  ")}\n`;
const withHead = (more: string, text = "- { id: a, use: { executor: x } }"): string =>
  `${head}${more}\n${steps(text).slice(head.length)}`;
/** What it runs stands at the 20th column of line 6. */
const withInput = (run: string): string =>
  withHead("inputs: { host: { type: string, unused: true } }", `- { id: a, run: ${run} }`);
/** With the condition at the 70th column of line 6. */
const inFlow = (condition: string): string =>
  `${head}vars: { count: 5 }\nflow:\n  - { id: a, kind: gateway, routing: { take: first }, then: [{ when: ${condition}, to: c }, { otherwise: true, to: b }] }
  - { id: b, kind: action, executor: x, loop: { kind: each, count: 2, index: not_loop }, outputs: { resulting: 1 } }
  - { id: c, kind: end }\n`;
const evidence = (written: string): string => steps(`- { id: a, manual: { instructions: x, evidence: ${written} } }`);
/** With the step at the 5th column of line 6. */
const governed = (rules: string, step: string, word = "steps"): string =>
  `${head}governance: { ${rules} }\n${word}:\n  - ${step}\n`;
const noop = "use: { executor: x }";

type Reason = keyof typeof runbookDiagnostics.rules;
type Case = [reason: Reason, text: string, line: number, column: number, says?: RegExp];

/** The smallest document for each thing that can be said; nothing else may be said about it. */
const cases: readonly Case[] = [
  ["empty", "# nothing\n", 1, 1],
  ["binary", `${head}\0`, 4, 1],
  ["too-large", `# ${"é".repeat(600_000)}`, 1, 1],
  ["too-deep", `a: ${"[".repeat(100)}`, 1, 71],
  ["too-many-values", `a: [${"1,".repeat(200_000)}]`, 1, 65_539, /more than 32768 .* first 65539 characters/],
  ["too-many-values", `${"- 1\n".repeat(200_000)}`, 131_073, 3, /more than 131072 .* first/],
  ["yaml-syntax", `${head}steps: [`, 4, 9],
  ["yaml-syntax", 'a: "\\q"', 1, 5, /escape/],
  ["yaml-syntax", steps("- { id: a, when: ${{ true }}, run: [x] }\n- { id: b, run: [x] }"), 5, 21, /needs quotes/],
  ["yaml-tab", "a:\n\tb: 1", 2, 1],
  ["several-documents", "a: 1\n---\nb: 1", 2, 1],
  ["yaml-directive", "%YAML 1.1\n---\na: 1", 1, 1],
  ["yaml-alias", steps("- { id: a, run: [x, *b] }"), 5, 23],
  ["yaml-anchor", steps("- &s { id: a, use: { executor: x } }"), 5, 8],
  ["yaml-tag", steps("- { id: !!str a, use: { executor: x } }"), 5, 17],
  ["yaml-merge-key", steps("- { id: a, use: { executor: x }, <<: {} }"), 5, 36],
  ["yaml-key", steps("- { id: a, use: { executor: x, with: { 1: x } } }"), 5, 42, /is 1/],
  ["yaml-duplicate-key", steps("- { id: a, use: { executor: x }, id: b }"), 5, 36],
  ["yaml-number", steps("- { id: a, run: [x, 12345678901234567890] }"), 5, 23],
  ["yaml-number", steps("- { id: a, run: [x, .inf] }"), 5, 23],
  ["yaml-number", steps("- { id: a, run: [x, 1e999] }"), 5, 23],
  ["yaml-surrogate", steps('- { id: a, run: [x, "\\ud800"] }'), 5, 23],

  [
    "command-not-allowed",
    governed("allowedCommands: [ssh]", "{ id: a, run: [rm, -rf, /x] }"),
    6,
    20,
    /'rm' is not among/,
  ],
  [
    "command-not-allowed",
    governed("deniedCommands: [rm]", "{ id: a, use: { executor: exec, with: { command: [rm, x] } } }"),
    6,
    55,
    /'rm' is denied/,
  ],
  [
    "command-not-allowed",
    governed("deniedCommands: [rm]", "{ id: a, kind: action, executor: exec, request: { command: [rm, x] } }", "flow"),
    6,
    5,
    /'rm' is denied/,
  ],

  ["wrong-type", "- a\n", 1, 1, /A runbook has to be a map, but is a list/],
  ["wrong-type", steps("- { id: a, manual: [x] }"), 5, 22, /'manual' has to be a text, but is a list/],
  ["wrong-type", steps(`- { id: a, ${noop}, continueOnError: "yes" }`), 5, 53, /true or false, but is a text/],
  ["wrong-type", steps(`- { id: a, ${noop}, when: 1 }`), 5, 42, /an expression, but is a number/],
  ["unknown-field", steps(`- { id: a, ${noop}, retyr: 1 }`), 5, 36, /no field 'retyr'.*Did you mean 'retry'/s],
  ["unknown-field", withHead("owner: me"), 4, 1, /Its fields are apiVersion, /],
  ["unknown-field", steps("- { id: a, manaul: x }"), 5, 14, /Did you mean 'manual'/],
  ["missing-field", steps(`- { ${noop} }`), 5, 5, /A step needs the field 'id'/],
  ["missing-field", steps("- { id: a, http: { method: GET } }"), 5, 20, /'url'/],
  ["wrong-value", steps("- { id: a, http: { method: POTS, url: x } }"), 5, 30, /Did you mean 'POST'/],
  [
    "wrong-value",
    "apiVersion: rb/v2\nkind: Runbook\nmetadata: { name: t }\nsteps: [{ id: a, use: { executor: x } }]",
    1,
    13,
  ],
  ["wrong-type", evidence("photo"), 5, 51, /has to be a list, but is a text.*\{ name: photo, kind: attachment \}/],
  ["wrong-type", evidence("[photo]"), 5, 52, /has to be a map, but is a text.*\{ name: photo, kind: attachment \}/],
  [
    "wrong-type",
    evidence("[{ name: p, kind: checklist, items: lamp }]"),
    5,
    87,
    /'items' \(a list of texts, for a checklist\)/,
  ],
  ["missing-field", evidence("[{ name: p }]"), 5, 52, /needs the field 'kind'.*\{ name: photo, kind: attachment \}/],
  ["wrong-value", evidence("[{ name: p, kind: photo }]"), 5, 69, /It is text, checklist or attachment\./],
  ["unknown-field", evidence("[{ name: p, kind: text, type: x }]"), 5, 75, /fields are name, kind, description/],
  ["empty-list", evidence("[]"), 5, 51, /\{ name: photo, kind: attachment \}/],

  ["bad-name", steps(`- { id: a b, ${noop} }`), 5, 11],
  [
    "reserved-name",
    steps("- { id: a, forEach: { items: [1], as: steps, steps: [{ id: b, use: { executor: x } }] } }"),
    5,
    41,
  ],
  ["empty-list", `${head}steps: []`, 4, 8],
  ["out-of-range", steps(`- { id: a, ${noop}, retry: { attempts: 0 } }`), 5, 55, /from 1 to 1000, but is 0/],
  ["bad-duration", steps("- { id: a, wait: 5 minutes }"), 5, 20],
  ["bad-duration", steps("- { id: a, wait: 300 }"), 5, 20],
  ["bad-duration", steps(`- { id: a, ${noop}, timeout: P1M }`), 5, 45],
  ["bad-time", steps("- { id: a, wait: { until: 2026-01-31 12:00 } }"), 5, 29],
  ["shell-string", steps("- { id: a, run: df -h }"), 5, 19],
  ["no-action", steps("- { id: a }"), 5, 5, /one of run, http, .*script.*race.*rollback.*'kind'/],
  ["wrong-type", steps("- { id: a, manual: 3 }"), 5, 22, /has to be a text, but is a number\. Put it in quotes/],
  ["several-actions", steps("- { id: a, run: [x], manual: y }"), 5, 24, /run and manual/],
  ["field-not-here", steps("- { id: a, fail: no, retry: { attempts: 2 } }"), 5, 24],
  ["field-not-here", steps("- { id: a, approve: ok, timeout: 5m }"), 5, 27, /'expires' under 'approve'/],
  ["field-not-here", steps("- { id: a, wait: 5m, timeout: 5m }"), 5, 24, /may never come/],
  ["field-not-here", steps("- { id: a, run: [x], limit: 2 }"), 5, 24],
  ["choose-one", steps("- { id: a, wait: {} }"), 5, 20, /needs one of until and for/],
  [
    "choose-one",
    steps("- { id: a, wait: { for: { message: x, signal: y } } }"),
    5,
    27,
    /only one of message and signal/,
  ],
  ["secret-default", withHead("inputs: { a: { type: string, secret: true, default: hunter2 } }"), 4, 53],
  ["default-type", withHead("inputs: { a: { type: integer, default: x } }"), 4, 40, /a whole number, but is a text/],
  ["default-type", withHead("inputs: { a: { type: integer, minimum: 2, default: 1 } }"), 4, 52, /at least 2/],
  ["bad-pattern", withHead('inputs: { a: { type: string, pattern: "(" } }'), 4, 39, /RE2/],
  [
    "bad-pattern",
    withHead('inputs: { a: { type: object, schema: { properties: { b: { pattern: "(" } } } } }'),
    4,
    68,
    /RE2/,
  ],
  ["schema-elsewhere", withHead("inputs: { a: { type: object, schema: { $ref: a.json } } }"), 4, 46, /'a.json'/],
  ["default-type", withHead("inputs: { a: { type: string, enum: [b, c], default: x } }"), 4, 53, /one of "b", "c"/],
  [
    "required-default",
    withHead(
      "inputs: { a: { type: string, required: true, default: x } }",
      "- { id: a, use: { executor: x, with: '${{ inputs.a }}' } }",
    ),
    4,
    55,
  ],

  ["duplicate-step", steps(`- { id: a, ${noop} }\n- { id: a, ${noop} }`), 6, 11],
  [
    "unknown-step",
    steps(`- { id: first, ${noop} }\n- { id: b, needs: frist, ${noop} }`),
    6,
    21,
    /Did you mean 'first'/,
  ],
  [
    "unknown-step",
    steps(`- { id: a-b, ${noop} }\n- { id: c, run: [x, "\${{ steps.a-1 }}"], needs: a-b }`),
    6,
    28,
    /steps\.`a-b`/,
  ],
  [
    "step-elsewhere",
    steps(`- { id: a, parallel: [{ steps: [{ id: b, ${noop} }] }] }\n- { id: c, needs: b, ${noop} }`),
    6,
    21,
  ],
  ["needs-itself", steps(`- { id: a, needs: a, ${noop} }`), 5, 21],
  [
    "needs-cycle",
    steps(`- { id: a, needs: c, ${noop} }\n- { id: b, ${noop} }\n- { id: c, needs: b, ${noop} }`),
    5,
    21,
    /a → b → c → a/,
  ],
  ["needs-twice", steps(`- { id: a, ${noop} }\n- { id: b, needs: a, after: a, ${noop} }`), 6, 31],
  [
    "else-not-last",
    steps("- id: a\n  switch:\n    - else: [{ id: b, wait: 1s }]\n    - { when: 1 = 1, steps: [{ id: c, wait: 1s }] }"),
    7,
    9,
  ],
  ["nothing-to-undo", steps(`- { id: a, ${noop} }\n- { id: b, rollback: all }`), 6, 24],
  ["bad-target", withHead("vars: { n: 1 }", `- { id: a, ${noop}, into: n }`), 6, 42, /vars\.report/],
  ["unknown-variable", steps(`- { id: a, ${noop}, into: vars.n }`), 5, 42],
  ["choose-one", steps(`- { id: a, ${noop}, outputs: { n: 1 }, output: 1 }`), 5, 55],
  ["field-not-here", steps(`- { id: a, ${noop}, enough: 1 = 1 }`), 5, 36],
  [
    "unknown-part",
    withHead(`parts: { tell: { steps: [{ id: b, ${noop} }] } }`, "- { id: a, group: tel }\n- { id: c, group: tell }"),
    6,
    21,
    /'tell'/,
  ],
  ["unused-part", withHead(`parts: { tell: { steps: [{ id: b, ${noop} }] } }`), 4, 10],
  [
    "part-in-itself",
    withHead(
      "parts: { a: { steps: [{ id: x, group: b }] }, b: { steps: [{ id: y, group: a }] } }",
      "- { id: c, group: a }",
    ),
    4,
    10,
    /a → b → a/,
  ],
  [
    "part-twice",
    withHead(`parts: { a: { steps: [{ id: x, ${noop} }] } }`, "- { id: c, parallel: [{ steps: a }, { steps: a }] }"),
    6,
    24,
  ],
  [
    "part-twice",
    withHead(`parts: { a: { steps: [{ id: x, ${noop} }] } }`, "- { id: c, group: { steps: a, finally: a } }"),
    6,
    21,
  ],
  [
    "wrong-type",
    withHead("parts: { a: { steps: { id: x } } }", "- { id: c, group: a }"),
    4,
    22,
    /a list, but is a map/,
  ],
  [
    "unknown-part",
    withHead(
      `runbooks: [{ metadata: { name: u }, steps: [{ id: d, group: a }] }]\nparts: { a: { steps: [{ id: x, ${noop} }] } }`,
      "- { id: c, group: a }",
    ),
    4,
    61,
  ],
  [
    "part-sees",
    withHead(`parts: { tell: { sees: [error], steps: [{ id: b, ${noop} }] } }`, "- { id: a, group: tell }"),
    4,
    10,
    /'error'/,
  ],
  [
    "unknown-name",
    withHead('parts: { tell: { steps: [{ id: b, run: ["${{ error }}"] }] } }', "- { id: a, group: tell }"),
    4,
    46,
  ],
  ["unknown-approval", steps("- { id: a, approve: { as: boss } }"), 5, 29],
  ["missing-field", steps("- { id: a, approve: { count: 2 } }"), 5, 23, /'message'/],
  ["no-undo", steps(`- { id: a, ${noop} }\n- { id: b, rollback: a }`), 6, 24],
  ["unknown-step", steps(`- { id: ab, undo: [{ id: c, ${noop} }], ${noop} }\n- { id: b, rollback: ac }`), 6, 24, /ab/],
  [
    "field-not-here",
    steps(`- { id: a, on: [{ error: any, alongside: true, steps: [{ id: b, ${noop} }] }], ${noop} }`),
    5,
    33,
  ],
  ["choose-one", steps(`- { id: a, on: [{ steps: [{ id: b, ${noop} }] }], ${noop} }`), 5, 19],
  [
    "step-not-visible",
    steps(
      `- { id: a, on: [{ after: 5m, steps: [{ id: b, ${noop} }] }], ${noop} }\n- { id: c, when: steps.b.output, ${noop} }`,
    ),
    6,
    20,
  ],

  ["unclosed-expression", steps('- { id: a, run: [x, "a ${{ 1 + 1 }"] }'), 5, 26],
  ["empty-expression", steps('- { id: a, run: [x, "${{ }}"] }'), 5, 23],
  ["foreign-template", withInput('[x, "{{ inputs.host }}"]'), 6, 24, /Write \$\{\{ inputs\.host \}\}/],
  ["foreign-template", withInput('[x, "a ${inputs.host}"]'), 6, 26, /Write \$\{\{ inputs\.host \}\}/],
  ["foreign-template", withInput('[x, "{{ .host }}"]'), 6, 24, /Write \$\{\{ inputs\.host \}\}/],
  [
    "foreign-template",
    withInput('[x, "{{.Host}}"]').replaceAll("host", "Host"),
    6,
    24,
    /Write \$\{\{ inputs\.Host \}\}/,
  ],
  ["foreign-template", withInput('["${{ inputs.host }} {{ steps.z.output }}"]'), 6, 40, /steps\.z\.output/],
  ["text-condition", steps(`- { id: a, when: "a \${{ 1 }}", ${noop} }`), 5, 20],
  ["expression-syntax", steps(`- { id: a, when: 1 = = 2, ${noop} }`), 5, 24],
  ["expression-syntax", steps(`- { id: a, when: 1 == 2, ${noop} }`), 5, 22, /no '=='; write =\./],
  ["expression-syntax", steps(`- { id: a, when: 1 !== 2, ${noop} }`), 5, 22, /no '!=='; write !=\./],
  ["expression-syntax", steps(`- { id: a, when: '"&&" = "x" && true', ${noop} }`), 5, 32, /no '&&'; write and\./],
  ["expression-syntax", steps(`- { id: a, when: 1 != 2 || true, ${noop} }`), 5, 27, /no '\|\|'; write or\./],
  ["expression-syntax", steps(`- { id: a, when: "!(1 = 2)", ${noop} }`), 5, 21, /no '!'; write \$not\(…\)\./],
  ["expression-syntax", steps(`- { id: a, when: $eval("1"), ${noop} }`), 5, 20, /\$eval is not supported/],
  ["expression-syntax", steps("- id: a\n  run:\n    - x\n    - |\n      one\n      two ${{ 1 + }}"), 10, 19],
  [
    "unknown-name",
    withHead("inputs: { level: integer }", `- { id: a, when: level > 3, ${noop} }`),
    6,
    20,
    /Did you mean 'inputs\.level'/,
  ],
  [
    "unknown-name",
    steps('- { id: a, forEach: { items: [1], as: host, steps: [{ id: b, run: ["${{ hots }}"] }] } }'),
    5,
    75,
    /Did you mean 'host'/,
  ],
  [
    "unknown-input",
    withHead("inputs: { level: integer }", `- { id: a, when: inputs.levle > 3, ${noop} }`),
    6,
    20,
    /Did you mean 'level'/,
  ],
  [
    "unknown-secret",
    withHead("secrets: { token: {} }", "- { id: a, use: { executor: x, with: '${{ secrets.tokn }}' } }"),
    6,
    45,
    /token/,
  ],
  [
    "secret-in-expression",
    withHead("secrets: { token: {} }", "- { id: a, when: secrets.token = 1, use: { executor: x } }"),
    6,
    20,
  ],
  ["secret-default", withHead("secrets: { token: { default: hunter2 } }"), 4, 19],
  ["required-default", withHead("secrets: { token: { default: secret://a, required: true } }"), 4, 19],
  ["unused-input", withHead("inputs: { n: string }"), 4, 11],
  ["unused-variable", withHead("vars: { n: 1, m: 2 }", "- { id: a, set: { m: 2 } }"), 4, 9],
  [
    "unknown-output",
    steps(`- { id: a, outputs: { n: 1 }, ${noop} }\n- { id: b, when: steps.a.output.m = 1, ${noop} }`),
    6,
    20,
  ],
  [
    "unknown-member",
    steps(`- { id: a, ${noop} }\n- { id: b, when: steps.a.p > 3, ${noop} }`),
    6,
    20,
    /Write steps\.a\.output\.p\./,
  ],
  [
    "unknown-member",
    steps(`- { id: a, ${noop} }\n- { id: b, run: [x, "\${{ steps.a.outputs.p }}"] }`),
    6,
    28,
    /Write steps\.a\.output\.p\./,
  ],
  [
    "unknown-member",
    steps(`- { id: a-b, ${noop} }\n- { id: b, when: steps.\`a-b\`.rounds > 3, ${noop} }`),
    6,
    20,
    /`a-b`/,
  ],
  ["undeclared-name", inFlow("vars.cuont = 5"), 6, 70, /'vars\.cuont'.* Did you mean 'vars\.count'/],
  ["undeclared-name", inFlow("cuont + 1 = 5"), 6, 70, /'cuont'.* Did you mean 'vars\.count'/],
  ["undeclared-name", inFlow("count = 5"), 6, 70, /'count'.* Did you mean 'vars\.count'/],
  ["undeclared-name", inFlow("vars.resultnig"), 6, 70, /Did you mean 'vars\.resulting'/],
  ["undeclared-name", inFlow('"${{ not_lopp }}"'), 6, 75, /Did you mean 'not_loop'/],
  ["text-only", withHead("messages: { success: 'Done: ${{ steps.a.output }}' }"), 4, 22],
  ["unknown-variable", withHead("vars: { n: 1 }", "- { id: a, set: { m: 2 } }"), 6, 21],
  [
    "step-not-visible",
    steps(
      `- { id: a, forEach: { items: [1], steps: [{ id: b, ${noop} }] } }\n- { id: c, run: ["\${{ steps.b.output }}"] }`,
    ),
    6,
    25,
    /inside 'a'/,
  ],
  [
    "step-not-visible",
    `${steps(`- { id: a, forEach: { items: [1], steps: [{ id: b, ${noop} }] } }`)}outputs: { x: "\${{ steps.b.output }}" }`,
    6,
    20,
  ],
  ["step-not-before", steps(`- { id: a, run: ["\${{ steps.b.output }}"] }\n- { id: b, ${noop} }`), 5, 25],
  ["step-not-before", steps(`- { id: a, ${noop} }\n- { id: b, after: [], when: steps.a.output = 1, ${noop} }`), 6, 31],
  ["step-not-before", steps('- { id: a, run: ["${{ steps.a.output }}"] }'), 5, 25],
  ["no-result-here", steps('- { id: a, run: ["${{ result }}"] }'), 5, 25],
  [
    "secret-in-expression",
    withHead("inputs: { a: { type: string, secret: true } }", `- { id: a, when: inputs.a = "x", ${noop} }`),
    6,
    20,
  ],
  [
    "secret-in-expression",
    withHead("inputs: { a: { type: string, secret: true } }", `- { id: a, when: inputs.a, ${noop} }`),
    6,
    20,
  ],
];

test.each(cases)("%s", (reason, text, line, column, says) => {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  const found = diagnostics.map(({ code, origin, message, help }) => ({
    code,
    at: origin.kind === "source" ? [origin.start.line, origin.start.column] : null,
    text: `${message} ${help ?? ""}`,
  }));
  expect(found).toEqual([{ code: `runbook/${reason}`, at: [line, column], text: expect.stringMatching(says ?? /./) }]);
});

test.each(["anything = 5", "vars.other = 5", "counts = 5", "count2 = 5", "resulting = numberOfInstances"])(
  "a flow may read %s",
  (condition) => {
    const codes = parseRunbook(inFlow(condition), { uri: "t" }).diagnostics.map(({ code }) => code);
    expect(codes).toEqual([]);
  },
);

test.each([
  '[docker, ps, --format, "{{.Names}} {{ .State.Status }}"]',
  '[sh, -c, "echo ${item} ${HOME} {{ other }}"]',
  '["$${{ inputs.host }}"]',
])("%s is no template of another format", (run) => {
  expect(parseRunbook(withInput(run), { uri: "t" }).diagnostics).toEqual([]);
});

test("a script's text is its own", () => {
  const text = steps("- { id: a, script: { language: javascript, text: '`${inputs.host}`' } }");
  expect(parseRunbook(text, { uri: "t" }).diagnostics).toEqual([]);
});

test("what handlers were told, and rounds, stand beside a step's output", () => {
  const text = steps(
    `- { id: a, on: [{ error: any, steps: [{ id: h, ${noop} }] }], ${noop} }\n- { id: r, until: { condition: steps.s.output = 1, steps: [{ id: s, ${noop} }] } }\n- { id: b, when: $exists(steps.a.error.code) and steps.r.rounds > 3, ${noop} }`,
  );
  expect(parseRunbook(text, { uri: "t" }).diagnostics).toEqual([]);
});

test("parts lie in each other as deeply as their limit, and no deeper", () => {
  const nested = (count: number): string => {
    const parts = Array.from({ length: count }, (_, n) => `p${n}: { steps: [{ id: s${n}, group: p${n + 1} }] }`);
    return withHead(
      `parts: { ${parts.join(", ")}, p${count}: { steps: [{ id: last, ${noop} }] } }`,
      "- { id: a, group: p0 }",
    );
  };
  const codes = (text: string): readonly string[] =>
    parseRunbook(text, { uri: "t" }).diagnostics.map(({ code }) => code);
  expect(codes(nested(31))).toEqual([]);
  expect(codes(nested(32))).toEqual(["runbook/too-deep"]);
  expect(codes(nested(500))).toContain("runbook/too-deep");
});

test("the help for one field is not the help for the next", () => {
  const { diagnostics } = parseRunbook(steps("- { id: a, approve: { message: x, evidence: photo, roles: lead } }"), {
    uri: "t",
  });
  expect(diagnostics.map(({ help }) => help)).toEqual([expect.stringMatching(/^Write it as a list/), undefined]);
});

test("more than the limit are counted", () => {
  const text = steps(Array.from({ length: 30 }, (_, i) => `- { id: s${i} }`).join("\n"));
  const { diagnostics } = parseRunbook(text, { uri: "t", limits: { maxDiagnostics: 10 } });
  expect(diagnostics).toHaveLength(11);
  expect(diagnostics.at(-1)).toMatchObject({
    code: "runbook/more-problems",
    message: "20 more problems are not listed.",
  });
});

/** Said only of other versions, whose tests have a case for each. */
const ofDialects: readonly Reason[] = [
  "template-syntax",
  "unknown-template",
  "allowed-and-denied",
  "denied-name",
  "evidence-twice",
  "json-path",
  "pack-expression",
  "declared-twice",
  "workflow-expression",
  "workflow-unknown-name",
  "workflow-not-awaited",
  "handler-unreachable",
  "schema-not-checked",
  "template-as-written",
];

/** Said only where a document is rewritten, which has tests of its own. */
const ofRewriting: readonly Reason[] = ["rewrite-native", "rewrite-comments", "rewrite-unreadable"];

test("after as many mistakes of YAML as are listed, nothing more is read", () => {
  const { diagnostics } = parseRunbook("- &a b\n".repeat(30), { uri: "t", limits: { maxDiagnostics: 10 } });
  expect(diagnostics).toHaveLength(10);
  expect(diagnostics.at(-1)).toMatchObject({ code: "runbook/too-many-mistakes", origin: { start: { line: 10 } } });
});

test("every code has a case", () => {
  const covered = new Set(cases.map(([reason]) => reason));
  const missing = Object.keys(runbookDiagnostics.rules).filter((reason) => !covered.has(reason as Reason));
  expect(missing).toEqual(["too-many-mistakes", ...ofDialects, ...ofRewriting, "more-problems"]);
});

test("all mistakes are found together", () => {
  const text = steps(
    `- { id: a, run: df, colour: red }\n- { id: b, when: inputs.x = 1, needs: zzz, ${noop} }\n- { id: c, wait: soon }`,
  );
  const { bundle, diagnostics } = parseRunbook(text, { uri: "t" });
  expect(bundle).toBeNull();
  expect(diagnostics.map(({ code }) => code).sort()).toEqual([
    "runbook/bad-duration",
    "runbook/shell-string",
    "runbook/unknown-field",
    "runbook/unknown-input",
    "runbook/unknown-step",
  ]);
});

test.each([
  ["a program that is allowed", "run: [ssh, host]"],
  ["one that depends on the run", "run: ['${{ inputs.program }}']"],
  ["another executor", "use: { executor: x, with: { command: [rm] } }"],
  ["nothing that anybody knows", "use: { executor: exec, with: '${{ { \"command\": [inputs.program] } }}' }"],
])("governance says nothing about %s before a run", (_, action) => {
  const text = `${head}inputs: { program: string }\ngovernance: { allowedCommands: [ssh] }\nsteps:\n  - { id: a, ${action} }\n  - { id: b, run: ["\${{ inputs.program }}"] }\n`;
  expect(parseRunbook(text, { uri: "t" }).diagnostics.map(({ code }) => code)).toEqual([]);
});

test("steps inside of steps are under governance as well", () => {
  const { diagnostics } = parseRunbook(
    `${head}governance: { deniedCommands: [rm] }\nsteps: [{ id: a, group: [{ id: b, run: [rm] }] }]`,
    {
      uri: "t",
    },
  );
  expect(diagnostics.map(({ code }) => code)).toEqual(["runbook/command-not-allowed"]);
});
