/** What shows that a step was done: of a command what it was and printed, of people what they have handed in and who they are. */
import { type Evidence, isJsonObject, type Json, type JsonObject } from "@rb/ir";
import type { Approval, Outcome } from "@rb/kernel";
import { redactJson } from "./redact-json.js";
import type { Redact } from "./redaction.js";
import { attachmentPath } from "./run-directory.js";
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
    ...(command === undefined ? {} : { argv: argvOf(command, keeping) }),
    ...(exitCode === undefined ? {} : { exit_code: exitCode }),
    ...(typeof stdout === "string" ? { stdout: transcriptOf(stdout, keeping) } : {}),
    ...(typeof stderr === "string" ? { stderr: transcriptOf(stderr, keeping) } : {}),
  };
}

/** What isn't a list is none that could be carried out. */
function argvOf(command: Json, { redact, redactWords }: Keeping): Json {
  return Array.isArray(command) ? redactWords(command) : redactJson(command, redact);
}

/** By the names that the step asks for; approvals under a name that no evidence can have. */
export function humanEvidence(
  asked: readonly Evidence[],
  given: ReadonlyMap<string, Json>,
  approvals: readonly Approval[],
  { redact }: Keeping,
): JsonObject {
  const kinds = new Map(asked.map((piece) => [piece.name, piece]));
  const pieces = [...given].map(([name, value]) => [redact(name), pieceOf(kinds.get(name), value, redact)]);
  const people = approvals.map(({ by, verdict, roles, comment }) => ({
    by: redact(by),
    verdict,
    ...(roles === undefined ? {} : { roles: roles.map(redact) }),
    ...(comment === undefined ? {} : { comment: redact(comment) }),
  }));
  return { ...Object.fromEntries(pieces), ...(people.length === 0 ? {} : { "@approvals": people }) };
}

function pieceOf(asked: Evidence | undefined, value: Json, redact: Redact): JsonObject {
  if (asked?.kind === "checklist" && Array.isArray(value)) {
    const items = asked.items ?? [];
    const ticked = Object.fromEntries(items.map((item) => [item, value.includes(item)]));
    return { kind: "checklist", items: redactJson(ticked, redact) };
  }
  if (asked?.kind === "attachment" && isJsonObject(value))
    return { kind: "attachment", ...(isCopied(value) ? value : (redactJson(value, redact) as JsonObject)) };
  return { kind: asked?.kind ?? "text", value: redactJson(value, redact) };
}

/** A hash says nothing, and what is copied is found by it. */
function isCopied({ path, sha256, size, ...rest }: JsonObject): boolean {
  const isHash = typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256);
  return isHash && path === attachmentPath(sha256) && typeof size === "number" && Object.keys(rest).length === 0;
}
