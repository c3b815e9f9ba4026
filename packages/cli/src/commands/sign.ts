import {
  insertSignature,
  isEncryptedKey,
  levelsOf,
  readPrivateKey,
  SigningError,
  signPlaybook,
  verifySignatures,
} from "@rb/signatures";
import { type Arguments, type CommandRun, UsageError } from "../command.js";
import { diagnosticText } from "../diagnostic-text.js";
import { timeOf } from "../durable/times.js";
import { exitCode } from "../exit-code.js";
import { printable } from "../printable.js";
import { readSource } from "../read-source.js";
import { readSignedDocument } from "../signing/signed-document.js";
import type { Terminal } from "../terminal.js";
import { writeTo } from "../write-to.js";

/** `rb sign FILE --key FILE --signee NAME` */
export const sign: CommandRun = async (args, terminal) => {
  const { out, err } = terminal;
  const [key, signee] = [args.text("key"), args.text("signee")];
  if (!key) throw new UsageError("Say which key to sign with: --key FILE, a private key in PEM.");
  if (!signee) throw new UsageError("Say who signs: --signee NAME.");
  const document = await readSignedDocument(args.operands[0] ?? "-");
  if ("problem" in document) {
    err.write(`${diagnosticText(document.problem, document.sources, err.paint)}\n`);
    return document.isReadable ? exitCode.findings : exitCode.usage;
  }
  try {
    const made = signPlaybook(document.value, {
      privateKey: readPrivateKey(...(await privateKeyOf(key, args, terminal))),
      signee,
      nowMs: Date.now(),
      ...(await optionsOf(args)),
    });
    const text = insertSignature(document.text, made);
    checkResult(text, made.signature.id);
    const output = args.text("output");
    if (output === undefined) out.write(text);
    else {
      writeTo(output)(text);
      err.write(`rb: ${printable(output)} is signed by ${printable(signee)}: ${String(made.signature.algorithm)}.\n`);
    }
    return exitCode.ok;
  } catch (error) {
    if (error instanceof SigningError) throw new UsageError(error.message);
    throw error;
  }
};

/** The key's PEM, and its passphrase: from a file, the environment, or a person at the terminal; never from the command line, which others can see. */
async function privateKeyOf(
  file: string,
  args: Arguments,
  { ask }: Terminal,
): Promise<[pem: string, passphrase?: string]> {
  const pem = await textOf("--key", file);
  if (!isEncryptedKey(pem)) return [pem];
  const from = args.text("passphrase-file");
  if (from !== undefined) return [pem, (await textOf("--passphrase-file", from)).replace(/\r?\n$/, "")];
  const given = process.env.RB_PASSPHRASE;
  if (given !== undefined) return [pem, given];
  if (ask === null)
    throw new UsageError("The key is encrypted: give its passphrase with --passphrase-file FILE or RB_PASSPHRASE.");
  return [pem, await ask(`Passphrase of ${printable(file)}: `, { hidden: true })];
}

async function optionsOf(args: Arguments) {
  const text = <N extends string>(name: N, option: string): { readonly [K in N]?: string } => {
    const value = args.text(option);
    return value === undefined ? {} : ({ [name]: value } as { readonly [K in N]: string });
  };
  const time = <N extends string>(name: N, option: string): { readonly [K in N]?: number } => {
    const value = args.text(option);
    if (value === undefined) return {};
    const ms = timeOf(value);
    if (ms === null) throw new UsageError(`'--${option} ${value}' is no time such as 2026-12-31T00:00:00Z.`);
    return { [name]: ms } as { readonly [K in N]: number };
  };
  const [certificates, countersigned] = [args.text("cert"), args.number("countersign")];
  return {
    ...text("createdBy", "created-by"),
    ...text("algorithm", "algorithm"),
    ...text("hashAlgorithm", "hash"),
    ...time("validFromMs", "valid-from"),
    ...time("validUntilMs", "valid-until"),
    ...(certificates === undefined ? {} : { certificates: await textOf("--cert", certificates) }),
    ...(countersigned === undefined ? {} : { countersigned: countersigned - 1 }),
  };
}

async function textOf(option: string, file: string): Promise<string> {
  const source = await readSource(file);
  if ("code" in source) throw new UsageError(`What '${option}' names can't be used: ${source.message}`);
  return source.text;
}

/** What leaves here has to verify: the text is read again, as whoever gets it will. What is wrong then was wrong before. */
function checkResult(text: string, id: unknown): void {
  const report = verifySignatures(JSON.parse(text.replace(/^\ufeff/, "")), { nowMs: Date.now() });
  const made = report.signatures.flatMap(levelsOf).find((one) => one.id === id);
  const [problem] = made?.diagnostics ?? report.diagnostics;
  if (made?.valid !== true)
    throw new UsageError(`Nothing was signed, as it would not verify: ${problem?.message ?? ""}`);
}
