/** Values, redacted before anything quotes them. */
import type { Json } from "@rb/ir";

/** Every text in a value, every number and every name. A number in which something is found becomes a text. */
export function redactJson(value: Json, redact: (text: string) => string): Json {
  if (typeof value === "string") return redact(value);
  if (typeof value === "number") {
    const text = String(value);
    const redacted = redact(text);
    return redacted === text ? value : redacted;
  }
  if (Array.isArray(value)) return value.map((item) => redactJson(item, redact));
  if (typeof value !== "object" || value === null) return value;
  const members = Object.entries(value).map(([name, member]) => [redact(name), redactJson(member, redact)] as const);
  return Object.fromEntries(apart(members));
}

/** A value as a text: what stands in it is redacted before quotes are put around it, and all of it then. */
export function redactedText(value: Json, redact: (text: string) => string): string {
  const redacted = redactJson(value, redact);
  return typeof redacted === "string" ? redacted : redact(JSON.stringify(redacted));
}

/** Names that were made equal are counted, so that none of their values is lost. */
function apart<T>(members: readonly (readonly [name: string, value: T])[]): readonly (readonly [string, T])[] {
  const names = new Set(members.map(([name]) => name));
  if (names.size === members.length) return members;
  const counts = new Map<string, number>();
  const given = new Set<string>();
  return members.map(([name, value]) => {
    let own = name;
    let count = counts.get(name) ?? 1;
    while (given.has(own) || (own !== name && names.has(own))) own = `${name} (${++count})`;
    counts.set(name, count);
    given.add(own);
    return [own, value];
  });
}
