/**
 * `juel`: the conditions of BPMN files, as `${…}`, `#{…}` or bare. It is the safe subset of the unified expression
 * language that guards need; what a vendor's engine would run as code (beans, scripts, arbitrary methods) doesn't parse.
 */
import { type CompiledExpr, EvaluationError, type ExprSyntaxError, type Json, type Language, type Slot } from "@rb/ir";
import { type Expression, parseExpression } from "./expression.js";
import { type Lookup, Run } from "./run.js";
import { SyntaxMistake } from "./tokens.js";

const maxLength = 10_000;

/** Vendors' names of what BPMN 2.0.2, 10.3.8 calls otherwise. */
const synonyms: ReadonlyMap<string, string> = new Map([
  ["nrOfInstances", "numberOfInstances"],
  ["nrOfActiveInstances", "numberOfActiveInstances"],
  ["nrOfCompletedInstances", "numberOfCompletedInstances"],
]);

export const juel: Language = { name: "juel", version: "1", compile };

function compile(text: string): CompiledExpr | ExprSyntaxError {
  if (text.length > maxLength) return { error: `longer than ${maxLength} characters`, offset: maxLength };
  const [from, to] = inside(text);
  let expression: Expression;
  try {
    expression = parseExpression(text, from, to);
  } catch (mistake) {
    if (mistake instanceof SyntaxMistake) return { error: mistake.message, offset: mistake.offset };
    throw mistake;
  }
  return {
    reads: expression.reads.map((name) => synonyms.get(name) ?? name),
    evaluate: (environment) => evaluate(expression, environment),
  };
}

/** The text without the braces of `${…}`, where they enclose all of it. */
function inside(text: string): readonly [from: number, to: number] {
  const from = text.length - text.trimStart().length;
  const to = text.trimEnd().length;
  const opened = text[from + 1] === "{" && (text[from] === "$" || text[from] === "#");
  return opened && text[to - 1] === "}" ? [from + 2, to - 1] : [from, Math.max(from, to)];
}

/** Ends an evaluation that met a value which isn't known: the whole is unknown then. */
class UnknownRead {
  readonly slot: Slot;
  constructor(slot: Slot) {
    this.slot = slot;
  }
}

function evaluate(expression: Expression, environment: (name: string) => Slot | undefined): Slot {
  const lookup: Lookup = (name) => read(environment(synonyms.get(name) ?? name), name);
  try {
    return { json: expression.evaluate(new Run(lookup)) };
  } catch (thrown) {
    if (thrown instanceof UnknownRead) return thrown.slot;
    throw thrown;
  }
}

function read(slot: Slot | undefined, name: string): Json | undefined {
  if (slot === undefined) return undefined;
  if ("json" in slot) return slot.json;
  if ("unknown" in slot) throw new UnknownRead(slot);
  throw new EvaluationError(`What '${name}' refers to can't be read by an expression.`);
}
