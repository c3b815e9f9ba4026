import type { CommandRun } from "../command.js";
import { openDocument } from "../open-document.js";
import { printableJson } from "../printable.js";

/** `rb ir FILE` */
export const ir: CommandRun = async (args, terminal) => {
  const { bundle, code } = await openDocument(args, terminal);
  if (bundle === null) return code;
  terminal.out.write(`${printableJson(bundle, 2)}\n`);
  return code;
};
