/** One playbook for each code, as small as it gets: what is reported, and where. */
import { describe, expect, it } from "vitest";
import { cacao } from "../src/diagnostics.js";
import { parseCacao } from "../src/index.js";
import { ownExtension } from "../src/own-words/own-step.js";
import { resultMappingId } from "../src/result-mapping.js";
import { act, cases, choice, end, fork, idOf, loop, playbook, start, text, variables } from "./playbook-text.js";

/** The place is told by the line's text, so that a table row needs no counting. */
type Row = readonly [code: keyof typeof cacao.rules, source: string, line: string, column: number];

const simple = (rest: object = {}, steps: object = {}) =>
  text(playbook({ start: start("a"), a: act("e"), e: end, ...steps }, rest as never));
const action = (members: object) => simple({}, { a: act("e", members) });
const command = (members: object) => action({ commands: [members] });
const without = (member: string) => {
  const { [member]: _, ...rest } = playbook({ start: start("a"), a: act("e"), e: end });
  return text(rest);
};
const variable = (members: object, name = "__v__") => simple({ playbook_variables: { [name]: members } });
const definition = (members: object, rest: object = {}) => simple({ target_definitions: { t: members }, ...rest });
const mapping = (results: object) =>
  simple(
    { playbook_variables: { __v__: { type: "string" } } },
    {
      a: act("e", { out_args: ["__v__"], step_extensions: { [resultMappingId]: { type: "result-mapping", results } } }),
    },
  );
const marking = (members: object) => simple({ data_marking_definitions: { m: members } });
const summary = (members: object) => simple({ playbook_processing_summary: members });
const credentials = { authentication_info_definitions: { k: { type: "http-basic", password: "hunter2" } } };
const branchy = (steps: object, rest: object = {}) =>
  text(playbook({ start: start("c"), e: end, ...steps }, { ...variables, ...rest } as never));
const switchOn = (members: object) => branchy({ c: cases({ one: "a" }, "e", members), a: act("e") });

