/**
 * Holds a playbook against the schema in `schema/`, which is compiled ahead (scripts/cacao-schema.mjs), and says of each mistake where it
 * is, how grave it is and what was probably meant. What the schema can't say is checked in check-playbook.ts.
 */
import type { Document } from "../document.js";
import { Groups } from "../groups.js";
import { type JsonTree, type ObjectTree, toJson } from "../json-tree.js";
import { kindOf } from "../read-members.js";
import { renamedMembers } from "../vocabulary.js";
import { kindOfObject, membersOfObject, nameOfObject } from "./object-kind.js";
import { reportMissing } from "./report-missing.js";
import { type StructureError, validate } from "./validate-playbook.js";

/** Reports what a playbook's objects and members are not as the standard has them. `isUpgraded`: it was written for 1.x. */
export function checkStructure(document: Document, tree: ObjectTree, isUpgraded: boolean): void {
  // The text has been read without a problem, so that the platform's reader, which is native, gives the same.
  const value: unknown = isUpgraded || document.hasReported() ? toJson(tree) : JSON.parse(withoutMark(document.text));
  if (validate(value)) return;
  // A string that breaks two patterns is wrong once.
  const odd = new Set<JsonTree>();
  const unknown = new Groups();
  for (const error of validate.errors ?? []) {
    const at = find(tree, error.instancePath);
    if (at === undefined || error.schemaPath !== undefined) continue;
    // Of 1.x, nobody was an agent.
    if (isUpgraded && error.params.missingProperty === "agent") continue;
    if (error.keyword === "pattern") {
      if (odd.has(at)) continue;
      odd.add(at);
    }
    if (error.keyword === "additionalProperties") reportUnknown(document, at, error, unknown);
    else reporters[error.keyword]?.(document, at, error);
  }
  unknown.flush();
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
}

/** The value at a JSON Pointer. */
function find(root: JsonTree, pointer: string): JsonTree | undefined {
  let at: JsonTree | undefined = root;
  for (const part of pointer.split("/").slice(1)) {
    const key = part.replaceAll("~1", "/").replaceAll("~0", "~");
    if (at?.kind === "object") at = at.members.get(key);
    else at = at?.kind === "array" ? at.items[Number(key)] : undefined;
  }
  return at;
}

type Reporter = (document: Document, at: JsonTree, error: StructureError) => void;

const reporters: { readonly [keyword: string]: Reporter | undefined } = {
  type: reportType,
  required: (document, at, { params }) => reportMissing(document, at, [params.missingProperty ?? ""]),
  anyOf: (document, at) =>
    reportMissing(
      document,
      at,
      kindOfObject(at) === "command" ? ["command", "command_b64"] : ["url", "source", "description"],
    ),
  propertyNames: reportName,
  pattern: reportPattern,
  enum: reportWord,
  const: reportWord,
  minimum: reportNumber,
  maximum: reportNumber,
  minItems: reportEmpty,
  minProperties: reportEmpty,
  "false schema": reportForbidden,
};

/** What is told to people or kept beside the graph: read wrongly, it keeps nobody from running the playbook. */
const describing: ReadonlySet<string> = new Set([
  "name",
  "description",
  "playbook_types",
  "playbook_activities",
  "playbook_activity",
  "playbook_processing_summary",
  "playbook_extensions",
  "derived_from",
  "related_to",
  "industry_sectors",
  "labels",
  "external_references",
  "markings",
  "owner",
  "version",
  "priority",
  "severity",
  "impact",
  "location",
  "contact",
  "category",
  "logical",
  "port",
  "extension_definitions",
  "data_marking_definitions",
  "signatures",
]);

/** Whether a value belongs to what only describes. */
function isDescribing(tree: JsonTree): boolean {
  for (let at: JsonTree | null = tree; at !== null; at = at.parent) {
    if (typeof at.key === "string" && describing.has(at.key) && !isStep(at)) return true;
  }
  return false;
}

/** Names of steps are the author's: one may be called like a member. */
function isStep(tree: JsonTree): boolean {
  return tree.parent?.key === "workflow";
}

const expectations: { readonly [type: string]: string } = {
  string: "a string",
  boolean: "true or false",
  integer: "a whole number",
  object: "an object",
  array: "a list",
};

function reportType(document: Document, at: JsonTree, { params }: StructureError): void {
  // Values are told apart by the type of their variable.
  if (at.key === "value" && at.parent !== null && kindOfObject(at.parent) === "variable") return;
  const isDuration = at.key === "delay" || at.key === "timeout";
  if (isDuration && at.kind === "number") return reportNumber(document, at);
  const expected = isDuration
    ? "a whole number of milliseconds"
    : (expectations[params.type ?? ""] ?? "something else");
  const name = typeof at.key === "number" ? `${String(at.parent?.key)}[${at.key}]` : String(at.key);
  document.report(isDescribing(at) ? "odd-type" : "wrong-type", document.originOf(at), {
    name,
    expected,
    found: kindOf(at),
  });
}

