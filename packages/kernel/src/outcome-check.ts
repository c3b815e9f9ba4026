/** What executors answer is somebody else's making: it is read once, carefully, and only what can be written down goes on. */
import type { Outcome } from "./envelope.js";
import { nothing, notIJson } from "./i-json.js";

const outcomeKinds: ReadonlySet<unknown> = new Set<Outcome["kind"]>(["ok", "failed", "unknown", "cancelled"]);

/** An executor that answers with no outcome may have done anything. */
export function checkedOutcome(said: unknown): Outcome {
  try {
    return readOutcome(said);
  } catch {
    return { kind: "unknown", reason: "its executor's answer can't be read" };
  }
}

function readOutcome(said: unknown): Outcome {
  const outcome = (typeof said === "object" && said !== null ? said : {}) as Partial<Outcome>;
  const plain = plainOutput(outcome);
  if (plain !== undefined) return { kind: "ok", output: { json: plain } };
  if (!outcomeKinds.has(outcome.kind)) return { kind: "unknown", reason: "its executor gave no outcome" };
  if (outcome.kind === "ok" && !isSlot(outcome.output))
    return { kind: "unknown", reason: "its executor's output is not of the form { json: … }" };
  const why = notIJson(outcome);
  if (why === null) return outcome as Outcome;
  const written = why === nothing ? textOf(outcome) : null;
  if (written !== null) return readOutcome(JSON.parse(written));
  return { kind: "unknown", reason: `its executor's answer holds ${why}, which is no JSON value` };
}

/** Most say no more than that it went well: nothing of that has to be looked at twice. */
function plainOutput(outcome: Partial<Outcome>): number | boolean | null | undefined {
  if (outcome.kind !== "ok" || typeof outcome.output !== "object" || outcome.output === null) return undefined;
  if (!("json" in outcome.output)) return undefined;
  const { json } = outcome.output;
  return json === null || typeof json === "boolean" || (typeof json === "number" && Number.isFinite(json))
    ? json
    : undefined;
}

/** As JSON; null where it has none. */
function textOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}

function isSlot(output: unknown): boolean {
  if (typeof output !== "object" || output === null) return false;
  return "json" in output || "unknown" in output || "secret" in output || "pointer" in output;
}

/** What an executor has thrown is a failure. */
export function executorError(error: unknown): Outcome {
  const said = messageOf(error);
  // Half a character is no text that could be written down.
  return { kind: "failed", code: "executor-error", message: said.replace(/[\ud800-\udfff]/gu, "\ufffd") };
}

/** Whatever was thrown, it can be spoken of. */
function messageOf(error: unknown): string {
  try {
    return String(error instanceof Error ? error.message : error);
  } catch {
    return "something that can't be told";
  }
}
