/** What a step can do: for each word its shape, and which of the general fields of a step go with it. */
import type { Evidence } from "@rb/ir";
import type { Log } from "../log.js";
import { toJson, type YamlMap, type YamlNode } from "../yaml/tree.js";
import { duration, moment } from "./durations.js";
import type { Action, ActionKind, Branch, Case, Step, SwitchAction, WaitAction } from "./model.js";
import {
  any,
  boolean,
  either,
  fields,
  integer,
  listOf,
  loopVariable,
  mapOfNames,
  name,
  oneOf,
  optional,
  type Reader,
  required,
  scalar,
  template,
  text,
  written,
} from "./reader.js";

/** Fields of a step that make sense only for some actions. */
export type GeneralField = "retry" | "timeout" | "continueOnError" | "outputs";

export interface ActionWord {
  readonly read: Reader<Action>;
  readonly allows: readonly GeneralField[];
}
export type ActionWords = { readonly [K in ActionKind]: ActionWord };

const isMap = (node: YamlNode): boolean => node.kind === "map";
const isList = (node: YamlNode): boolean => node.kind === "list";

const evidenceItem: Reader<Evidence> = fields({
  name: required(name),
  kind: required(oneOf("text", "checklist", "attachment")),
  description: optional(text),
  items: optional(listOf(text, "An item of the checklist", 1)),
  required: optional(boolean),
});
const evidence = written(
  "Write it as a list: evidence: [{ name: photo, kind: attachment }]. A piece may also have a 'description', 'items' (a list of texts, for a checklist) and 'required'.",
  listOf(evidenceItem, "A piece of evidence", 1),
);

/** An argument is a single value; a list or map can't be one. */
const command: Reader<YamlNode> = (node, log, what) => {
  if (node.kind === "scalar" && typeof node.value === "string") {
    log.say("shell-string", node, { found: node.value });
    return undefined;
  }
  return listOf(scalar, "An argument", 1)(node, log, what) === undefined ? undefined : node;
};
const run: Reader<Action> = (node, log, what) => {
  const long = fields({
    command: required(command),
    cwd: optional(template),
    env: optional(any),
    stdin: optional(any),
  });
  const read = isMap(node) ? long(node, log, what) : wrap("command", command(node, log, what));
  return read && { kind: "run", node, ...read };
};

function wrap<K extends string, T>(key: K, value: T | undefined): { readonly [P in K]: T } | undefined {
  return value === undefined ? undefined : ({ [key]: value } as { readonly [P in K]: T });
}

const methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"] as const;
const httpFields = fields({
  method: optional(oneOf(...methods)),
  url: required(template),
  headers: optional(any),
  body: optional(any),
});
const http: Reader<Action> = (node, log, what) => {
  const read = httpFields(node, log, what);
  return read && { kind: "http", node, ...read, method: read.method ?? "GET" };
};

const useFields = fields({ executor: required(name), with: optional(any) });
const use: Reader<Action> = (node, log, what) => {
  const read = useFields(node, log, what);
  return read && { kind: "use", node, ...read };
};

const manualFields = fields({ instructions: required(template), evidence: optional(evidence) });
const manual: Reader<Action> = (node, log, what) => {
  const read = isMap(node) ? manualFields(node, log, what) : wrap("instructions", template(node, log, what));
  return read && { kind: "manual", node, ...read };
};

const approveFields = fields({
  message: required(template),
  roles: optional(listOf(text, "A role", 1)),
  grants: optional(listOf(text, "A grant", 1)),
  count: optional(integer(1, 100)),
  expires: optional(duration),
  evidence: optional(evidence),
});
const approve: Reader<Action> = (node, log, what) => {
  const read = isMap(node) ? approveFields(node, log, what) : wrap("message", template(node, log, what));
  return read && { kind: "approve", node, ...read };
};

const policyFields = fields({ name: required(text), about: optional(any) });
const policy: Reader<Action> = (node, log, what) => {
  if (!isMap(node)) {
    const asked = text(node, log, what);
    return asked === undefined ? undefined : { kind: "policy", node, policy: asked };
  }
  const read = policyFields(node, log, what);
  if (read === undefined) return undefined;
  return { kind: "policy", node, policy: read.name, ...(read.about === undefined ? {} : { about: read.about }) };
};

