import { isJsonObject, type Json, type JsonObject } from "@rb/ir";

/** What stands at a JSON Pointer instead of the value there: a secret's reference, a word for what isn't known. */
export type Marks = ReadonlyMap<string, string>;

const none: Marks = new Map();

/** The members of an object one by one, `name: value`; any other value as one line, null as none. */
export function compactLines(value: Json, marks: Marks = none): readonly string[] {
  if (!isJsonObject(value)) {
    const text = compactJson(value, marks);
    return text === "null" ? [] : [text];
  }
  return Object.entries(value).map(([name, inner]) => `${name}: ${compactJson(inner, marks, `/${escaped(name)}`)}`);
}

/** JSON for people: text without quotes, names without quotes, on one line. */
export function compactJson(value: Json, marks: Marks = none, pointer = "", nested = false): string {
  const mark = marks.get(pointer);
  if (mark !== undefined) return mark;
  if (typeof value === "string") return nested ? JSON.stringify(value) : value;
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => compactJson(item, marks, `${pointer}/${index}`, true)).join(", ")}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = shownMembers(value).map(
    ([name, inner]) => `${name}: ${compactJson(inner, marks, `${pointer}/${escaped(name)}`, true)}`,
  );
  return `{${members.join(", ")}}`;
}

/** An agent or a target with a name is told by that; its id and description would bury what matters. */
function shownMembers(value: JsonObject): readonly (readonly [name: string, value: Json])[] {
  const members = Object.entries(value);
  return typeof value.name === "string" ? members.filter(([name]) => name !== "id" && name !== "description") : members;
}

function escaped(name: string): string {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

const LONGEST = 240;

/** The beginning of a text that would fill the screen. */
export function clipped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters; --json has all)` : text;
}
