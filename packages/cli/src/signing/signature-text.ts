/** What is known of signatures, for people: first whether all is well, then a block for each signature. */
import { isAccepted, levelsOf, type VerifiedSignature } from "@rb/signatures";
import { diagnosticText, type SourceLines } from "../diagnostic-text.js";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import type { VerifiedFile } from "./verify-playbooks.js";

export function signedFileText(verified: VerifiedFile, sources: SourceLines, paint: Paint): string {
  const { file, isVerified, isTrustAsked, report } = verified;
  const word = isVerified ? paint("green", "✔ verified") : paint("red", "✖ not verified");
  const found = report.diagnostics.map((diagnostic) => `${diagnosticText(diagnostic, sources, paint)}\n`);
  const blocks = report.signatures
    .flatMap(levelsOf)
    .map((signature) => block(signature, { isTrustAsked, sources, paint }));
  const advice =
    isVerified && !isTrustAsked
      ? `${paint("dim", "Nothing changed since these keys signed. Whose keys they are was not checked: --trust says whom to trust.")}\n`
      : "";
  return `${[`${word}  ${printable(file)}\n`, ...found, ...blocks, advice].filter((part) => part !== "").join("\n")}`;
}

interface Showing {
  readonly isTrustAsked: boolean;
  readonly sources: SourceLines;
  readonly paint: Paint;
}

function block(signature: VerifiedSignature, { isTrustAsked, sources, paint }: Showing): string {
  const { pointer, signee, key, algorithm, hashAlgorithm, diagnostics } = signature;
  const sign = isAccepted(signature, { trusted: isTrustAsked }) ? paint("green", "✔") : paint("red", "✖");
  const isCountersignature = pointer.endsWith("/signature");
  const facts: (readonly [name: string, value: string | null])[] = [
    ["at", `${pointer}${isCountersignature ? ", which countersigns the one around it" : ""}`],
    ["by", signature.createdBy],
    ["algorithm", algorithm === null ? null : `${algorithm}, hash ${hashAlgorithm ?? "not named"}`],
    ["key", key === null ? null : `${key.type}, SHA-256 ${key.thumbprint}`],
    ["subject", key?.subject ?? null],
    ["made", signature.created],
    ["valid", spanText(signature)],
    ["fits", signature.valid ? "yes: nothing changed since this key signed" : "no"],
    ["trusted", trustText(signature, isTrustAsked)],
  ];
  return [
    `${sign} ${paint("bold", printable(signee ?? "nobody named"))}\n`,
    ...facts.flatMap(([name, value]) =>
      value === null ? [] : `  ${paint("dim", name.padEnd(10))}${printable(value)}\n`,
    ),
    ...diagnostics.map((diagnostic) => `\n${diagnosticText(diagnostic, sources, paint)}`),
  ].join("");
}

function spanText({ validFrom, validUntil }: VerifiedSignature): string | null {
  if (validFrom === null && validUntil === null) return null;
  return [validFrom === null ? "" : `from ${validFrom}`, validUntil === null ? "" : `until ${validUntil}`]
    .filter((part) => part !== "")
    .join(" ");
}

/** Null where nothing can be said: who isn't valid can't be trusted either. */
function trustText({ valid, trustedBy }: VerifiedSignature, isTrustAsked: boolean): string | null {
  if (!valid) return null;
  if (!isTrustAsked) return "not checked";
  return trustedBy === null ? "no" : `yes, by ${trustedBy}`;
}
