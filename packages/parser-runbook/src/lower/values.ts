/** Values and conditions: texts with expressions become values of the graph; every expression is checked where it stands. */
import { type Expr, type Guard, irShapes, type Json, type SourceOrigin, type Value } from "@rb/ir";
import { foreignTemplates } from "../foreign-template.js";
import type { Span } from "../format/durations.js";
import { writtenValue } from "../format/flow/fragment.js";
import { plainFragments } from "../format/flow/own-words.js";
import { type Analysis, analyse, namespaces, type Reference } from "../jsonata/analyse.js";
import { jsonataLanguage } from "../jsonata/language.js";
import type { Log } from "../log.js";
import { hasExpression, splitTemplate } from "../template.js";
import { describe, originAt, originOf, toJson, type YamlMap, type YamlNode, type YamlScalar } from "../yaml/tree.js";
import { exactValue, inNamesOfGraph, nameInGraph } from "./flow/names.js";
import type { NameRead } from "./flow/near-names.js";
import { type Place, problemWith } from "./place.js";

type Known = Pick<Analysis, "references"> | { readonly error: string; readonly offset?: number };

/** A name and its members. */
const plainPath = /^[A-Za-z_][A-Za-z0-9_]*(?:\.(?:[A-Za-z_][A-Za-z0-9_]*|`[A-Za-z0-9_-]{1,128}`))*$/;
const words: ReadonlySet<string> = new Set(["and", "or", "in", "true", "false", "null", "function"]);

export class Values {
  readonly #log: Log;
  /** Each different expression is parsed once. */
  readonly #known: Map<string, Known> = new Map();
  readonly #used: Set<string> = new Set();
  readonly #inFlows: NameRead[] = [];
  #isUsed = false;

  constructor(log: Log) {
    this.#log = log;
  }

  /** Whether the graph contains an expression. */
  get usesExpressions(): boolean {
    return this.#isUsed;
  }

  /** What is referred to, and the variables that are set: `inputs.host`, `vars.count`. */
  get used(): ReadonlySet<string> {
    return this.#used;
  }

  /** What flows read by the names of the graph. */
  get readInFlows(): readonly NameRead[] {
    return this.#inFlows;
  }

  value(node: YamlNode, place: Place): Value {
    switch (node.kind) {
      case "scalar":
        return this.#scalar(node, place);
      case "list":
        return listValue(node.items.map((item) => this.value(item, place)));
      case "map":
        return this.#map(node, place);
    }
  }