const emitFields = fields({ type: required(template), data: optional(any) });
const emit: Reader<Action> = (node, log, what) => {
  const read = emitFields(node, log, what);
  return read && { kind: "emit", node, ...read };
};

const waitFields = fields({
  until: optional(moment),
  for: optional((node, log, what) => awaitedEvent(node, log, what)),
});
const wait: Reader<Action> = (node, log, what) => {
  if (node.kind !== "map") {
    const span = duration(node, log, what);
    return span && { kind: "wait", node, until: { on: "span", span } };
  }
  const read = waitFields(node, log, what);
  if (!hasExactlyOne(node, ["until", "for"], log, what) || read === undefined) return undefined;
  if (read.until !== undefined) return { kind: "wait", node, until: { on: "moment", moment: read.until } };
  return read.for && { kind: "wait", node, until: read.for };
};

const eventFields = fields({ message: optional(template), signal: optional(template), key: optional(scalar) });
function awaitedEvent(node: YamlNode, log: Log, what: string): WaitAction["until"] | undefined {
  const read = eventFields(node, log, what);
  if (read === undefined || !hasExactlyOne(node as YamlMap, ["message", "signal"], log, what)) return undefined;
  const { message, signal, key } = read;
  if (message !== undefined) return { on: "message", name: message, ...(key === undefined ? {} : { key }) };
  if (key !== undefined)
    log.say("field-not-here", key, { field: "key", action: "signal", instead: "Only messages have a key." });
  return signal && { on: "signal", name: signal };
}

function hasExactlyOne(map: YamlMap, names: readonly string[], log: Log, what: string): boolean {
  const found = names.filter((field) => map.entries.has(field));
  if (found.length !== 1) log.say("choose-one", map, { what, fields: names, found });
  return found.length === 1;
}

const callFields = fields({
  runbook: required(text),
  version: optional(text),
  inputs: optional(mapOfNames(any, "an input")),
});
const call: Reader<Action> = (node, log, what) => {
  const read = isMap(node) ? callFields(node, log, what) : wrap("runbook", text(node, log, what));
  return read && { kind: "call", node, inputs: [], ...read };
};

const setValues = mapOfNames(any, "a variable");
const set: Reader<Action> = (node, log, what) => {
  const values = setValues(node, log, what);
  return values && { kind: "set", node, values };
};

const failFields = fields({ code: optional(name), message: optional(template) });
const fail: Reader<Action> = (node, log, what) => {
  const read = isMap(node) ? failFields(node, log, what) : wrap("message", template(node, log, what));
  return read && { kind: "fail", node, ...read };
};

const doing: readonly GeneralField[] = ["retry", "timeout", "continueOnError", "outputs"];

/** The words; those with steps inside are given the reader of a list of steps. */
export function actionWords(steps: Reader<readonly Step[]>): ActionWords {
  const later: Reader<readonly Step[]> = (node, log, what) => steps(node, log, what);
  const forEachFields = fields({
    items: required(either(isList, any, scalar)),
    as: optional(loopVariable),
    index: optional(loopVariable),
    limit: optional(either((node) => node.kind === "scalar" && typeof node.value === "string", template, positive)),
    onFailure: optional(oneOf("stop", "collect")),
    steps: required(later),
  });
  const whileFields = fields({
    condition: required(scalar),
    max: optional(integer(1)),
    steps: required(later),
  });
  const branchFields = fields({ name: optional(text), steps: required(later) });
  return {
    run: { read: run, allows: doing },
    http: { read: http, allows: doing },
    use: { read: use, allows: doing },
    manual: { read: manual, allows: ["timeout", "continueOnError", "outputs"] },
    approve: { read: approve, allows: ["continueOnError", "outputs"] },
    policy: { read: policy, allows: ["continueOnError", "outputs"] },
    emit: { read: emit, allows: ["retry", "timeout", "continueOnError"] },
    wait: { read: wait, allows: ["timeout", "continueOnError", "outputs"] },
    call: { read: call, allows: doing },
    forEach: {
      read(node, log, what) {
        const read = forEachFields(node, log, what);
        return read && { kind: "forEach", node, as: "item", ...read };
      },
      allows: doing,
    },
    switch: { read: (node, log, what) => switchOf(later, node, log, what), allows: ["timeout", "continueOnError"] },
    parallel: { read: (node, log, what) => parallelOf(branchFields, node, log, what), allows: doing },
    while: {
      read(node, log, what) {
        const read = whileFields(node, log, what);
        return read && { kind: "while", node, ...read };
      },
      allows: ["timeout", "continueOnError"],
    },
    set: { read: set, allows: [] },
    fail: { read: fail, allows: [] },
  };
}

