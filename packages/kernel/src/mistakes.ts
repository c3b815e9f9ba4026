/** What becomes of a mistake in data: an incident that waits for a person, or a failure on its way outwards (`Region.mistakes`). */
import type { IncidentSignal } from "./context.js";
import type { Failure } from "./record.js";
import type { Frame, Token } from "./state.js";

/** These are about what happened outside, which failing would hide: whoever knows has to say. */
const neverFailures: ReadonlySet<string> = new Set(["unknown-outcome", "unanswered"]);

/** The failure that it is; null where it is an incident. The innermost instance that says something about it decides. */
export function failureOf(token: Token, { code, message }: IncidentSignal): Failure | null {
  if (neverFailures.has(code)) return null;
  for (let frame: Frame | null = token.frame; frame !== null; frame = frame.up) {
    const mistakes = frame.region?.source.mistakes;
    if (mistakes === "incident") return null;
    if (mistakes === "failure") return { code, message, node: token.node.id };
  }
  return null;
}