const rows: readonly Row[] = [
  ["empty-document", "", "", 1],
  ["not-text", '{"a":\n\u0000}', "\u0000}", 1],
  ["too-large", `"${"x".repeat(2 ** 20)}"`, `"${"x".repeat(2 ** 20)}"`, 1],
  ["too-deep", `\n${"[".repeat(65)}`, "[".repeat(65), 65],
  ["json-syntax", '{\n  "a": 1,\n}', "}", 1],
  ["duplicate-key", '{\n  "type": "playbook",\n  "type": "playbook" }', '  "type": "playbook" }', 3],
  ["lone-surrogate", '{\n"a": "\\ud800"}', '"a": "\\ud800"}', 6],
  ["number-range", "[\n1e999]", "1e999]", 1],
  [
    "number-precision",
    simple({ labels: [], x_big: 1 }).replace('"x_big": 1', '"x_big": 9007199254740993'),
    '  "x_big": 9007199254740993',
    12,
  ],
  ["not-a-playbook", "[]", "[]", 1],
  ["not-a-playbook", "{}", "{}", 1],
  ["not-a-playbook", '{\n  "type": "bundle"\n}', '  "type": "bundle"', 3],
  ["old-version", simple({ spec_version: "1.1" }), '  "spec_version": "1.1",', 3],
  ["old-version", simple({}, { a: { ...act("e"), type: "single" } }), '  "spec_version": "cacao-2.0",', 3],
  ["unsupported-version", simple({ spec_version: "cacao-3.0" }), '  "spec_version": "cacao-3.0",', 3],
  ["missing-member", without("name"), "{", 1],
  ["missing-member", action({ commands: undefined }), `    "${idOf("action", "a")}": {`, 5],
  ["wrong-type", simple({ revoked: "no" }), '  "revoked": "no"', 3],
  ["wrong-type", action({ out_args: ["a", 1] }), "        1", 9],
  ["odd-type", simple({ labels: ["a", 1] }), "    1", 5],
  ["odd-type", action({ description: null }), '      "description": null', 7],
  ["empty-list", action({ targets: [] }), '      "targets": []', 7],
  [
    "not-in-vocabulary",
    marking({ type: "marking-tlp", tlpv2_level: "TLP:WHITE" }),
    '      "tlpv2_level": "TLP:WHITE"',
    7,
  ],
  ["nearly-a-word", simple({ playbook_types: ["remediations"] }), '    "remediations"', 5],
  [
    "uuid-version",
    action({}).replaceAll("action--00000000-0000-4000", "action--00000000-0000-1000"),
    '    "action--00000000-0000-1000-8000-000000000061": {',
    5,
  ],
  [
    "id-not-derived",
    simple({ id: "playbook--00000000-0000-5000-8000-000000000000" }),
    '  "id": "playbook--00000000-0000-5000-8000-000000000000",',
    3,
  ],
  [
    "shared-uuid",
    simple({ target_definitions: { "ssh--00000000-0000-4000-8000-000000000061": { type: "individual", name: "n" } } }),
    '    "ssh--00000000-0000-4000-8000-000000000061": {',
    5,
  ],
  [
    "undefined-extension",
    action({ step_extensions: { "extension-definition--00000000-0000-4000-8000-000000000001": {} } }),
    '        "extension-definition--00000000-0000-4000-8000-000000000001": {}',
    9,
  ],
  ["summary-mismatch", summary({ manual_playbook: true, if_logic: true }), '    "if_logic": true', 5],
  ["summary-mismatch", summary({ manual_playbook: false }), '    "manual_playbook": false', 5],
  ["summary-incomplete", summary({}), '  "playbook_processing_summary": {}', 3],
  [
    "unused-activity",
    simple(
      { playbook_activities: ["scan-system", "match-indicator"] },
      { a: act("e", { commands: [{ type: "manual", command: "x", playbook_activity: "scan-system" }] }) },
    ),
    '    "match-indicator"',
    5,
  ],
  [
    "secret-beside-kms",
    simple({
      authentication_info_definitions: {
        k: { type: "user-auth", kms: true, kms_key_identifier: "x", password: "__p__:value" },
      },
    }),
    '      "password": "__p__:value"',
    7,
  ],
  ["wrong-type", action({ delay: "1" }), '      "delay": "1"', 7],
  ["wrong-type", simple({ workflow: [] }), '  "workflow": [],', 3],
  ["empty-member", action({ commands: [] }), '      "commands": [],', 7],
  ["misspelled-member", action({ "on-completion": "x", on_completion: undefined }), '      "on-completion": "x"', 7],
  ["misspelled-member", simple({ agent_definitions: undefined, agents: {} }), '  "agents": {}', 3],
  ["unknown-member", simple({ colour: "red" }), '  "colour": "red"', 3],
  ["bad-identifier", simple({ created_by: "me" }), '  "created_by": "me",', 3],
  ["id-type-mismatch", simple({ id: idOf("bundle", "b") }), `  "id": "${idOf("bundle", "b")}",`, 3],
  ["bad-timestamp", simple({ modified: "2024-05-31" }), '  "modified": "2024-05-31",', 3],
  ["bad-timestamp", simple({ modified: "2024-02-30T00:00:00.000Z" }), '  "modified": "2024-02-30T00:00:00.000Z",', 3],
  [
    "bad-timestamp",
    simple({ valid_from: "2024-05-31T09:00:00+02:00" }),
    '  "valid_from": "2024-05-31T09:00:00+02:00"',
    3,
  ],
  [
    "timestamp-precision",
    simple({ modified: "2024-05-31T09:00:00.123456Z" }),
    '  "modified": "2024-05-31T09:00:00.123456Z",',
    3,
  ],
  ["timestamp-order", simple({ modified: "2020-01-01T00:00:00.000Z" }), '  "modified": "2020-01-01T00:00:00.000Z",', 3],
  ["out-of-range", simple({ priority: 101 }), '  "priority": 101', 3],
  ["revoked", simple({ revoked: true }), '  "revoked": true', 3],
  ["signature-not-checked", simple({ signatures: [] }), '  "signatures": []', 3],
  ["unknown-marking", simple({ markings: ["m"] }), '    "m"', 5],
  ["unknown-step", action({ on_completion: "gone" }), '      "on_completion": "gone"', 7],
  ["unknown-step", simple({ workflow_start: "gone" }), '  "workflow_start": "gone",', 3],
  ["unknown-exception-step", simple({ workflow_exception: "gone" }), '  "workflow_exception": "gone"', 3],
  ["unknown-step-type", simple({}, { a: { type: "acton" } }), '      "type": "acton"', 7],
  [
    "start-is-no-start",
    text(playbook({ start: act("e"), e: end })),
    `  "workflow_start": "${idOf("action", "start")}",`,
    3,
  ],
  ["flow-into-start", branchy({ c: choice("start", "e") }), `      "on_true": "${idOf("start", "start")}",`, 7],
  ["mixed-continuation", action({ on_success: "e" }), `      "on_success": "${idOf("end", "e")}"`, 7],
  [
    "start-continuation",
    simple({}, { start: start("a", { on_failure: "e" }) }),
    `      "on_failure": "${idOf("end", "e")}"`,
    7,
  ],
  [
    "end-continuation",
    simple({}, { e: { type: "end", on_completion: "a" } }),
    `      "on_completion": "${idOf("action", "a")}"`,
    7,
  ],
  ["missing-continuation", action({ on_completion: undefined }), `    "${idOf("action", "a")}": {`, 5],
  ["unreachable-step", simple({}, { u: act("e") }), `    "${idOf("action", "u")}": {`, 5],
  ["no-action", text(playbook({ start: start("e"), e: end })), '  "workflow": {', 3],
  ["no-end", text(playbook({ start: start("a"), a: act("a") })), "{", 1],
  ["few-branches", branchy({ c: fork(["a"], "e"), a: act("e") }), '      "next_steps": [', 7],
  ["duplicate-branch", branchy({ c: fork(["a", "a"], "e"), a: act("e") }), `        "${idOf("action", "a")}"`, 9],
  [
    "shared-end",
    branchy({ c: fork(["a", "b"], "z"), a: act("f"), b: act("f"), f: end, z: act("f") }),
    `    "${idOf("end", "f")}": {`,
    5,
  ],
  [
    "branch-returns-by-flow",
    branchy({ c: loop("a", "e"), a: act("c") }),
    `      "on_completion": "${idOf("while-condition", "c")}"`,
    7,
  ],
  [
    "branch-jumps",
    branchy({ c: choice("a", undefined, "y"), a: act("z"), y: act("z"), z: act("e") }),
    `      "on_completion": "${idOf("action", "z")}"`,
    7,
  ],
  [
    "implied-continuation",
    branchy({ c: fork(["a", "b"]), a: act("z"), b: act("z"), z: act("e") }),
    `    "${idOf("parallel", "c")}": {`,
    5,
  ],
  [
    "runs-in-each-branch",
    branchy({ c: fork(["a", "b"], "e"), a: act("z"), b: act("z"), z: act("f"), f: end }),
    `        "${idOf("action", "b")}"`,
    9,
  ],
  [
    "branch-is-continuation",
    branchy({ c: choice("a", undefined, "a"), a: act("e") }),
    `      "on_true": "${idOf("action", "a")}",`,
    7,
  ],
  ["negative-duration", action({ delay: -1 }), '      "delay": -1', 7],
  ["negative-duration", action({ timeout: 0.5 }), '      "timeout": 0.5', 7],
  ["zero-timeout", action({ timeout: 0 }), '      "timeout": 0', 7],
  [
    "unsupported-trigger",
    simple({}, { start: start("a", { step_extensions: { trigger: { kind: "moon" } } }) }),
    '        "trigger": {',
    9,
  ],
  [
    "unsupported-trigger",
    simple({}, { start: start("a", { step_extensions: { trigger: { kind: "timer", every: "often" } } }) }),
    '        "trigger": {',
    9,
  ],
  ["missing-agent", action({ agent: undefined }), `    "${idOf("action", "a")}": {`, 5],
  ["unknown-definition", action({ agent: "nobody" }), '      "agent": "nobody",', 7],
  ["unknown-definition", action({ targets: ["nowhere"] }), '        "nowhere"', 9],
  [
    "unknown-definition",
    definition({ type: "ssh", address: {}, authentication_info: "k" }),
    '      "authentication_info": "k"',
    7,
  ],
  ["unknown-agent-type", definition({ type: "robot" }), '      "type": "robot"', 7],
  ["incomplete-definition", definition({ type: "ssh" }), '    "t": {', 5],
  ["plain-secret", simple(credentials), '      "password": "hunter2"', 7],
  ["unknown-command-type", command({ type: "http" }), '          "type": "http"', 11],
  ["missing-command", command({ type: "bash" }), "        {", 9],
  ["bad-base64", command({ type: "sigma", command_b64: "%" }), '          "command_b64": "%"', 11],
  ["bad-start-line", command({ type: "http-api", command: "fetch it" }), '          "command": "fetch it"', 11],
  [
    "out-args-of-last-command",
    action({ commands: [1, 2].map(() => ({ type: "manual", command: "x" })), out_args: ["__v__"] }),
    '      "out_args": [',
    7,
  ],
  [
    "own-words",
    action({ step_extensions: { [ownExtension]: { type: "rb-ir", node: { kind: "action", executor: 7 } } } }),
    '          "node": {',
    11,
  ],
  ["result-mapping", mapping({ __v__: { pointer: "id" } }), '            "__v__": {', 13],
  ["result-mapping", mapping({ __v__: { pointer: "/id", command: 2 } }), '            "__v__": {', 13],
  ["result-mapping", mapping({ __w__: { pointer: "/id" } }), '            "__w__": {', 13],
  ["variable-name", variable({ type: "string" }, "v"), '    "v": {', 5],
  ["unknown-variable-type", variable({ type: "int" }), '      "type": "int"', 7],
  ["variable-value", variable({ type: "integer", value: "four" }), '      "value": "four"', 7],
  ["variable-value", variable({ type: "float", value: 0.5 }), '      "value": 0.5', 7],
  [
    "external-in-step",
    action({ step_variables: { __v__: { type: "string", external: true } } }),
    '          "external": true',
    11,
  ],
  [
    "undeclared-variable",
    command({ type: "manual", command: "Ask __who__:value" }),
    '          "command": "Ask __who__:value"',
    11,
  ],
  [
    "undeclared-variable",
    branchy({ c: choice("a", "e"), a: act("e") }, { playbook_variables: {} }),
    '      "condition": "__x__:value = \'yes\'",',
    7,
  ],
  [
    "constant-assigned",
    simple(
      { playbook_variables: { __v__: { type: "string", value: "x", constant: true } } },
      { a: act("e", { out_args: ["__v__"] }) },
    ),
    '        "__v__"',
    9,
  ],
  [
    "shadowed-variable",
    simple(
      { playbook_variables: { __v__: { type: "string", value: "x" } } },
      { a: act("e", { out_args: ["__v__"], step_variables: { __v__: { type: "string" } } }) },
    ),
    '        "__v__"',
    9,
  ],
  [
    "reference-without-value",
    simple(
      { playbook_variables: { __v__: { type: "string", value: "x" } } },
      { a: act("e", { commands: [{ type: "manual", command: "Look at __v__." }] }) },
    ),
    '          "command": "Look at __v__."',
    31,
  ],
  [
    "reference-without-value",
    branchy({ c: choice("a", "e", undefined, { condition: "__x__ = 1" }), a: act("e") }),
    '      "condition": "__x__ = 1",',
    21,
  ],
  [
    "condition-syntax",
    branchy({ c: choice("a", "e", undefined, { condition: 'a "b" __x__:value ===' }), a: act("e") }),
    '      "condition": "a \\"b\\" __x__:value ===",',
    21,
  ],
  [
    "endless-loop",
    branchy({ c: loop("a", "e"), a: act("f"), f: end }),
    '      "condition": "__x__:value = \'yes\'",',
    7,
  ],
  ["switch-is-no-variable", switchOn({ switch: "kind" }), '      "switch": "kind",', 7],
];

