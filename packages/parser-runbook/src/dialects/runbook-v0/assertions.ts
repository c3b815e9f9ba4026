/** The seven kinds of assertion, as conditions of the native format. */
import type { Log } from "../../log.js";
import { toJson, type YamlScalar } from "../../yaml/tree.js";
import { literal, nativeText, type TextPart } from "../native-text.js";
import type { AssertionV0 } from "./model.js";
import type { Names } from "./names.js";
import { partsOf, textExpression } from "./templates.js";

export interface NativeAssertion {
  readonly condition: string;
  /** What is wrong when it doesn't hold. */
  readonly message: string;
}

export function assertionOf({ test }: AssertionV0, names: Names, log: Log): NativeAssertion | undefined {
  switch (test.kind) {
    case "exit_code":
      return { condition: `result.exitCode = ${test.code}`, message: `The exit code is not ${test.code}.` };
    case "json_path": {
      const path = jsonataPath(test.path, log);
      if (path === undefined) return undefined;
      const found = `$parse(${output})${path}`;
      const { equals } = test;
      const isText = equals.kind === "scalar" && typeof equals.value === "string";
      // Authors may write numbers and the like as texts, which is what expected values mostly are. JSON is also how JSONata writes values.
      if (!isText) {
        const json = JSON.stringify(toJson(equals));
        return { condition: `${found} = ${json}`, message: literal(`${test.path.value} is not ${json}.`) };
      }
      const parts = partsOf(equals, names, log);
      return {
        condition: `$string(${found}) = ${textExpression(parts)}`,
        message: messageAbout(`${test.path.value} is not`, parts),
      };
    }
    default: {
      const parts = partsOf(test.text, names, log);
      const condition = conditions[test.kind](textExpression(parts));
      return { condition, message: messageAbout(`The output ${phrases[test.kind]}`, parts) };
    }
  }
}

/** With what was expected in quotes. */
function messageAbout(phrase: string, expected: readonly TextPart[]): string {
  const inQuotes = expected.map(({ kind, text }) => ({
    kind,
    text: kind === "text" ? JSON.stringify(text).slice(1, -1) : text,
  }));
  return nativeText([{ kind: "text", text: `${phrase} "` }, ...inQuotes, { kind: "text", text: '".' }]);
}

type TextKind = "contains" | "not_contains" | "equals" | "not_equals" | "matches";
const output = "result.stdout";
const conditions: { readonly [K in TextKind]: (expected: string) => string } = {
  contains: (expected) => `$contains(${output}, ${expected})`,
  not_contains: (expected) => `$not($contains(${output}, ${expected}))`,
  equals: (expected) => `$trim(${output}) = $trim(${expected})`,
  not_equals: (expected) => `$trim(${output}) != $trim(${expected})`,
  matches: (expected) => `$matches(${output}, ${expected})`,
};
const phrases: { readonly [K in TextKind]: string } = {
  contains: "does not contain",
  not_contains: "contains",
  equals: "is not",
  not_equals: "is",
  matches: "does not match",
};

const segment = /\.([A-Za-z_][A-Za-z0-9_]*)|\[([0-9]{1,9})\]|\['([^']*)'\]|\["([^"]*)"\]/y;

/** `$.items[0].name`: members and places in lists; what looks for several things at once is not there. */
function jsonataPath(node: YamlScalar, log: Log): string | undefined {
  const written = String(node.value);
  const text = written.startsWith("$") ? written.slice(1) : `.${written}`;
  let path = "";
  for (let at = 0; at < text.length; at = segment.lastIndex) {
    segment.lastIndex = at;
    const [whole, name, index, single, double] = segment.exec(text) ?? [];
    const member = name ?? single ?? double;
    if (whole === undefined || member?.includes("`") === true) {
      log.say("json-path", node, { path: written });
      return undefined;
    }
    path += index === undefined ? `.\`${member}\`` : `[${index}]`;
  }
  return path;
}
