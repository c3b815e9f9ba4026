/** What a person's step gives, as far as its node says: the members of the result that its outputs read. */
import { isJsonObject, type Json, type Node, suggest, type Value } from "@rb/ir";
import { UsageError } from "../command.js";
import { fullName, shortName } from "../inputs.js";

export interface ExpectedOutput {
  readonly names: readonly string[];
  /** Nothing else is read: no expression, and nowhere the result as a whole. */
  readonly isClosed: boolean;
}

export function expectedOutput(node: Node | undefined): ExpectedOutput {
  const names = new Set<string>();
  let isClosed = true;
  const read = (value: Value): void => {
    if ("result" in value) {
      const [name] = value.result;
      if (name === undefined) isClosed = false;
      else names.add(name);
    } else if ("expr" in value) isClosed = false;
    else if ("text" in value) for (const piece of value.text) typeof piece === "string" || read(piece);
    else if ("list" in value) value.list.forEach(read);
    else if ("object" in value) for (const [, member] of value.object) read(member);
  };
  for (const { from } of node?.kind === "action" ? (node.outputs ?? []) : []) read(from);
  return { names: [...names], isClosed };
}

/** As people give them: without their name space, where that can mean only one. */
export function shortNames({ names }: ExpectedOutput): readonly string[] {
  const declared = names.map((name) => ({ name }));
  return names.map((name) => shortName(name, declared));
}

/** The name that people mean by one without its name space. */
export function fullNameIn({ names }: ExpectedOutput, name: string): string {
  return fullName(name, new Map(names.map((one) => [one, one])));
}

/** The options that give it. */
export function setOptions(expected: ExpectedOutput): readonly string[] {
  return shortNames(expected).flatMap((name) => ["--set", `${name}=…`]);
}

/**
 * What was given, by its full names. A wrong name would be taken for silence, and silence may decide a procedure: so throws `UsageError` where none
 * of the expected names is given, or one that nothing reads.
 */
export function namedAsExpected(given: Json, expected: ExpectedOutput, title: string): Json {
  const { names, isClosed } = expected;
  if (names.length === 0) return given;
  const wants = `'${title}' gives ${shortNames(expected).join(", ")}: ${setOptions(expected).join(" ")}.`;
  if (!isJsonObject(given)) throw new UsageError(`${wants} What was given has no names.`);
  const declared = new Map(names.map((name) => [name, name]));
  const full = Object.entries(given).map(([name, value]): [string, Json] => [fullNameIn(expected, name), value]);
  const unknown = full.map(([name]) => name).filter((name) => !declared.has(name));
  if (unknown.length === full.length || (isClosed && unknown.length > 0)) {
    const near = unknown.map((name) => suggest(name, [...names, ...shortNames(expected)])).find(Boolean);
    const given = unknown.length === 0 ? "Nothing was given." : `Not ${unknown.join(", ")}.`;
    throw new UsageError(`${wants} ${given}${near === undefined ? "" : ` Did you mean '${near}'?`}`);
  }
  return Object.fromEntries(full);
}
