/**
 * What an expression reads and whether it is one that can be run safely, told from its syntax tree alone.
 *
 * Variables of the graph have dotted names (`inputs.host`, `steps.probe`), so that an unknown result is a slot of its own. An expression
 * has to name them: what would read `inputs` or the context as a whole is refused, since nobody could tell which unknowns are in it.
 * Refused as well is what can't be bounded: regular expressions (they may backtrack for ever), `$eval`, randomness, the transform operator
 * (it writes to its input), function signatures and partial application (both become regular expressions inside the library).
 */
import { type ExprSyntaxError, suggest } from "@rb/ir";
import jsonata from "jsonata";
import { endOfToken } from "../template.js";
import type { Ast, AstBase, BinaryAst, NameAst, PathAst, UnaryAst } from "./ast.js";
import { functionNames, quickFunctions, refusedFunctions } from "./functions.js";

/** A place where a variable of the graph is named. */
export interface Reference {
  /** `inputs.host`, `steps.probe`, `item`. */
  readonly name: string;
  readonly root: string;
  /** The second part of a dotted name. */
  readonly member?: string;
  /** The names behind it, as far as they are plain: of `steps.probe.output.n[0]`, `output` and `n`. */
  readonly path?: readonly string[];
  /** In the text of the expression. */
  readonly offset: number;
}

export interface Analysis {
  readonly ast: Ast;
  readonly expression: jsonata.Expression;
  readonly references: readonly Reference[];
  /** The names referred to, each once. */
  readonly reads: readonly string[];
  /** The nodes that are values in object constructors. */
  readonly pairValues: ReadonlySet<object>;
  /** The nodes whose values are gone through by what stands around them. */
  readonly gone: ReadonlyMap<object, Going>;
}

/** Through the items of a list, or through all that is in them as well. */
export type Going = "items" | "everything";

/** Roots whose members are variables of their own. */
export const namespaces: ReadonlySet<string> = new Set(["inputs", "secrets", "steps", "vars"]);

/** In UTF-16 code units. */
const longestExpression = 8192;
const maxNesting = 64;
/** The library goes through the steps of a path again for each of them. */
const maxPath = 128;
/** Of the syntax tree: each operator of a chain is one level. */
const maxDepth = 512;
/** The library copies the left side of each `?:` and `??`, so nesting them would take exponential space. */
const maxDefaults = 8;

/** Bounds on one evaluation that the library keeps by itself; `Budget` keeps the others. */
export const limits: { readonly timeout: number; readonly stack: number; readonly sequence: number } = {
  timeout: 1000,
  stack: 1000,
  sequence: 10_000,
};

export function analyse(text: string): Analysis | ExprSyntaxError {
  const tooMuch = measureText(text);
  if (tooMuch !== null) return tooMuch;
  const expression = parse(text);
  if ("error" in expression) return expression;
  const ast = expression.ast() as unknown as Ast;
  const walk = new Walk(text);
  try {
    walk.visit(ast, true);
    walk.checkVariables();
  } catch (error) {
    if (error instanceof Refused)
      return { error: error.message, ...(error.offset === undefined ? {} : { offset: error.offset }) };
    throw error;
  }
  const reads = [...new Set(walk.references.map((reference) => reference.name))];
  return { ast, expression, references: walk.references, reads, pairValues: walk.pairValues, gone: walk.gone };
}

function measureText(text: string): ExprSyntaxError | null {
  if (text.length > longestExpression) return { error: `it is longer than ${longestExpression} characters` };
  if ((text.match(/\?[?:]/g)?.length ?? 0) > maxDefaults)
    return { error: `it uses ?: and ?? more than ${maxDefaults} times` };
  /** Of the path that is being read, at each level of brackets. */
  const steps = [0];
  for (let at = 0; at < text.length; at = endOfToken(text, at)) {
    const character = text[at] as string;
    const level = steps.length - 1;
    if (".[@#^".includes(character)) steps[level] = (steps[level] as number) + 1;
    else if (",;:=<>&|?+~".includes(character)) steps[level] = 0;
    if ((steps[level] as number) > maxPath) return { error: `a path in it has more than ${maxPath} steps`, offset: at };
    if ("([{".includes(character)) steps.push(0);
    else if (")]}".includes(character) && level > 0) steps.pop();
    if (steps.length > maxNesting + 1) return { error: `it is nested more than ${maxNesting} levels deep`, offset: at };
  }
  return null;
}

/** The library throws plain objects with a code and a position. */
function parse(text: string): jsonata.Expression | ExprSyntaxError {
  try {
    return jsonata(text, limits);
  } catch (error) {
    const foreign = foreignOperator(text);
    if (foreign !== null) return foreign;
    const { message, position, code } = error as {
      readonly message?: string;
      readonly position?: number;
      readonly code?: string;
    };
    if (typeof code !== "string") return { error: "it is not well-formed" };
    const offset = position === undefined ? {} : { offset: Math.min(Math.max(0, position - 1), text.length) };
    return { error: sentence(message ?? code), ...offset };
  }
}

