/** What shows that a step was done: of a command what it was and printed, of people what they have handed in and who they are. */
import { type Evidence, isJsonObject, type Json, type JsonObject } from "@rb/ir";
import type { Approval, Outcome } from "@rb/kernel";
import { redactJson } from "./redaction.js";
import { type Keeping, transcriptOf } from "./stored-text.js";

/** Nothing where it never came to be asked for. `argv` with null for what isn't known; what it printed only where that is known. */
export function commandEvidence(request: Json, outcome: Outcome | null, keeping: Keeping): JsonObject {
  const command = isJsonObject(request) ? request.command : undefined;
  const said =
    outcome?.kind === "failed"
      ? outcome.data
      : outcome?.kind === "ok" && "json" in outcome.output
        ? outcome.output.json
        : null;
  const { exitCode, stdout, stderr } = isJsonObject(said) ? said : {};
  return {
    ...(command === undefined ? {} : { argv: redactJson(command, keeping.redact) }),
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(typeof stdout === "string" ? { stdout: transcriptOf(stdout, keeping) } : {}),
    ...(typeof stderr === "string" ? { stderr: transcriptOf(stderr, keeping) } : {}),
  };
}

/** By the names that the step asks for; approvals under a name that no evidence can have. */
export function humanEvidence(
  asked: readonly Evidence[],
  given: ReadonlyMap<string, Json>,
  approvals: readonly Approval[],
  { redact }: Keeping,
): JsonObject {
  const kinds = new Map(asked.map((piece) => [piece.name, piece]));
  const pieces = [...given].map(([name, value]) => [name, redactJson(pieceOf(kinds.get(name), value), redact)]);
  const people = approvals.map(({ by, verdict, roles, comment }) => ({
    by,
    verdict,
    ...(roles === undefined ? {} : { roles }),
    ...(comment === undefined ? {} : { comment: redact(comment) }),
  }));
  return { ...Object.fromEntries(pieces), ...(people.length === 0 ? {} : { "@approvals": people }) };
}

function pieceOf(asked: Evidence | undefined, value: Json): JsonObject {
  if (asked?.kind === "checklist" && Array.isArray(value)) {
    const items = asked.items ?? [];
    return { kind: "checklist", items: Object.fromEntries(items.map((item) => [item, value.includes(item)])) };
  }
  if (asked?.kind === "attachment" && isJsonObject(value)) return { kind: "attachment", ...value };
  return { kind: asked?.kind ?? "text", value };
}