function reportUnknown(document: Document, at: JsonTree, { params }: StructureError, unknown: Groups): void {
  const name = params.additionalProperty ?? "";
  const value = at.kind === "object" ? at.members.get(name) : undefined;
  if (at.kind !== "object" || value === undefined) return;
  const missing = membersOfObject(at).filter((candidate) => !at.members.has(candidate));
  const renamed = renamedMembers.get(name);
  const hint = renamed !== undefined && missing.includes(renamed) ? renamed : document.suggest(name, missing);
  const what = nameOfObject(at);
  unknown.add(JSON.stringify([what, name, hint]), document.originOf(value), (origin, related) => {
    const others = related.length === 0 ? undefined : related;
    if (hint === undefined) document.report("unknown-member", origin, { what, name }, others);
    else document.report("misspelled-member", origin, { what, name, hint }, others);
  });
}

function reportName(document: Document, at: JsonTree, { params }: StructureError): void {
  const name = params.propertyName ?? "";
  const member = at.kind === "object" ? at.members.get(name) : undefined;
  if (member === undefined) return;
  // Ids of steps are looked at all together, in checks/identifiers.ts.
  if (at.key !== "workflow") document.report("variable-name", document.originOf(member), { name });
}

const timestamps = new Set([
  "created",
  "modified",
  "valid_from",
  "valid_until",
  "playbook_version",
  "related_version",
  "start_date",
]);

/** Members that hold ids of the playbook's own objects: that those aren't there, or are called oddly, is told once, of them. */
const inner: ReadonlySet<string> = new Set([
  "workflow_start",
  "workflow_exception",
  "on_completion",
  "on_success",
  "on_failure",
  "on_true",
  "on_false",
  "next_steps",
  "cases",
  "agent",
  "targets",
  "markings",
  "authentication_info",
]);

function isInner(at: JsonTree): boolean {
  return inner.has(String(at.key)) || inner.has(String(at.parent?.key));
}

function reportPattern(document: Document, at: JsonTree): void {
  if (at.kind !== "string") return;
  const name = String(at.key);
  const origin = document.originOf(at);
  if (timestamps.has(name)) {
    const isTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?Z$/.test(at.value);
    if (isTime) document.report("timestamp-precision", origin, { name });
    else document.report("bad-timestamp", origin, { name, value: at.value });
  } else if (name === "country")
    document.report("not-in-vocabulary", origin, { name, value: at.value, hint: undefined });
  else if (!isInner(at)) document.report("bad-identifier", origin, { name: at.value, count: 1 });
}

const words: ReadonlyMap<string, readonly string[]> = new Map([
  ["tlpv2_level", ["TLP:RED", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:GREEN", "TLP:CLEAR"]],
  ["type", ["marking-tlp", "marking-statement", "marking-iep", "extension-definition", "jss"]],
]);

/** A step's type is told where the step is read. */
function reportWord(document: Document, at: JsonTree): void {
  if (at.kind !== "string" || (at.key === "type" && at.parent !== null && kindOfObject(at.parent) === "step")) return;
  const name = String(at.key);
  const hint = document.suggest(at.value, words.get(name) ?? []);
  document.report("not-in-vocabulary", document.originOf(at), { name, value: at.value, hint });
}

function reportNumber(document: Document, at: JsonTree): void {
  if (at.kind !== "number") return;
  const name = String(at.key);
  const code = name === "delay" || name === "timeout" ? "negative-duration" : "out-of-range";
  document.report(code, document.originOf(at), { name, value: at.value });
}

/** That a parallel step has too few branches is told where they are read. */
function reportEmpty(document: Document, at: JsonTree): void {
  const name = String(at.key);
  const isEmpty = at.kind === "array" ? at.items.length === 0 : true;
  if (isEmpty) document.report(name === "targets" ? "empty-list" : "empty-member", document.originOf(at), { name });
}

function reportForbidden(document: Document, at: JsonTree): void {
  const origin = document.originOf(at);
  const name = String(at.key);
  const type = at.parent?.kind === "object" ? at.parent.members.get("type") : undefined;
  if (name === "on_completion" || name === "on_success" || name === "on_failure") {
    const start = type?.kind === "string" && type.value === "start";
    const end = type?.kind === "string" && type.value === "end";
    document.report(start ? "start-continuation" : end ? "end-continuation" : "mixed-continuation", origin, { name });
  } else document.report("secret-beside-kms", origin, { name });
}