const operators: { readonly [foreign: string]: string } = {
  "===": "=",
  "==": "=",
  "!==": "!=",
  "<>": "!=",
  "&&": "and",
  "||": "or",
  "!": "$not(…)",
};

/** The first operator of other languages in a text that can't be read. */
function foreignOperator(text: string): ExprSyntaxError | null {
  for (let at = 0; at < text.length; at = endOfToken(text, at)) {
    const [found] = /^(?:===?|!==|<>|&&|\|\||!(?!=))/.exec(text.slice(at, at + 3)) ?? [];
    if (found !== undefined) return { error: `there is no '${found}'; write ${operators[found]}`, offset: at };
    if (/^[!<>]=/.test(text.slice(at, at + 2))) at++;
  }
  return null;
}

function sentence(message: string): string {
  return message.endsWith(".") ? message.slice(0, -1) : message;
}

class Refused extends Error {
  readonly offset: number | undefined;
  constructor(message: string, offset?: number) {
    super(message);
    this.offset = offset;
  }
}

class Walk {
  readonly references: Reference[] = [];
  readonly pairValues: Set<object> = new Set();
  readonly gone: Map<object, Going> = new Map();
  readonly #text: string;
  readonly #bound: Set<string> = new Set();
  readonly #used: NameAst[] = [];
  #depth = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `atRoot`: names stand for variables of the graph, not for members of whatever is being looked at. */
  visit(node: Ast, atRoot: boolean): void {
    this.#depth++;
    if (this.#depth > maxDepth) throw new Refused("it is nested too deeply");
    this.#visitKind(node, atRoot);
    for (const stage of [...(node.stages ?? []), ...(node.predicate ?? [])]) {
      if (stage.expr !== undefined) this.visit(stage.expr, false);
      else if (stage.value !== undefined) this.#bound.add(stage.value);
    }
    for (const pair of node.group?.lhs ?? []) this.#visitPair(pair, false);
    if (node.focus !== undefined) this.#bound.add(node.focus);
    if (node.index !== undefined) this.#bound.add(node.index);
    this.#depth--;
  }

  #visitKind(node: Ast, atRoot: boolean): void {
    switch (node.type) {
      case "path":
        return this.#visitPath(node, atRoot);
      case "variable":
        return this.#visitVariable(node, atRoot);
      case "name":
      case "string":
      case "number":
      case "value":
        return;
      case "binary":
      case "apply":
        this.#goThroughOperands(node);
        this.visit(node.lhs, atRoot);
        return this.visit(node.rhs, atRoot);
      case "bind":
        this.#bound.add((node.lhs as NameAst).value);
        return this.visit(node.rhs, atRoot);
      case "unary":
        return this.#visitUnary(node, atRoot);
      case "function":
        this.#checkProcedure(node.procedure);
        this.visit(node.procedure, atRoot);
        if (!isQuick(node.procedure)) for (const argument of node.arguments) this.gone.set(argument, "items");
        return this.#visitAll(node.arguments, atRoot);
      case "lambda":
        if (node.signature !== undefined) throw this.#refuse("signatures of functions are not supported", node);
        for (const parameter of node.arguments) this.#bound.add(parameter.value);
        return this.visit(node.body, atRoot);
      case "condition":
        this.visit(node.condition, atRoot);
        this.visit(node.then, atRoot);
        return node.else === undefined ? undefined : this.visit(node.else, atRoot);
      case "block":
        return this.#visitAll(node.expressions, atRoot);
      case "sort":
        for (const term of node.terms) this.visit(term.expression, false);
        return;
      case "wildcard":
      case "descendant":
        if (atRoot) throw this.#refuse("'*' needs something before it: name the value that it looks into", node);
        return;
      case "regex":
        throw this.#refuse("regular expressions are not supported; $contains, $split and $replace take texts", node);
      case "transform":
        throw this.#refuse(
          "the transform operator |…| is not supported; build a new object, with $merge for example",
          node,
        );
      case "parent":
        throw this.#refuse("the parent operator % is not supported", node);
      case "partial":
        throw this.#refuse("partial application is not supported; write function($x){ … }", node);
      default:
        throw this.#refuse("it is not well-formed", node);
    }
  }

  /** A comparison goes no further than its right side does. */
  #goThroughOperands({ type, value, lhs, rhs }: BinaryAst): void {
    if (type === "apply") this.gone.set(lhs, "items");
    else if (value === "=" || value === "!=") this.gone.set(rhs, "everything");
    else if (value === "in") this.gone.set(rhs, "items");
  }

  #visitAll(nodes: readonly Ast[], atRoot: boolean): void {
    for (const node of nodes) this.visit(node, atRoot);
  }

  #visitUnary(node: UnaryAst, atRoot: boolean): void {
    if (node.expression !== undefined) this.visit(node.expression, atRoot);
    this.#visitAll(node.expressions ?? [], atRoot);
    for (const pair of node.lhs ?? []) this.#visitPair(pair, atRoot);
  }

  #visitPair([key, value]: readonly [Ast, Ast], atRoot: boolean): void {
    this.visit(key, atRoot);
    this.visit(value, atRoot);
    this.pairValues.add(value);
  }

  #visitPath(node: PathAst, atRoot: boolean): void {
    const [first, second] = node.steps;
    if (first === undefined) return;
    const isContext = first.type === "variable" && (first.value === "$" || (first.value === "" && atRoot));
    if (isContext) {
      if (second?.type !== "name" || hasStages(first))
        throw this.#refuse("$$ has to be followed by a name, as in $$.inputs.host", first);
      this.#refer(node.steps, 1);
    } else if (first.type === "name" && atRoot) this.#refer(node.steps, 0);
    else if (first.type === "name" && namespaces.has(first.value) && second?.type === "name") {
      const name = `${first.value}.${second.value}`;
      throw this.#refuse(`in brackets, names are members of the item that is looked at; write $$.${name}`, first);
    }
    for (const [index, step] of node.steps.entries()) {
      if (index > 0 || !isContext) this.visit(step, atRoot && index === 0);
    }
  }

  #refer(steps: readonly Ast[], at: number): void {
    const root = steps[at] as NameAst;
    const offset = this.#startOf(root);
    if (!namespaces.has(root.value)) {
      this.references.push({ name: root.value, root: root.value, offset });
      return;
    }
    const member = steps[at + 1];
    if (member?.type !== "name" || hasStages(root)) {
      throw this.#refuse(`'${root.value}' can't be read as a whole; name a member, as in ${root.value}.name`, root);
    }
    const path = plainNames(member, steps.slice(at + 2));
    const name = `${root.value}.${member.value}`;
    this.references.push({ name, root: root.value, member: member.value, path, offset });
  }

  #visitVariable(node: NameAst, atRoot: boolean): void {
    if (node.value === "$" || (node.value === "" && atRoot)) {
      throw this.#refuse(`$${node.value} can't be read as a whole here; name what is needed, as in inputs.host`, node);
    }
    if (node.value !== "") this.#used.push(node);
  }

  /** Calling anything else would at best fail; a name without `$` is the usual slip. */
  #checkProcedure(procedure: Ast): void {
    if (procedure.type !== "path") return;
    const name = (procedure.steps[0] as NameAst).value;
    throw this.#refuse(
      functionNames.has(name) ? `functions start with a dollar: $${name}` : "only functions can be called",
      procedure.steps[0] as Ast,
    );
  }

  /** A local variable may be bound after the place where it stands in the text, so this comes last. */
  checkVariables(): void {
    for (const node of this.#used) {
      if (this.#bound.has(node.value) || functionNames.has(node.value)) continue;
      const refused = refusedFunctions.get(node.value);
      if (refused !== undefined) throw this.#refuse(`$${node.value} is not supported: ${refused}`, node);
      const hint = suggest(node.value, [...this.#bound, ...functionNames]);
      throw this.#refuse(`there is no $${node.value}${hint === undefined ? "" : `; did you mean $${hint}?`}`, node);
    }
  }

  #refuse(message: string, node: AstBase & { readonly value?: unknown }): Refused {
    return new Refused(message, this.#startOf(node));
  }

  /** The library notes where a token ends. */
  #startOf(node: AstBase & { readonly value?: unknown; readonly type?: string }): number {
    const end = node.position ?? 0;
    const written = typeof node.value === "string" ? node.value.length : 1;
    const quotes = this.#text[end - 1] === "`" ? 2 : node.type === "variable" ? 1 : 0;
    return Math.max(0, end - written - quotes);
  }
}

/** The names that follow, up to the first one that is looked into otherwise. */
function plainNames(member: Ast, following: readonly Ast[]): readonly string[] {
  const names: string[] = [];
  let before = member;
  for (const step of following) {
    if (hasStages(before) || step.type !== "name") break;
    names.push(step.value);
    before = step;
  }
  return names;
}

function isQuick(procedure: Ast): boolean {
  return procedure.type === "variable" && quickFunctions.has(procedure.value);
}

function hasStages(node: AstBase): boolean {
  return (
    node.stages !== undefined || node.predicate !== undefined || node.focus !== undefined || node.index !== undefined
  );
}
