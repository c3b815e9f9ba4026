/** Evaluates the graph's values and guards in a place. Unknowns and secrets are carried beside the JSON, never inside it. */

import {
  addDuration,
  type Binding,
  type CompiledExpr,
  EvaluationError,
  type Expr,
  type Guard,
  isUnknown,
  type Json,
  type NodeId,
  parseDateTime,
  parseDuration,
  type Slot,
  type Value,
} from "@rb/ir";
import { expressionKey } from "./compile.js";
import { IncidentSignal, type Step } from "./context.js";
import { checkFits } from "./data-size.js";
import { notIJson } from "./i-json.js";
import { LimitSignal } from "./limit-signal.js";
import { shown } from "./shown.js";
import { scopePath } from "./state.js";
import { Assigner, lookup, member, type Place } from "./variables.js";

/** What was found beside the JSON of a resolved value, by RFC 6901 pointer. */
export interface Findings {
  readonly unknowns: { readonly pointer: string; readonly why: string }[];
  readonly secrets: { readonly pointer: string; readonly parts: readonly (string | { readonly secret: string })[] }[];
}

/** A value as one slot: as a whole known, unknown, secret or stored elsewhere. */
export function evaluate(step: Step, value: Value, place: Place): Slot {
  if ("json" in value) return value;
  if ("variable" in value) return member(readVariable(place, value.variable), value.path ?? []);
  if ("result" in value) return member(place.result ?? { json: null }, value.result);
  if ("expr" in value) return evaluateExpr(step, value.expr, place);
  if ("secret" in value) return { secret: value.secret };
  if ("pointer" in value) return { pointer: value.pointer };
  const findings: Findings = { unknowns: [], secrets: [] };
  const json = resolve(step, value, place, "", findings);
  const [unknown] = findings.unknowns;
  if (unknown !== undefined) return { unknown: unknown.why };
  if (findings.secrets.length > 0) {
    throw new IncidentSignal(
      "secret-in-value",
      "A secret can be a whole value or part of a request, not part of a variable's value.",
    );
  }
  checkFits(json, step.state.data, step.limits);
  return { json };
}

function readVariable(place: Place, name: string): Slot {
  const slot = lookup(place, name);
  if (slot === undefined) throw new IncidentSignal("unknown-variable", `There is no variable '${name}' here.`);
  return slot;
}

