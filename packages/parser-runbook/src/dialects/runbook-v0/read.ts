/** What a `runbook/v0` document looks like: strict, so that a misspelled field is never passed over. */
import type { Evidence, Governance } from "@rb/ir";
import { pattern, usablePattern } from "../../format/bounds.js";
import {
  any,
  boolean,
  type Fields,
  fields,
  integer,
  later,
  listOf,
  mapOfNames,
  mapped,
  name,
  oneOf,
  optional,
  type Reader,
  required,
  scalar,
  template,
  text,
} from "../../format/reader.js";
import { defined, type Schema } from "../../format/schema.js";
import type { YamlMap, YamlNode, YamlScalar } from "../../yaml/tree.js";
import type { AssertionV0, RunbookV0, StepV0, Stream } from "./model.js";

const seconds: { readonly [unit: string]: number } = { s: 1, m: 60, h: 3600 };
const timeout: Reader<number> = mapped(text, (found, node, log) => {
  const [, count, unit] = /^([0-9]{1,9})([smh])$/.exec(found) ?? [];
  if (unit !== undefined) return Number(count) * (seconds[unit] as number) * 1000;
  log.say("bad-duration", node, { found });
  return undefined;
});

const redaction = fields({
  pattern: required(pattern, "A regular expression."),
  replace: required(text, "What stands there instead."),
});
const governanceFields = fields({
  allowed_commands: optional(listOf(text, "A program"), "The only programs that may be run."),
  denied_commands: optional(listOf(text, "A program"), "Programs that may not be run, whatever is allowed."),
  deny_env_vars: optional(listOf(text, "A name"), "Names that no template may resolve; * stands for anything."),
  redact: optional(listOf(redaction, "A replacement"), "What is replaced before anything is stored."),
  evidence: optional(
    fields({
      require_for_manual: optional(boolean, "Whether no manual step is done without its evidence."),
      store_full_stdout: optional(boolean, "Whether output is kept whole; else its hash and its beginning."),
    }),
    "What is asked of evidence.",
  ),
});
const governance: Reader<Governance> = mapped(governanceFields, (read, node, log) => {
  const { allowed_commands: allowed, denied_commands: denied, deny_env_vars: variables, redact, evidence } = read;
  for (const program of allowed ?? [])
    if (denied?.includes(program) === true) log.say("allowed-and-denied", node, { name: program });
  return {
    ...(allowed === undefined ? {} : { allowedCommands: allowed }),
    ...(denied === undefined ? {} : { deniedCommands: denied }),
    ...(variables === undefined ? {} : { deniedVariables: variables }),
    ...(redact === undefined ? {} : { redact }),
    ...(evidence?.require_for_manual === undefined ? {} : { requireEvidence: evidence.require_for_manual }),
    ...(evidence?.store_full_stdout === undefined ? {} : { storeOutput: evidence.store_full_stdout }),
  };
});

const stream: Reader<Stream> = oneOf("stdout", "stderr", "exit_code");

/** Templates stand where a command or an instruction is told something. */
const plainText: Reader<string> = mapped(text, (said, node, log) => {
  if (said.includes("{{")) log.say("template-as-written", node, { text: said });
  return said;
});

const evidencePiece: Reader<Evidence> = mapped(
  fields({
    kind: required(oneOf("text", "checklist", "attachment"), "Words, items to tick, or a file."),
    name: required(name, "By which it is handed in."),
    items: optional(listOf(plainText, "An item", 1), "The items of a checklist."),
  }),
  (read, node, log, what) => {
    if (read.kind === "checklist" && !(node as YamlMap).entries.has("items"))
      log.say("missing-field", node, { what, name: "items" });
    return read;
  },
);
const evidence: Reader<readonly Evidence[]> = mapped(
  listOf(evidencePiece, "A piece of evidence"),
  (pieces, node, log) => {
    const seen = new Set<string>();
    for (const piece of pieces) {
      if (seen.has(piece.name)) log.say("evidence-twice", node, { name: piece.name });
      seen.add(piece.name);
    }
    return pieces;
  },
);

const textTests = ["contains", "not_contains", "equals", "not_equals", "matches"] as const;
const assertionKinds = [...textTests, "exit_code", "json_path"] as const;
const assertion: Reader<AssertionV0> = mapped(
  fields({
    contains: optional(scalar, "A text that the output contains."),
    not_contains: optional(scalar, "A text that the output does not contain."),
    equals: optional(scalar, "What the output is, but for white space around it."),
    not_equals: optional(scalar, "What the output is not."),
    matches: optional(scalar, "A regular expression that is found in the output."),
    exit_code: optional(integer(0, 255), "The exit code."),
    json_path: optional(
      fields({ path: required(template, "A path such as $.items[0].name."), equals: required(any, "What is there.") }),
      "What is at a place in the output, which is JSON.",
    ),
  }),
  (read, node, log, what) => {
    const found = assertionKinds.filter((kind) => (node as YamlMap).entries.has(kind));
    const [kind] = found;
    if (found.length !== 1) {
      log.say("choose-one", node, { what, fields: assertionKinds, found });
      return undefined;
    }
    if (read.json_path !== undefined) {
      const { path, equals } = read.json_path;
      return { node, test: { kind: "json_path", path, equals } };
    }
    if (read.exit_code !== undefined) return { node, test: { kind: "exit_code", code: read.exit_code } };
    const textKind = textTests.find((one) => one === kind);
    const expected = textKind && read[textKind];
    if (expected === undefined || textKind === undefined) return undefined;
    if (textKind === "matches" && !String(expected.value).includes("{{"))
      usablePattern(String(expected.value), expected, log);
    return { node, test: { kind: textKind, text: expected } };
  },
);

