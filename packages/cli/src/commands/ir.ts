import { canonicalize } from "@rb/ir";
import type { CommandRun } from "../command.js";
import { openDocument } from "../open-document.js";
import { escapeJson, printableJson } from "../printable.js";

/** `rb ir FILE` */
export const ir: CommandRun = async (args, terminal) => {
  const { out } = terminal;
  const { bundle, code } = await openDocument(args, terminal);
  if (bundle === null) return code;
  if (!args.flag("canonical")) out.write(`${printableJson(bundle, 2)}\n`);
  else {
    const text = canonicalize(bundle);
    // Canonical bytes are to be hashed, so they pass unchanged; only a terminal, which hashes nothing, gets them escaped.
    out.write(`${out.interactive ? escapeJson(text) : text}\n`);
  }
  return code;
};
