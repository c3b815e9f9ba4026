import type { Reader } from "./reader.js";
import type { Type } from "./syntax.js";
import { Mistake } from "./tokens.js";

const simple: ReadonlySet<string> = new Set([
  "any",
  "null",
  "number",
  "string",
  "boolean",
  "date",
  "time",
  "date and time",
  "days and time duration",
  "years and months duration",
]);

/** DMN 1.5, 10.3.1.2, rule 54: what stands behind `instance of`. */
export function parseType(reader: Reader): Type {
  return reader.nested(() => {
    const { at } = reader.peek();
    if (reader.accept("function")) return functionType(reader);
    if (reader.accept("null")) return { name: "null" };
    const name = reader.expectName();
    if (name === "list") return { list: parameterOf(reader) };
    if (name === "range") return { range: parameterOf(reader) };
    if (name === "context") return { context: membersOf(reader) };
    const known = name === "Any" ? "any" : name;
    if (!simple.has(known)) throw new Mistake(`there is no type '${name}'`, at);
    return { name: known };
  });
}

function parameterOf(reader: Reader): Type {
  if (!reader.accept("<")) return { name: "any" };
  const type = parseType(reader);
  reader.expect(">");
  return type;
}

function membersOf(reader: Reader): readonly (readonly [name: string, type: Type])[] {
  const members: (readonly [string, Type])[] = [];
  if (!reader.accept("<") || reader.accept(">")) return members;
  do {
    const name = reader.expectName();
    reader.expect(":");
    members.push([name, parseType(reader)]);
  } while (reader.accept(","));
  reader.expect(">");
  return members;
}

/** The types of parameters and results are read, but a function doesn't tell its own. */
function functionType(reader: Reader): Type {
  if (reader.accept("<") && !reader.accept(">")) {
    do parseType(reader);
    while (reader.accept(","));
    reader.expect(">");
  }
  if (reader.accept("->")) parseType(reader);
  return { function: true };
}