const stepFields = {
  id: required(name, "The step's name."),
  type: required(oneOf("cli", "manual", "group"), "A command, something that a person does, or steps as one."),
  title: optional(plainText, "A name for people."),
  with: optional(
    fields({ argv: required(listOf(scalar, "An argument", 1), "The program and its arguments; no shell reads them.") }),
    "What a command is given.",
  ),
  capture: optional(mapOfNames(stream, "a capture"), "Names for what the command printed, for later steps."),
  assertions: optional(listOf(assertion, "An assertion"), "What has to hold for what the command printed."),
  timeout: optional(timeout, "How long the command may take, such as 30s, 5m or 1h."),
  instructions: optional(template, "What the person does."),
  required_evidence: optional(evidence, "What the person hands in."),
  approvals: optional(
    fields({
      min: optional(integer(1, 100), "How many people approve; 1, unless said otherwise."),
      roles: optional(listOf(text, "A role", 1), "Any of these roles."),
    }),
    "Who approves the step.",
  ),
  replay_mode: optional(oneOf("reuse_evidence"), "Whether a replay takes the evidence of the run that it repeats."),
  steps: optional(
    later((): Reader<readonly StepV0[]> => steps),
    "The steps of a group.",
  ),
} satisfies Fields;

/** Which fields go with which type. */
const fieldsOf: { readonly [T in StepV0["type"]]: readonly string[] } = {
  cli: ["with", "capture", "assertions", "timeout"],
  manual: ["instructions", "required_evidence", "approvals", "replay_mode"],
  group: ["steps"],
};
const neededBy: { readonly [T in StepV0["type"]]: "with" | "instructions" | "steps" } = {
  cli: "with",
  manual: "instructions",
  group: "steps",
};
const general: ReadonlySet<string> = new Set(["id", "type", "title"]);

const stepReader: Reader<StepV0> = mapped(fields(stepFields), (read, node, log, what): StepV0 | undefined => {
  const map = node as YamlMap;
  const { id, type, title } = read;
  for (const [field, { key }] of map.entries) {
    if (!(field in stepFields) || general.has(field) || fieldsOf[type].includes(field)) continue;
    log.say("field-not-here", key, { field, action: type, instead: undefined });
  }
  if (!map.entries.has(neededBy[type])) log.say("missing-field", map, { what, name: neededBy[type] });
  const idNode = map.entries.get("id")?.value as YamlScalar;
  const base = { node: map, id, idNode, ...(title === undefined ? {} : { title }) };
  switch (type) {
    case "cli":
      return (
        read.with && {
          ...base,
          type,
          argv: read.with.argv,
          argvNode: argvOf(map),
          ...(read.timeout === undefined ? {} : { timeout: read.timeout }),
          capture: read.capture ?? [],
          assertions: read.assertions ?? [],
        }
      );
    case "manual":
      return (
        read.instructions && {
          ...base,
          type,
          instructions: read.instructions,
          evidence: read.required_evidence ?? [],
          ...(read.approvals === undefined ? {} : { approvals: { ...read.approvals, min: read.approvals.min ?? 1 } }),
          ...(read.replay_mode === undefined ? {} : { replayMode: read.replay_mode }),
        }
      );
    case "group":
      return read.steps && { ...base, type, steps: read.steps };
  }
});
const stepSchema: Schema = defined("step", stepReader.schema);
const steps: Reader<readonly StepV0[]> = listOf(Object.assign(stepReader, { schema: stepSchema }), "A step", 1);

function argvOf(step: YamlMap): YamlNode {
  const given = step.entries.get("with")?.value;
  return (given?.kind === "map" ? given.entries.get("argv")?.value : undefined) ?? step;
}

const meta = fields({
  name: required(text, "What the runbook is called."),
  description: optional(text, "What it is for."),
  vars: optional(mapOfNames(scalar, "a variable"), "Variables with their values, for {{ .name }}."),
  defaults: optional(
    fields({ timeout: optional(timeout, "How long a command may take, where its step says nothing.") }),
    "What holds for every step that says nothing else.",
  ),
  governance: optional(governance, "What may be run, and what is kept."),
});

/** The shape of a document, and its schema. */
export const runbookV0: Reader<RunbookV0> = mapped(
  fields({
    apiVersion: required(oneOf("runbook/v0"), "The version of the format."),
    meta: required(meta, "What the runbook is, and what it may do."),
    steps: required(steps, "What is done, strictly in this order."),
  }),
  ({ meta: { name: title, description, vars, defaults, governance: rules }, steps: list }) => ({
    name: title,
    ...(description === undefined ? {} : { description }),
    vars: vars ?? [],
    ...(defaults?.timeout === undefined ? {} : { timeout: defaults.timeout }),
    ...(rules === undefined ? {} : { governance: rules }),
    steps: list,
  }),
);
