/** What graphs ask for by their governance, and live runs of the command don't do: told, so that nobody relies on it. */
import type { Bundle, Diagnostic, Governance } from "@rb/ir";
import { cliDiagnostics } from "../cli-diagnostics.js";

const asked: readonly (readonly [keyof Governance, (rules: Governance) => boolean])[] = [
  ["redact", ({ redact = [] }) => redact.length > 0],
  ["deniedVariables", ({ deniedVariables = [] }) => deniedVariables.length > 0],
  ["requireEvidence", ({ requireEvidence }) => requireEvidence === true],
  // By default, too, what is printed isn't kept whole; only who says so relies on it.
  ["storeOutput", ({ storeOutput }) => storeOutput === false],
];

/** Null: nothing. */
export function unenforcedOf({ graphs }: Bundle): Diagnostic | null {
  const all = graphs.filter(({ governance }) => governance !== undefined);
  const members = asked
    .filter(([, isAsked]) => all.some(({ governance = {} }) => isAsked(governance)))
    .map(([name]) => name);
  const [first] = all;
  return members.length === 0 || first === undefined
    ? null
    : cliDiagnostics.report("governance-not-enforced", first.origin, { members });
}
