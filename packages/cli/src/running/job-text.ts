import { isJsonObject, type Json, type JsonObject } from "@rb/ir";
import type { JobRequest } from "@rb/kernel";

/** What stands where nothing is known yet, and where a secret would be. */
const UNKNOWN = "‹not known›";
const LONGEST = 240;

/** What a job asks of its executor, member by member. Secrets stay references: nothing here has ever seen one. */
export function jobLines(job: JobRequest): readonly string[] {
  const marks = new Map<string, string>();
  for (const { pointer } of job.unknowns ?? []) marks.set(pointer, UNKNOWN);
  for (const { pointer, parts } of job.secrets ?? []) {
    marks.set(pointer, parts.map((part) => (typeof part === "string" ? part : `‹${part.secret}›`)).join(""));
  }
  const { request } = job;
  if (typeof request !== "object" || request === null || Array.isArray(request)) {
    const text = written(request, "", marks);
    return text === "null" ? [] : [clipped(text)];
  }
  return Object.entries(request).map(([name, value]) =>
    clipped(`${name}: ${written(value, `/${escaped(name)}`, marks)}`),
  );
}

/** JSON with text unquoted at the top and marks where the real value isn't there. */
function written(value: Json, pointer: string, marks: ReadonlyMap<string, string>, nested = false): string {
  const mark = marks.get(pointer);
  if (mark !== undefined) return mark;
  if (typeof value === "string") return nested ? JSON.stringify(value) : value;
  if (Array.isArray(value)) {
    return `[${value.map((item, index) => written(item, `${pointer}/${index}`, marks, true)).join(", ")}]`;
  }
  if (!isJsonObject(value)) return JSON.stringify(value);
  const members = shownMembers(value).map(
    ([name, inner]) => `${name}: ${written(inner, `${pointer}/${escaped(name)}`, marks, true)}`,
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

function clipped(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}… (${text.length} characters; --json has all)` : text;
}
