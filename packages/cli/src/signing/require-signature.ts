/** `--require-signature`: documents that nobody who is trusted has signed aren't run. */
import { isAccepted, levelsOf, type TrustStore, verifySignatures } from "@rb/signatures";
import { type Arguments, UsageError } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import type { LoadedFile } from "../load-file.js";
import { printable } from "../printable.js";
import type { Terminal } from "../terminal.js";
import { asSignedDocument } from "./signed-document.js";
import { trustOf } from "./trust-option.js";

/**
 * Whether the document, and each that is linked to it, is signed by somebody who is trusted: one signature, or countersignature, is
 * enough that is valid, in force and trusted, on a playbook that isn't revoked. If not, why is written to standard error. Throws
 * `UsageError`.
 */
export async function isSignedAsRequired(
  { file, format, text, linked = [] }: LoadedFile,
  args: Arguments,
  terminal: Terminal,
): Promise<boolean> {
  const trust = await trustOf(args);
  if (trust === null) throw new UsageError("Option '--require-signature' needs to know whom to trust: --trust FILE.");
  if (format !== "cacao") return refused(`only CACAO playbooks have signatures, and '${file}' is none`, terminal);
  for (const document of [{ uri: file, text }, ...linked])
    if (!(await isSigned(document, trust, terminal))) return false;
  return true;
}

async function isSigned(
  { uri, text }: { readonly uri: string; readonly text: string },
  trust: TrustStore,
  terminal: Terminal,
): Promise<boolean> {
  const { err } = terminal;
  const document = await asSignedDocument(uri, text);
  if ("problem" in document) {
    err.write(`${diagnosticText(document.problem, document.sources, err.paint)}\n`);
    return refused(`'${uri}' can't be verified`, terminal);
  }
  const { value, originOf, sources } = document;
  const report = verifySignatures(value, { nowMs: Date.now(), trust, originOf });
  const all = report.signatures.flatMap(levelsOf);
  if (!report.isRevoked && all.some((one) => isAccepted(one, { trusted: true }))) return true;
  for (const diagnostic of [...report.diagnostics, ...all.flatMap(({ diagnostics }) => diagnostics)])
    err.write(`${diagnosticText(diagnostic, sources, err.paint)}\n`);
  return refused(
    report.isRevoked
      ? `'${uri}' was revoked`
      : `'${uri}' has none that is valid, in force, and by somebody who is trusted`,
    terminal,
  );
}

function refused(why: string, { err }: Terminal): false {
  err.write(`${err.paint("red", "rb: refused")}: A signature is required, and ${printable(why)}.\n`);
  return false;
}
