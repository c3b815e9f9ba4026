/** `rb verify FILE...` */
import type { Diagnostic } from "@rb/ir";
import { isAccepted, levelsOf, type SignatureReport, type TrustStore, verifySignatures } from "@rb/signatures";
import type { CommandRun } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { type ExitCode, exitCode, worse } from "../exit-code.js";
import { momentOf } from "../moment.js";
import { plural } from "../plural.js";
import { printableJson } from "../printable.js";
import { signedFileJson } from "./signature-json.js";
import { signedFileText } from "./signature-text.js";
import { readSignedDocument } from "./signed-document.js";
import { trustOf } from "./trust-option.js";

/** What came of one file. */
export interface VerifiedFile {
  readonly file: string;
  readonly isVerified: boolean;
  /** Whether trust was asked for. */
  readonly isTrustAsked: boolean;
  readonly report: SignatureReport;
}

export const verifyPlaybooks: CommandRun = async (args, { out, err }) => {
  const trust = await trustOf(args);
  const nowMs = momentOf(args);
  const files: VerifiedFile[] = [];
  let code: ExitCode = exitCode.ok;
  for (const file of new Set(args.operands)) {
    const document = await readSignedDocument(file);
    if ("problem" in document) {
      err.write(`${diagnosticText(document.problem, document.sources, err.paint)}\n`);
      code = worse(code, document.isReadable ? exitCode.findings : exitCode.usage);
      files.push(unverified(file, trust, document.problem));
      continue;
    }
    const { value, originOf, sources } = document;
    const report = verifySignatures(value, { nowMs, originOf, ...(trust === null ? {} : { trust }) });
    const verified = { file, isVerified: isGood(report, trust), isTrustAsked: trust !== null, report };
    if (!verified.isVerified) code = worse(code, exitCode.findings);
    if (!args.flag("json")) out.write(signedFileText(verified, sources, out.paint));
    files.push(verified);
  }
  const good = files.filter(({ isVerified }) => isVerified).length;
  if (args.flag("json"))
    out.write(
      `${printableJson({ version: 1, verified: good === files.length, files: files.map(signedFileJson) }, 2)}\n`,
    );
  else if (files.length > 1)
    out.write(`${plural(files.length, "playbook")}: ${good} verified, ${files.length - good} not.\n`);
  return code;
};

/** Every signature and countersignature counts; one that doesn't is not made good by another. */
function isGood({ signatures, isRevoked }: SignatureReport, trust: TrustStore | null): boolean {
  const all = signatures.flatMap(levelsOf);
  return !isRevoked && all.length > 0 && all.every((one) => isAccepted(one, { trusted: trust !== null }));
}

function unverified(file: string, trust: TrustStore | null, problem: Diagnostic): VerifiedFile {
  const report = { signatures: [], isRevoked: false, diagnostics: [problem] };
  return { file, isVerified: false, isTrustAsked: trust !== null, report };
}
