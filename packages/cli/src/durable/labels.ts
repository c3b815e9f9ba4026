import { UsageError } from "../command.js";

/** `NAME=VALUE` pairs of `--label`, as text. Throws `UsageError`. */
export function labelsOf(texts: readonly string[]): readonly (readonly [name: string, value: string])[] {
  return texts.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError(`'--label ${text}' has no '=': write --label NAME=VALUE.`);
    return [text.slice(0, at), text.slice(at + 1)];
  });
}
