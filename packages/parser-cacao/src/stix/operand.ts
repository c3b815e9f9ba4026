/** The sides of a comparison: object paths (STIX 2.1, 9.7), and the looser operands of conditions. */
import { isVariableName } from "../variable-references.js";
import type { LiteralValue, Operand, Path, PathStep, StixVersion } from "./ast.js";
import { takeLooseString, takeString, takeTyped } from "./literals.js";
import { PatternSyntax, type Scanner } from "./scanner.js";

const observing = ["FOLLOWEDBY", "START", "STOP", "WITHIN", "SECONDS", "REPEATS", "TIMES", "LAST"];
const comparing = ["AND", "OR", "NOT", "IN", "LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"];
/** Words that name no object type and no property; `EXISTS` is one only in 2.1. */
export const reservedWords: ReadonlySet<string> = new Set([...observing, ...comparing, "true", "false", "EXISTS"]);
/** In conditions, no value without quotes. */
const conditionKeywords: ReadonlySet<string> = new Set(["AND", "OR", "NOT", "IN", "LIKE"]);

const typeName = /[A-Za-z_][\w-]*/y;
const propertyName = /[A-Za-z_]\w*(?![\w-])/y;
const listIndex = /\+?(?:0|[1-9]\d{0,14})(?![\w.])/y;

/** `type:property.'quoted property'[0][*]`. */
export function takePath(scanner: Scanner, version: StixVersion): Path {
  const { at: offset } = scanner;
  const word = scanner.word();
  const type = isReserved(word, version) ? undefined : scanner.take(typeName);
  if (type === undefined) return scanner.fail("an object path, such as file:name");
  scanner.expect(scanner.symbol(":"), "':' and a property");
  const steps: PathStep[] = [key(scanner, version)];
  for (;;) {
    if (scanner.symbol(".")) steps.push(key(scanner, version));
    else if (scanner.symbol("[")) steps.push(element(scanner));
    else return { kind: "path", type, steps, offset };
  }
}

function key(scanner: Scanner, version: StixVersion): PathStep {
  const text = takeString(scanner);
  if (text !== undefined) return { kind: "key", key: text };
  const word = scanner.word();
  const name = isReserved(word, version) ? undefined : scanner.take(propertyName);
  if (name !== undefined) return { kind: "key", key: name };
  return scanner.fail(word.includes("-") ? `a property; one with a hyphen needs quotes: '${word}'` : "a property");
}

function element(scanner: Scanner): PathStep {
  const step = scanner.symbol("*") ? ({ kind: "any" } as const) : index(scanner);
  scanner.expect(scanner.symbol("]"), "']'");
  return step;
}

function index(scanner: Scanner): PathStep {
  const digits = scanner.take(listIndex);
  if (digits === undefined) return scanner.fail("the number of an element from 0, or '*'");
  return { kind: "index", index: Number(digits) };
}

function isReserved(word: string, version: StixVersion): boolean {
  return reservedWords.has(word) && (word !== "EXISTS" || version === "2.1");
}

// ---------------------------------------------------------------------------------------------------------------
// Conditions

const looseWord = /[^\s=<>!()[\],'"]+/y;
const deepReference = /(__[A-Za-z][\w.-]*__:value)(?=\.)/y;
const numeric = /^[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** A variable, a text in either quote, or a word that stands for itself. */
export function conditionOperand(scanner: Scanner): Operand {
  const { at: offset } = scanner;
  const text = takeLooseString(scanner);
  if (text !== undefined) return { kind: "string", text, offset };
  const special = takeTyped(scanner);
  if (special !== undefined) return { ...special, offset };
  const word = scanner.takeRaw(deepReference) ?? scanner.takeRaw(looseWord);
  if (word === undefined) return scanner.fail("a variable or a value");
  const name = word.endsWith(":value") ? word.slice(0, -":value".length) : word;
  if (isVariableName(name)) return variable(scanner, name, name !== word, offset);
  if (conditionKeywords.has(word.toUpperCase()))
    throw new PatternSyntax(`'${word}' stands where a value was expected`, offset);
  if (word.includes(":"))
    throw new PatternSyntax(`'${cut(word)}' is no playbook variable; a text with a colon needs quotes`, offset);
  scanner.skip();
  return { ...wordValue(word), offset };
}

/** The name alone is understood too. Steps follow its value at once, as in `__list__:value[0].name`. */
function variable(scanner: Scanner, name: string, isMarked: boolean, offset: number): Path {
  const steps: PathStep[] = isMarked ? [{ kind: "key", key: "value" }] : [];
  while (isMarked && /[.[]/.test(scanner.text[scanner.at] ?? ""))
    steps.push(scanner.symbol(".") ? key(scanner, "2.1") : openedElement(scanner));
  scanner.skip();
  return { kind: "path", type: name, steps, offset };
}

function openedElement(scanner: Scanner): PathStep {
  scanner.symbol("[");
  return element(scanner);
}

function wordValue(text: string): LiteralValue {
  if (/^true$/i.test(text)) return { kind: "boolean", truth: true };
  if (/^false$/i.test(text)) return { kind: "boolean", truth: false };
  if (/^null$/i.test(text)) return { kind: "null" };
  // What reads as a number but is too large for one stays text.
  return numeric.test(text) && Number.isFinite(Number(text)) ? { kind: "number", text } : { kind: "string", text };
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
