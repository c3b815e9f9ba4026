import {
  type CompiledExpr,
  type Environment,
  EvaluationError,
  isUnknown,
  type Json,
  type Language,
  type Slot,
} from "@rb/ir";
import { type Analysis, analyse, namespaces } from "./analyse.js";
import type { Ast } from "./ast.js";
import { Budget } from "./budget.js";
import { type Closure, compileSimple } from "./fast-path.js";
import { registerFunctions } from "./functions.js";
import { Recent } from "./recent.js";
import { toJson } from "./result.js";

/** JSONata over the variables of a graph, bounded; see docs/runbook-format.md for what is left out. */
export const jsonataLanguage: Language = {
  name: "jsonata",
  version: "2.2",
  compile(text) {
    const analysis = analyse(text);
    return "error" in analysis ? analysis : compile(text, analysis);
  },
};

function compile(text: string, analysis: Analysis): CompiledExpr {
  const { reads } = analysis;
  const simple = compileSimple(analysis.ast);
  if (simple !== null) return { reads, evaluate: (environment) => evaluateSimple(simple, reads, environment) };
  prepared.keep(text, prepare(analysis));
  return { reads, evaluateAsync: (variables, nowMs) => preparedFor(text)(variables, nowMs) };
}

function evaluateSimple(simple: Closure, reads: readonly string[], environment: Environment): Slot {
  const values = new Map<string, Json>();
  for (const name of reads) {
    const slot = environment(name);
    if (slot === undefined) continue;
    if (isUnknown(slot)) return slot;
    if (!("json" in slot)) throw new EvaluationError(`'${name}' is a secret or stored elsewhere and can't be read.`);
    values.set(name, slot.json);
  }
  try {
    return { json: toJson(simple((name) => values.get(name))) };
  } catch (error) {
    throw asEvaluationError(error);
  }
}

/** The library's hook for when a part of an expression is done. Its name is a symbol, which the declared types don't know. */
const onExit = Symbol.for("jsonata.__evaluate_exit") as unknown as string;

type Evaluate = (variables: { readonly [name: string]: Json }, nowMs: number) => Promise<Slot>;

/** The library's form of an expression takes sixteen kilobytes, whatever it says, so only those that were used last are kept. */
const prepared: Recent<Evaluate> = new Recent(256);

function preparedFor(text: string): Evaluate {
  const known = prepared.find(text);
  if (known !== undefined) return known;
  const analysis = analyse(text);
  // It was read before.
  if ("error" in analysis) throw new EvaluationError(analysis.error);
  const evaluate = prepare(analysis);
  prepared.keep(text, evaluate);
  return evaluate;
}

function prepare({ expression, reads, pairValues, gone }: Analysis): Evaluate {
  let isPrepared = false;
  const account = (node: Ast, _input: unknown, frame: { lookup(name: string): unknown }, value: unknown): void => {
    const budget = frame.lookup(Budget.key) as Budget;
    budget.account(node, value, pairValues.has(node));
    const going = gone.get(node);
    if (going !== undefined) budget.goThrough(value, going);
  };
  return async (variables, nowMs) => {
    if (!isPrepared) {
      registerFunctions(expression);
      expression.assign(onExit, account);
      isPrepared = true;
    }
    const budget = new Budget(nowMs);
    try {
      const input = contextOf(variables, reads, budget);
      return { json: toJson(await expression.evaluate(input, { [Budget.key]: budget })) };
    } catch (error) {
      throw asEvaluationError(error);
    }
  };
}

/** `{"inputs.host": …}` becomes `{inputs: {host: …}}`. Without prototypes, so that no name reaches one. */
function contextOf(variables: { readonly [name: string]: Json }, reads: readonly string[], budget: Budget): object {
  const context = Object.create(null) as { [name: string]: unknown };
  for (const name of reads) {
    if (!Object.hasOwn(variables, name)) continue;
    const value = budget.copy(variables[name]);
    const dot = name.indexOf(".");
    const root = dot < 0 ? name : name.slice(0, dot);
    if (dot < 0 || !namespaces.has(root)) {
      context[name] = value;
      continue;
    }
    context[root] ??= Object.create(null);
    (context[root] as { [member: string]: unknown })[name.slice(dot + 1)] = value;
  }
  return context;
}

const longestMessage = 300;

/** The library throws plain objects, and whatever the engine throws inside it, such as a full stack. */
function asEvaluationError(error: unknown): EvaluationError {
  if (error instanceof EvaluationError) return error;
  if (error instanceof RangeError) return new EvaluationError("It needs more room than there is.");
  const message = (error as { readonly message?: unknown } | null)?.message;
  const text = typeof message === "string" && message !== "" ? message : "It failed.";
  return new EvaluationError(text.length > longestMessage ? `${text.slice(0, longestMessage)}…` : text);
}
