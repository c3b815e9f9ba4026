import type { Json } from "@rb/ir";
import { type Arguments, UsageError } from "../command.js";
import { looseJson, namedValues, strictJson } from "./json-values.js";

/** How a text is read that is given for a name. */
export type ReadText = (text: string, name: string) => Json;

/** What a step gave, by `--output JSON` or `--set NAME=VALUE`; null without either. Throws `UsageError`. */
export function outputOf(args: Arguments, read: ReadText = looseJson): Json {
  const [output, set] = [args.text("output"), args.texts("set")];
  if (output !== undefined && set.length > 0) throw new UsageError("Give either --output or --set.");
  if (output !== undefined) return strictJson("--output", output);
  return set.length === 0 ? null : namedValues("--set", set, read);
}