/** A value as the JSON of a request; what isn't plain JSON is null there and listed in `findings`. */
export function resolve(step: Step, value: Value, place: Place, pointer: string, findings: Findings): Json {
  if ("list" in value) {
    return step.together([...value.list.entries()], ([index, item]) =>
      resolve(step, item, place, `${pointer}/${index}`, findings),
    );
  }
  if ("object" in value) {
    const members = step.together(value.object, ([key, item]) => {
      const at = `${pointer}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      return [key, resolve(step, item, place, at, findings)] as const;
    });
    return Object.fromEntries(members);
  }
  if ("text" in value) return resolveText(step, value.text, place, pointer, findings);
  const slot = evaluate(step, value, place);
  if ("json" in slot) return slot.json;
  if (isUnknown(slot)) findings.unknowns.push({ pointer, why: slot.unknown });
  else if ("secret" in slot) findings.secrets.push({ pointer, parts: [slot] });
  else return { pointer: slot.pointer as unknown as Json };
  return null;
}

function resolveText(
  step: Step,
  parts: readonly (string | Value)[],
  place: Place,
  pointer: string,
  findings: Findings,
): Json {
  const slots = step.together(parts, (part) =>
    typeof part === "string" ? { json: part } : evaluate(step, part, place),
  );
  const unknown = slots.find(isUnknown);
  if (unknown !== undefined) {
    findings.unknowns.push({ pointer, why: unknown.unknown });
    return null;
  }
  let length = step.state.data;
  const pieces = slots.map((slot): string | { readonly secret: string } => {
    if ("secret" in slot) return slot;
    if ("json" in slot) {
      const piece = typeof slot.json === "string" ? slot.json : JSON.stringify(slot.json);
      length += piece.length;
      if (length > step.limits.maxData) throw new LimitSignal("maxData", step.limits.maxData);
      return piece;
    }
    throw new IncidentSignal("not-readable", "A value that is stored elsewhere can't be part of a text.");
  });
  if (pieces.some((piece) => typeof piece !== "string")) {
    findings.secrets.push({ pointer, parts: pieces });
    return null;
  }
  return pieces.join("");
}

function evaluateExpr(step: Step, expr: Expr, place: Place): Slot {
  const compiled = step.program.expressions.get(expressionKey(expr.language, expr.text)) as CompiledExpr;
  const unknown = firstUnknown(compiled.reads, place);
  if (unknown !== null) return unknown;
  if (compiled.evaluate === undefined) return askFor(step, expr, compiled, place);
  let read: Slot | null = null;
  const environment = (name: string): Slot | undefined => {
    const slot = lookup(place, name);
    if (slot !== undefined && isUnknown(slot)) read = slot;
    return slot;
  };
  try {
    const slot = compiled.evaluate(environment, step.state.nowMs);
    return read ?? checked(slot, expr);
  } catch (error) {
    if (read !== null) return read;
    if (error instanceof EvaluationError)
      throw new IncidentSignal("expression-error", `'${expr.text}': ${error.message}`);
    throw error;
  }
}

function firstUnknown(reads: readonly string[] | null, place: Place): Slot | null {
  if (reads === null) return null;
  for (const name of reads) {
    const slot = lookup(place, name);
    if (slot !== undefined && isUnknown(slot)) return slot;
  }
  return null;
}

function askFor(step: Step, expr: Expr, compiled: CompiledExpr, place: Place): Slot {
  const variables: [string, Json][] = [];
  for (const name of compiled.reads ?? visibleNames(place)) {
    const slot = lookup(place, name);
    if (slot === undefined) continue;
    if (isUnknown(slot)) return slot;
    if ("json" in slot) variables.push([name, slot.json]);
    else if (compiled.reads !== null)
      throw new IncidentSignal(
        "not-readable",
        `'${expr.text}' reads '${name}', which is a secret or stored elsewhere.`,
      );
  }
  const answer = step.ask((n) => ({
    ask: "evaluate",
    n,
    language: expr.language,
    text: expr.text,
    variables: Object.fromEntries(variables),
  }));
  if (!("value" in answer)) throw new IncidentSignal("unanswered", `'${expr.text}' was not answered by a value.`);
  return checked(answer.value, expr);
}

function visibleNames(place: Place): Set<string> {
  const names = new Set<string>(place.extra?.keys() ?? []);
  if (place.result !== undefined) names.add("result");
  if (place.token !== null && place.token.frame === place.frame)
    for (const name of place.token.locals?.keys() ?? []) names.add(name);
  for (let frame: Place["frame"] | null = place.frame; frame !== null; frame = frame.up) {
    for (const name of frame.variables?.keys() ?? []) names.add(name);
  }
  return names;
}

function checked(slot: Slot, expr: Expr): Slot {
  if (!("json" in slot) || typeof slot.json === "boolean") return slot;
  if (typeof slot.json === "number" && !Number.isFinite(slot.json))
    throw new IncidentSignal("not-a-number", `'${expr.text}' gives ${slot.json}, which is no value.`);
  const why = notIJson(slot.json);
  if (why !== null) throw new IncidentSignal("not-json", `'${expr.text}' gives ${why}, which is no value.`);
  return slot;
}

// ---------------------------------------------------------------------------------------------------------------

/** True, false, or why it can't be told. */
export type Truth = boolean | { readonly unknown: string };

export function holds(step: Step, guard: Guard, place: Place, arrivedBy: ReadonlySet<string> | null): Truth {
  if ("json" in guard) return guard.json;
  if ("unspecified" in guard) return { unknown: guard.unspecified };
  if ("arrived" in guard) return guard.arrived.some((flow) => arrivedBy?.has(flow) === true);
  const slot =
    "expr" in guard
      ? evaluateExpr(step, guard.expr, place)
      : member(readVariable(place, guard.variable), guard.path ?? []);
  if (isUnknown(slot)) return slot;
  if (!("json" in slot) || typeof slot.json !== "boolean") {
    const text = "expr" in guard ? guard.expr.text : guard.variable;
    const got = "json" in slot ? shown(slot.json) : "a secret or stored value";
    throw new IncidentSignal("not-a-boolean", `The condition '${text}' gives ${got}, which is neither true nor false.`);
  }
  return slot.json;
}

/** A guard that a loop or a completion depends on; an unknown one is asked about: `again` (not yet) or `leave`. */
export function holdsOrAsks(
  step: Step,
  guard: Guard,
  place: Place,
  about: "loop" | "complete",
  node: NodeId,
  whenTrue: "again" | "leave",
): boolean {
  const truth = holds(step, guard, place, null);
  if (typeof truth === "boolean") return truth;
  const answer = step.ask((n) => ({
    ask: "choose",
    n,
    graph: place.frame.graph.id,
    node,
    frame: place.frame.id,
    scope: scopePath(place.frame),
    about,
    options: [["again"], ["leave"]],
    because: [truth.unknown],
  }));
  return "option" in answer && answer.option[0] === whenTrue;
}

/** `inOrder`: what one binding gives, those after it see. */
export function assignAll(
  step: Step,
  bindings: readonly Binding[],
  from: Place,
  to: Place["frame"],
  inOrder = false,
): void {
  if (bindings.length === 0) return;
  const assigner = new Assigner();
  const given = inOrder ? new Map(from.extra) : null;
  const place = given === null ? from : { ...from, extra: given };
  const read = (binding: Binding): Slot => evaluate(step, binding.from, place);
  const slots = given === null ? step.together(bindings, read) : null;
  bindings.forEach((binding, index) => {
    const slot = assigner.assign(to, binding.path, slots === null ? read(binding) : (slots[index] as Slot));
    const [name] = binding.path;
    if (name !== undefined && slot !== null) given?.set(name, slot);
  });
  assigner.flush(step);
}

// ---------------------------------------------------------------------------------------------------------------

/** A span: milliseconds, or an ISO 8601 duration counted from now. Null when it isn't known. */
export function durationMs(step: Step, value: Value, place: Place): number | null {
  const slot = evaluate(step, value, place);
  if (isUnknown(slot)) return null;
  const json = "json" in slot ? slot.json : null;
  if (typeof json === "number" && Number.isFinite(json) && json >= 0) return json;
  if (typeof json === "string") {
    const duration = parseDuration(json);
    if (duration !== null) return Math.max(0, addDuration(step.state.nowMs, duration) - step.state.nowMs);
  }
  throw new IncidentSignal(
    "invalid-duration",
    `${shown(json)} is neither a number of milliseconds nor an ISO 8601 duration such as PT5M.`,
  );
}

/** A moment, in milliseconds since the epoch. Null when it isn't known. */
export function momentMs(step: Step, value: Value, place: Place): number | null {
  const slot = evaluate(step, value, place);
  if (isUnknown(slot)) return null;
  const json = "json" in slot ? slot.json : null;
  if (typeof json === "number" && Number.isFinite(json)) return json;
  const moment = typeof json === "string" ? parseDateTime(json) : null;
  if (moment !== null) return moment;
  throw new IncidentSignal(
    "invalid-time",
    `${shown(json)} is not an ISO 8601 date and time with an offset, such as 2026-01-31T08:00:00Z.`,
  );
}

/** One object of several slots: unknown when one of them is; secrets and what is stored elsewhere are no members. */
export function asObject(slots: Iterable<readonly [name: string, slot: Slot]>): Slot {
  const members: [string, Json][] = [];
  for (const [name, slot] of slots) {
    if (isUnknown(slot)) return slot;
    if ("json" in slot) members.push([name, slot.json]);
  }
  return { json: Object.fromEntries(members) };
}

/** The text in a slot, if it is one. */
export function textIn(slot: Slot): string | undefined {
  return "json" in slot && typeof slot.json === "string" ? slot.json : undefined;
}

/** A name or other text that has to be known to go on. */
export function textOf(step: Step, value: Value, place: Place, what: string): string {
  const slot = evaluate(step, value, place);
  const text = textIn(slot);
  if (text !== undefined) return text;
  if (isUnknown(slot)) return `?${slot.unknown}`;
  throw new IncidentSignal("not-a-text", `The ${what} has to be a text.`);
}
