/** What playbooks say of the time in which they may be run (CACAO 2.0, playbook: revoked, valid_from, valid_until): told to whoever runs them. */
import { type Bundle, type Graph, isJsonObject, parseDateTime } from "@rb/ir";

/** A sentence for each playbook of the bundle, called ones included, that its author no longer, or not yet, wants to be run. */
export function validityWarnings({ graphs }: Bundle, nowMs: number): readonly string[] {
  return graphs.flatMap((graph) => warningOf(graph, nowMs) ?? []);
}

function warningOf({ name, meta }: Graph, nowMs: number): string | undefined {
  const author = meta?.author;
  if (!isJsonObject(author) || typeof author.spec_version !== "string") return undefined;
  if (author.revoked === true) return `'${name}' was revoked: its author says that it is no longer valid.`;
  const { valid_from: from, valid_until: until } = author;
  if (typeof from === "string" && (parseDateTime(from) ?? nowMs) > nowMs)
    return `'${name}' is not to be run before ${from}, says its author.`;
  if (typeof until === "string" && (parseDateTime(until) ?? Number.POSITIVE_INFINITY) <= nowMs)
    return `'${name}' was to be run until ${until}, says its author.`;
  return undefined;
}
