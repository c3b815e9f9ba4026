/** Names: looked up from the token outwards, assigned to the nearest instance that declares them. */
import { isJsonObject, isUnknown, type Json, type Slot } from "@rb/ir";
import { IncidentSignal, type Step } from "./context.js";
import { type Frame, SHARED, type Token } from "./state.js";

/** Where an expression stands: what it sees besides variables. */
export interface Place {
  readonly frame: Frame;
  readonly token: Token | null;
  /** What has just arrived, for `result`. */
  readonly result?: Slot;
  /** Names that only this place has, such as `activationCount`. */
  readonly extra?: ReadonlyMap<string, Slot>;
}

export function lookup(place: Place, name: string): Slot | undefined {
  const extra = place.extra?.get(name);
  if (extra !== undefined) return extra;
  if (name === "result" && place.result !== undefined) return place.result;
  // A token's locals hide its frame's variables only while it stands in that frame.
  if (place.token !== null && place.token.frame === place.frame) {
    const local = place.token.locals?.get(name);
    if (local !== undefined) return local;
  }
  for (let frame: Frame | null = place.frame; frame !== null; frame = frame.up) {
    const slot = frame.variables?.get(name);
    if (slot !== undefined) return slot;
  }
  return undefined;
}

/** A member, by own properties only, so that no document reaches a prototype. A missing one is null. */
export function member(slot: Slot, path: readonly string[]): Slot {
  if (path.length === 0 || isUnknown(slot)) return slot;
  if (!("json" in slot))
    throw new IncidentSignal(
      "not-readable",
      `A ${"secret" in slot ? "secret" : "stored value"} has no members that can be read.`,
    );
  let json: Json = slot.json;
  for (const key of path) {
    if (Array.isArray(json)) json = /^(?:0|[1-9][0-9]*)$/.test(key) ? (json[Number(key)] ?? null) : null;
    else if (isJsonObject(json)) json = Object.hasOwn(json, key) ? (json[key] as Json) : null;
    else return { json: null };
  }
  return { json };
}

type Assignments = Map<Frame, Map<string, Slot>>;

/** Collects assignments and emits one record per instance. Later ones see earlier ones. */
export class Assigner {
  readonly #pending: Assignments = new Map();

  /** What the variable will hold; null where members went into one each. */
  assign(from: Frame, path: readonly string[], slot: Slot): Slot | null {
    const [name, ...rest] = path;
    if (name === undefined) {
      this.#spread(from, slot);
      return null;
    }
    const frame = declaringFrame(from, name);
    if (frame.region?.constants.has(name) === true) {
      throw new IncidentSignal("constant-assigned", `Variable '${name}' is a constant and can't be assigned.`);
    }
    const pending = this.#pending.get(frame) ?? new Map<string, Slot>();
    this.#pending.set(frame, pending);
    const old = pending.get(name) ?? frame.variables?.get(name) ?? { json: null };
    const whole = rest.length === 0 ? slot : replaceMember(old, rest, slot);
    pending.set(name, whole);
    return whole;
  }

  #spread(from: Frame, slot: Slot): void {
    if (isUnknown(slot)) return this.#blur(from, slot);
    if (!("json" in slot) || !isJsonObject(slot.json)) {
      if ("json" in slot && slot.json === null) return;
      throw new IncidentSignal("not-an-object", "Only an object can be assigned member by member.");
    }
    for (const [key, json] of Object.entries(slot.json)) this.assign(from, [key], { json });
  }

  /** Members that nobody knows may have changed any variable, but for what is constant and what the user has given. */
  #blur(from: Frame, slot: Slot): void {
    for (let frame: Frame | null = from; frame !== null; frame = frame.up) {
      const { region } = frame;
      if (region === null && frame.id !== SHARED) continue;
      const given = new Set((region?.source.variables ?? []).filter((v) => v.external === true).map((v) => v.name));
      for (const name of frame.variables?.keys() ?? []) {
        if (!given.has(name) && region?.constants.has(name) !== true) this.assign(frame, [name], slot);
      }
    }
  }

  flush(step: Step): void {
    for (const [frame, set] of this.#pending) {
      if (set.size > 0) step.emit({ type: "variablesSet", frame: frame.id, set: [...set] });
    }
    this.#pending.clear();
  }
}

function declaringFrame(from: Frame, name: string): Frame {
  let root = from;
  for (let frame: Frame | null = from; frame !== null; frame = frame.up) {
    if (frame.variables?.has(name) === true) return frame;
    if (frame.id !== SHARED) root = frame;
  }
  const innermost = nearestRegion(from);
  switch (innermost.region?.source.undeclared ?? "root") {
    case "here":
      return innermost;
    case "error":
      throw new IncidentSignal("undeclared-variable", `Variable '${name}' is assigned but nowhere declared.`);
    default:
      return root;
  }
}

function nearestRegion(from: Frame): Frame {
  for (let frame: Frame | null = from; frame !== null; frame = frame.up) if (frame.region !== null) return frame;
  return from;
}

function replaceMember(old: Slot, path: readonly string[], slot: Slot): Slot {
  if (isUnknown(old) || isUnknown(slot)) return isUnknown(slot) ? slot : old;
  if (!("json" in old) || !("json" in slot)) {
    throw new IncidentSignal("not-readable", "A secret or a stored value can't be part of another value.");
  }
  return { json: replaceIn(old.json, path, slot.json) };
}

function replaceIn(json: Json, path: readonly string[], value: Json): Json {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(json) && /^(?:0|[1-9][0-9]*)$/.test(key) && Number(key) <= json.length) {
    const copy = [...json];
    copy[Number(key)] = replaceIn(copy[Number(key)] ?? null, rest, value);
    return copy;
  }
  const object = isJsonObject(json) ? json : {};
  const inner = Object.hasOwn(object, key) ? (object[key] as Json) : null;
  // A computed key defines an own property, also for `__proto__`.
  return { ...object, [key]: replaceIn(inner, rest, value) };
}