describe("diagnostics", () => {
  for (const [code, source, line, column] of rows) {
    it(`${code}: ${line.slice(0, 60)}`, () => {
      const { diagnostics } = parseCacao(source, { uri: "p.json" });
      const lines = source.split("\n");
      const found = diagnostics.filter((diagnostic) => diagnostic.code === `cacao/${code}`);
      const places = found.map(({ origin }) =>
        origin.kind === "source" ? [lines[origin.start.line - 1], origin.start.column] : [],
      );
      expect(places).toContainEqual([line, column]);
      for (const diagnostic of found) expect(diagnostic.message).toMatch(/^\S.*[.!?]$/s);
    });
  }

  it("says which of a document's own limits it met", () => {
    const steps = Object.fromEntries(
      Array.from({ length: 20 }, (_, i) => [`a${i}`, act(i === 19 ? "e" : `a${i + 1}`)]),
    );
    const source = text(playbook({ start: start("a0"), ...steps, e: end }));
    const { diagnostics } = parseCacao(source, { uri: "p.json", limits: { maxNodes: 10 } });
    expect(diagnostics.map(({ code }) => code)).toContain("cacao/too-many-nodes");
  });

  it("refuses branches nested beyond all use", () => {
    const steps: { [name: string]: ReturnType<typeof act> } = {};
    for (let i = 0; i < 600; i++) steps[`w${i}`] = loop(i === 599 ? "e" : `w${i + 1}`, "e");
    const { diagnostics } = parseCacao(text(playbook({ start: start("w0"), ...steps, e: end }, variables)), {
      uri: "p.json",
    });
    expect(diagnostics.map(({ code }) => code)).toContain("cacao/branches-too-deep");
  });

  it("gives up on branches that all lead into each other", () => {
    const steps: { [name: string]: ReturnType<typeof act> } = {};
    for (let i = 0; i < 2500; i++) {
      steps[`w${i}`] = loop("t0", i === 2499 ? "e" : `w${i + 1}`);
      steps[`t${i}`] = act(i === 2499 ? "e" : `t${i + 1}`);
    }
    const source = text(playbook({ start: start("w0"), ...steps, e: end }, variables));
    const started = performance.now();
    const { diagnostics } = parseCacao(source, { uri: "p.json", limits: { maxBytes: 1e8, maxNodes: 1e6 } });
    expect(diagnostics.map(({ code }) => code)).toContain("cacao/too-entangled");
    expect(performance.now() - started).toBeLessThan(20_000);
  });

  it("reports a mistake once, however many ways lead through it", () => {
    const source = branchy({
      c: choice("a", "b", "z"),
      a: act("d"),
      b: act("d"),
      d: choice("m", undefined, "z", { condition: "?" }),
      m: act("z"),
      z: act("e"),
    });
    const codes = parseCacao(source, { uri: "p.json" }).diagnostics.map(({ code }) => code);
    expect(codes.filter((code) => code === "cacao/condition-syntax")).toHaveLength(1);
  });

  it("stops collecting at the limit, and says how much there is besides", () => {
    const source = simple({ labels: Array.from({ length: 50 }, () => 1) });
    const { diagnostics } = parseCacao(source, { uri: "p.json", limits: { maxDiagnostics: 7 } });
    expect(diagnostics).toHaveLength(8);
    expect(diagnostics[7]?.message).toContain("43 more");
  });

  it("can't be made to hide an error behind warnings", () => {
    const odd = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`odd${i}`, 1]));
    const source = simple(odd, { a: act("gone") });
    const { diagnostics } = parseCacao(source, { uri: "p.json", limits: { maxDiagnostics: 7 } });
    expect(diagnostics.map(({ code }) => code)).toContain("cacao/unknown-step");
    expect(diagnostics).toHaveLength(8);
  });

  it("tells what is the same of many places once, with the other places", () => {
    const odd = { commands: [{ type: "ftp", command: "get" }], colour: "red" };
    const steps = Object.fromEntries(
      Array.from({ length: 30 }, (_, i) => [`a${i}`, act(i === 29 ? "e" : `a${i + 1}`, odd)]),
    );
    const { diagnostics } = parseCacao(text(playbook({ start: start("a0"), ...steps, e: end })), { uri: "p.json" });
    expect(diagnostics.map(({ code, related }) => [code, related?.length])).toEqual([
      ["cacao/unknown-member", 10],
      ["cacao/unknown-command-type", 10],
    ]);
  });

  it("has a case for every code", () => {
    const covered = new Set<string>(rows.map(([code]) => code));
    const elsewhere = ["more-problems", "too-many-nodes", "branches-too-deep", "too-entangled"];
    expect(Object.keys(cacao.rules).filter((code) => !covered.has(code) && !elsewhere.includes(code))).toEqual([]);
  });

  it.each([
    ["an id cut short", idOf("end", "e").slice(0, -1)],
    ["an id of another type", idOf("ende", "e")],
  ])("hints at the step that is meant by %s, and says nothing of what is behind it", (_, id) => {
    const { diagnostics } = parseCacao(action({ on_completion: id }), { uri: "p.json" });
    expect(diagnostics).toMatchObject([
      { code: "cacao/unknown-step", help: expect.stringContaining(`'${idOf("end", "e")}'`) },
    ]);
  });

  it("hints at what was probably meant", () => {
    const hints = (source: string) => parseCacao(source, { uri: "p.json" }).diagnostics.map(({ help }) => help);
    expect(hints(command({ type: "http_api", command: "GET / HTTP/1.1" }))).toContain("Did you mean 'http-api'?");
    expect(hints(simple({}, { a: { type: "acton" } }))).toContain("Did you mean 'action'?");
    expect(hints(simple({ agent_definitions: undefined, agents: {} }))).toContain("Did you mean 'agent_definitions'?");
    expect(hints(action({ on_completion: idOf("end", "f") }))).toContain(`Did you mean '${idOf("end", "e")}'?`);
  });
});
