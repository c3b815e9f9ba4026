import type { Governance } from "@rb/ir";
import { pattern } from "./bounds.js";
import { boolean, fields, listOf, optional, type Reader, required, text, written } from "./reader.js";

const redaction = fields({
  pattern: required(pattern, "A regular expression, as RE2 has them."),
  replace: required(text, "What stands there instead."),
});

export const governance: Reader<Governance> = fields({
  allowedCommands: optional(listOf(text, "A program"), "The only programs that 'run' may start."),
  deniedCommands: optional(listOf(text, "A program"), "Programs that 'run' may not start, whatever is allowed."),
  deniedVariables: optional(
    listOf(text, "A name"),
    "Environment variables that are never read; * stands for anything, as in AWS_*.",
  ),
  redact: optional(
    written(
      "Write it as a list: redact: [{ pattern: 'password: \\S+', replace: 'password: …' }].",
      listOf(redaction, "A replacement"),
    ),
    "What is replaced in everything that is kept.",
  ),
  requireEvidence: optional(boolean, "Whether nothing that a person does counts as done without its evidence."),
  storeOutput: optional(boolean, "Whether what programs print is kept whole; else its hash and its beginning."),
});
