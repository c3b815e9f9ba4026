/** Whom `--trust` says to trust. */
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { readTrustStore, type TrustFile, type TrustStore } from "@rb/signatures";
import { type Arguments, UsageError } from "../command.js";
import { readSource } from "../read-source.js";

const ENDINGS = /\.(pem|crt|cer|pub)$/i;

/** Null: the option isn't given. What can't be used is refused: nobody should believe that it counts. Throws `UsageError`. */
export async function trustOf(args: Arguments): Promise<TrustStore | null> {
  if (!args.flag("trust")) return null;
  const files: TrustFile[] = [];
  for (const name of args.texts("trust").flatMap(filesOf)) {
    const source = await readSource(name);
    if ("code" in source) throw new UsageError(`What '--trust' names can't be used: ${source.message}`);
    files.push({ name, text: source.text });
  }
  const { store, problems } = readTrustStore(files);
  const [problem] = problems;
  if (problem !== undefined) throw new UsageError(`What '--trust' names can't be used: ${problem}`);
  return store;
}

/** Of a directory, those of its files that are called as keys and certificates are. */
function filesOf(name: string): readonly string[] {
  if (statSync(name, { throwIfNoEntry: false })?.isDirectory() !== true) return [name];
  const found = readdirSync(name).filter((entry) => ENDINGS.test(entry));
  if (found.length === 0)
    throw new UsageError(`The directory '${name}' has no .pem, .crt, .cer or .pub file to trust.`);
  return found.sort().map((entry) => join(name, entry));
}
