/** Holds values against the schemas of activities. */
import type { Json, Schema } from "@rb/ir";
import { expressionKey } from "./compile.js";
import type { Step } from "./context.js";
import type { SecretUse } from "./record.js";

/** What is wrong with a value, for people; null when nothing is. */
export function violation(step: Step, { language, schema }: Schema, value: Json): string | null {
  const check = step.program.schemas.get(expressionKey(language, JSON.stringify(schema)));
  const [wrong] = check?.(value) ?? [];
  if (wrong === undefined) return null;
  return `${wrong.pointer === "" ? "" : `at ${wrong.pointer} `}breaks its schema: ${wrong.message}`;
}

/** As the author wrote it: with references where the secrets are going to be. */
export function withReferences(request: Json, secrets: readonly SecretUse[]): Json {
  if (secrets.length === 0) return request;
  const whole: { root: Json } = { root: JSON.parse(JSON.stringify(request)) };
  for (const { pointer, parts } of secrets) {
    const keys = ["root", ...pointer.split("/").slice(1).map(unescaped)];
    const last = keys.pop() as string;
    const holder = keys.reduce((at: Holder, key) => at[key] as Holder, whole);
    holder[last] = parts.map((part) => (typeof part === "string" ? part : part.secret)).join("");
  }
  return whole.root;
}

interface Holder {
  [key: string]: Json;
}

/** RFC 6901, section 4. */
function unescaped(key: string): string {
  return key.replaceAll("~1", "/").replaceAll("~0", "~");
}
