/** Values on a command line. */
import type { Json } from "@rb/ir";
import { UsageError } from "../command.js";

/** What reads as JSON is JSON, the rest is text. */
export function looseJson(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text;
  }
}

/** Throws `UsageError` when it is no JSON: data that was meant as JSON must not become text in silence. */
export function strictJson(option: string, text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`'${option}' needs JSON: ${why}. A text is JSON in double quotes.`);
  }
}

/** `NAME=VALUE` pairs. The members are the object's own, whatever they are called. */
export function namedValues(
  option: string,
  texts: readonly string[],
  read: (text: string, name: string) => Json = looseJson,
): { readonly [name: string]: Json } {
  return Object.fromEntries(
    texts.map((text): [string, Json] => {
      const at = text.indexOf("=");
      if (at < 1) throw new UsageError(`'${option} ${text}' has no '=': write ${option} NAME=VALUE.`);
      const name = text.slice(0, at);
      return [name, read(text.slice(at + 1), name)];
    }),
  );
}