  #map(node: YamlMap, place: Place): Value {
    const written = place.isFlow === true && node.entries.size === 1 ? node.entries.get("$value")?.value : undefined;
    if (written !== undefined) return this.#written(written);
    return objectValue([...node.entries].map(([key, entry]) => [key, this.value(entry.value, place)] as const));
  }

  /** A value in the words of the graph. */
  #written(node: YamlNode): Value {
    const fragment = plainFragments.of(irShapes.value)(node, this.#log, "'$value'");
    if (fragment === undefined) return { json: null };
    const { source } = this.#log;
    return writtenValue(fragment, (at, construct) => originOf(source, at, construct));
  }

  #scalar(node: YamlScalar, place: Place): Value {
    const { value } = node;
    if (typeof value !== "string") return { json: value };
    if (value.startsWith("secret://")) return { secret: value };
    if (!hasExpression(value)) {
      this.#reportForeign(node, value, 0, place);
      return { json: value };
    }
    const { parts, unclosedAt } = splitTemplate(value);
    if (unclosedAt !== undefined) {
      this.#log.say("unclosed-expression", this.#placeIn(node, unclosedAt, 0), {});
      return { json: null };
    }
    const pieces = parts.map(({ kind, text, offset }) => {
      if (kind === "expression") return this.#expression(node, text, offset, place);
      this.#reportForeign(node, text, offset, place);
      return text;
    });
    const [only, second] = pieces;
    if (only !== undefined && second === undefined) return typeof only === "string" ? { json: only } : only;
    return { text: pieces };
  }

  /** Templates of other formats, which stay what they are. */
  #reportForeign(
    node: YamlScalar,
    text: string,
    index: number,
    { declarations, loopVariables, isScript }: Place,
  ): void {
    if (!declarations.isNative || isScript === true) return;
    const { inputs, vars, secrets } = declarations;
    const isRoot = (name: string): boolean => namespaces.has(name) || loopVariables.includes(name);
    const rootOf = (name: string): string | undefined =>
      inputs.has(name) ? "inputs" : vars.has(name) ? "vars" : secrets.has(name) ? "secrets" : undefined;
    for (const found of foreignTemplates(text, isRoot, rootOf)) {
      const at = this.#placeIn(node, index + found.index, 0);
      this.#log.say("foreign-template", at, { text: found.text, instead: found.instead });
    }
  }

  /** Milliseconds, or what an expression gives. */
  span(span: Span, place: Place): Value {
    return "ms" in span ? { json: span.ms } : this.value(span.expression, place);
  }

  /** A condition, with or without `${{ }}` around it. */
  condition(node: YamlScalar, place: Place): Guard {
    if (typeof node.value === "boolean") return { json: node.value };
    const value = this.bare(node, place);
    if ("variable" in value || "expr" in value) return value;
    return "result" in value ? { expr: this.expr("result", originOf(this.#log.source, node)) } : { json: false };
  }

  /** An expression that needs no `${{ }}`. What is no expression has been reported and is null. */
  bare(node: YamlScalar, place: Place): Value {
    const { value } = node;
    if (typeof value !== "string") {
      this.#log.say("wrong-type", node, { what: "A condition", expected: "an expression", found: describe(node) });
      return { json: null };
    }
    const trimmed = value.trim();
    const blank = value.indexOf(trimmed);
    if (!hasExpression(value)) return this.#expression(node, trimmed, blank, place, false);
    const { parts } = splitTemplate(trimmed);
    const [only, second] = parts;
    if (only?.kind === "expression" && second === undefined)
      return this.#expression(node, only.text, blank + only.offset, place, false);
    this.#log.say("text-condition", node, {});
    return { json: null };
  }

  /**
   * `index`: where the expression stands in the text of the node. `isPassedOn`: what the expression names goes where it is used, unread, as a
   * secret may.
   */
  #expression(node: YamlScalar, text: string, index: number, place: Place, isPassedOn = true): Value {
    const at = (offset: number): SourceOrigin => this.#placeIn(node, index, offset);
    if (text === "") {
      this.#log.say("empty-expression", node, {});
      return { json: null };
    }
    const exact = place.isFlow === true ? exactValue(text, place.declarations) : null;
    if (exact !== null && (isPassedOn || !("result" in exact))) {
      if ("variable" in exact) this.#inFlows.push({ name: exact.variable, isMember: true, origin: at(0) });
      return exact;
    }
    const known = this.#analyse(text);
    if ("error" in known) {
      this.#log.say("expression-syntax", at(known.offset ?? 0), { what: `${known.error}.` });
      return { json: null };
    }
    const variable = variableOf(text);
    for (const reference of known.references) this.#check(reference, isPassedOn && variable !== null, at, place);
    if (variable !== null) return variable;
    const meant =
      place.isFlow === true
        ? inNamesOfGraph(text, known.references, place.declarations, (one) => this.#analyse(one))
        : text;
    if (meant !== null) return { expr: this.expr(meant, at(0)) };
    this.#log.say("expression-syntax", at(0), { what: "the name of a variable has to stand right after 'vars.'." });
    return { json: null };
  }

  expr(text: string, origin: SourceOrigin): Expr {
    this.#isUsed = true;
    return { language: jsonataLanguage.name, text, origin };
  }

  /** Reports a variable that is set but nowhere declared. */
  declared(name: string, key: YamlNode, place: Place): void {
    this.#used.add(`vars.${name}`);
    const problem = problemWith({ name: `vars.${name}`, root: "vars", member: name, offset: 0 }, place);
    if (problem !== null) this.#log.say(problem.reason, key, problem.args as never);
  }

  #check(reference: Reference, isPassedOn: boolean, at: (offset: number) => SourceOrigin, place: Place): void {
    const { member, name, root, offset } = reference;
    if (member !== undefined) this.#used.add(name);
    if (place.isFlow === true && member === undefined && name !== "result")
      this.#inFlows.push({ name, isMember: false, origin: at(offset) });
    else if (place.isFlow === true && root === "vars")
      this.#inFlows.push({ name: nameInGraph(member as string, place), isMember: true, origin: at(offset) });
    const problem = problemWith(reference, place);
    if (problem !== null) this.#log.say(problem.reason, at(offset), problem.args as never);
    else if (!isPassedOn && isSecret(reference, place)) this.#log.say("secret-in-expression", at(offset), { name });
  }

  /** Most expressions are so plain that they need no parser to be understood. */
  #analyse(text: string): Known {
    const old = this.#known.get(text);
    if (old !== undefined) return old;
    const known = analysePlain(text) ?? withoutTree(analyse(text));
    this.#known.set(text, known);
    return known;
  }

  /** Of what is `beyond` units into the expression that stands at `index` of a text. */
  #placeIn(node: YamlScalar, index: number, beyond: number): SourceOrigin {
    const { source, places } = this.#log;
    return originAt(source, node, places.offsetOf(node, index, beyond));
  }
}