const positive: Reader<Extract<YamlNode, { kind: "scalar" }>> = (node, log, what) =>
  integer(1)(node, log, what) === undefined ? undefined : (node as Extract<YamlNode, { kind: "scalar" }>);

/** A list of conditions in order, or `on` with the values it may have. */
function switchOf(steps: Reader<readonly Step[]>, node: YamlNode, log: Log, what: string): SwitchAction | undefined {
  if (isList(node)) {
    const cases = listOf(conditionCase(steps), "A case", 1)(node, log, what);
    if (cases === undefined) return undefined;
    const misplaced = cases.findIndex((one) => one.when === undefined);
    const last = node.kind === "list" ? node.items.length - 1 : 0;
    if (misplaced >= 0 && cases[misplaced]?.node !== (node as { items: readonly YamlNode[] }).items[last]) {
      log.say("else-not-last", (cases[misplaced] as Case).node, {});
    }
    return { kind: "switch", node, cases };
  }
  const valueCase = fields({ name: optional(text), is: required(caseValues), steps: required(steps) });
  const read = fields({
    on: required(scalar),
    cases: required(listOf((item, l, w) => withNode(item, valueCase(item, l, w)), "A case", 1)),
    else: optional((item, l, w) => withNode(item, wrap("steps", steps(item, l, w)))),
  })(node, log, what);
  if (read === undefined) return undefined;
  return { kind: "switch", node, on: read.on, cases: [...read.cases, ...(read.else === undefined ? [] : [read.else])] };
}

function withNode<T extends object>(
  node: YamlNode,
  read: T | undefined,
): (T & { readonly node: YamlNode }) | undefined {
  return read && { node, ...read };
}

function conditionCase(steps: Reader<readonly Step[]>): Reader<Case> {
  const otherwise = fields({ else: required(steps) });
  const condition = fields({ name: optional(text), when: required(scalar), steps: required(steps) });
  return (node, log, what) => {
    if (node.kind === "map" && node.entries.has("else")) {
      const read = otherwise(node, log, what);
      return read && { node, steps: read.else };
    }
    return withNode(node, condition(node, log, what));
  };
}

/** One value, or a list of values that lead the same way. */
const caseValues: Reader<readonly ReturnType<typeof toJson>[]> = (node, log, what) =>
  node.kind === "list"
    ? listOf(scalar, "A value", 1)(node, log, what)?.map((item) => item.value)
    : scalar(node, log, what) && [toJson(node)];

/** A list of branches, or a map from their names. */
function parallelOf(read: Reader<Omit<Branch, "node">>, node: YamlNode, log: Log, what: string): Action | undefined {
  if (node.kind === "map") {
    const branches = [...node.entries.values()].flatMap((entry): Branch[] => {
      const branch = read(entry.value, log, "A branch");
      return branch === undefined ? [] : [{ name: String(entry.key.value), ...branch, node: entry.value }];
    });
    if (node.entries.size === 0) log.say("empty-list", node, { what });
    return { kind: "parallel", node, branches };
  }
  const branches = listOf((item, l, w) => withNode(item, read(item, l, w)), "A branch", 1)(node, log, what);
  return branches && { kind: "parallel", node, branches };
}