function isSecret({ root, member }: Reference, { declarations }: Place): boolean {
  return root === "secrets" || (root === "inputs" && declarations.inputs.get(member as string)?.secret === true);
}

const operand =
  /\s*(?:([A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*)|\d{1,15}(?:\.\d{1,15})?|"[^"\\]*"|'[^'\\]*')\s*/y;
const operator = /(?:and|or)(?=\s)|!=|<=|>=|[=<>]/y;

/** Syntax trees are large, and there may be thousands of expressions. */
function withoutTree(analysis: ReturnType<typeof analyse>): Known {
  return "error" in analysis ? analysis : { references: analysis.references };
}

/** What is no longer is within the limits of an expression, whatever it consists of. */
const longestPlain = 256;

/** What is read by paths and constants with comparisons, `and` and `or` between them. Any such text is an expression, however it groups. */
function analysePlain(text: string): Known | null {
  if (text.length > longestPlain) return null;
  const references: Reference[] = [];
  for (let at = 0; ; at = operator.lastIndex) {
    operand.lastIndex = at;
    const found = operand.exec(text);
    if (found === null) return null;
    const [all, path] = found;
    if (path !== undefined && !isConstant.has(path)) {
      const reference = referenceTo(path, at + all.indexOf(path));
      if (reference === null) return null;
      references.push(reference);
    }
    if (operand.lastIndex === text.length) return { references };
    operator.lastIndex = operand.lastIndex;
    if (!operator.test(text)) return null;
  }
}

const isConstant: ReadonlySet<string> = new Set(["true", "false", "null"]);

function referenceTo(path: string, offset: number): Reference | null {
  const segments = path.split(".");
  const [root, member] = segments as [string, string | undefined];
  if (segments.some((segment) => words.has(segment))) return null;
  if (!namespaces.has(root)) return { name: root, root, offset };
  const name = `${root}.${member}`;
  return member === undefined ? null : { name, root, member, path: segments.slice(2), offset };
}

/** A reference to all of a variable needs no language, and is the only thing that can pass a secret on. */
function variableOf(text: string): Extract<Value, { variable: string } | { result: readonly string[] }> | null {
  if (!plainPath.test(text)) return null;
  const segments = text.replaceAll("`", "").split(".");
  const [root, member, third] = segments as [string, string | undefined, string | undefined];
  if (words.has(root)) return null;
  if (text === "result") return { result: [] };
  if (!namespaces.has(root)) return segments.length === 1 ? { variable: root } : null;
  if (segments.length === 2) return { variable: `${root}.${member}` };
  // The variable of a step is an object, never a list that the language would look through.
  return root === "steps" && segments.length === 3 ? { variable: `steps.${member}`, path: [third as string] } : null;
}

export function listValue(items: readonly Value[]): Value {
  const json: Json[] = [];
  for (const item of items) {
    if (!("json" in item)) return { list: items };
    json.push(item.json);
  }
  return { json };
}

/** What is computed is in the order of its keys, since those of a document have none. */
export function objectValue(members: readonly (readonly [key: string, value: Value])[]): Value {
  const json: [key: string, value: Json][] = [];
  for (const [key, value] of members) {
    if (!("json" in value)) return { object: members.toSorted(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
    json.push([key, value.json]);
  }
  return { json: Object.fromEntries(json) };
}

/** An argument of a command is a text, also where YAML reads a number. */
export function argument(node: YamlNode, values: Values, place: Place): Value {
  const value = values.value(node, place);
  return "json" in value && typeof value.json !== "string" ? { json: String(toJson(node)) } : value;
}
