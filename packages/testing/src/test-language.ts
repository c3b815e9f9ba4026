/** Languages for tests: tiny, with an asynchronous twin that makes the kernel ask. */
import {
  type CompiledExpr,
  EvaluationError,
  type ExprSyntaxError,
  type Json,
  type Language,
  type SchemaLanguage,
  type Slot,
} from "@rb/ir";

/** Just enough of a language: `x`, `!x`, `x = 1`, `x < 1`, `x > "a"`, `x + 1`, `throw`, and JSON literals. Its asynchronous twin asks. */
export function testLanguage(name = "test", asynchronous = false): Language {
  return { name, version: "1", compile: (text) => compileTest(text, asynchronous) };
}

function compileTest(text: string, asynchronous: boolean): CompiledExpr | ExprSyntaxError {
  if (/^(true|false|null|-?\d|["[{])/.test(text)) return literal(text, asynchronous);
  if (text === "throw") return { reads: [], evaluate: () => raiseEvaluationError() };
  const match = /^(!?)([A-Za-z_.]+)(?:\s*(=|<|>|\+)\s*(.+))?$/.exec(text.trim());
  if (match === null) return literal(text, asynchronous);
  const [, not, name = "", operator, right] = match;
  const other = right === undefined ? null : (JSON.parse(right) as Json);
  const compute = (slot: Slot | undefined): Slot => {
    const left = slot !== undefined && "json" in slot ? slot.json : null;
    if (operator === undefined) return { json: not === "!" ? left !== true : left };
    if (operator === "=") return { json: left === other };
    if (operator === "+") return { json: Number(left) + Number(other) };
    return { json: operator === "<" ? Number(left) < Number(other) : Number(left) > Number(other) };
  };
  if (!asynchronous) return { reads: [name], evaluate: (environment) => compute(environment(name)) };
  return {
    reads: [name],
    evaluateAsync: async (variables) => compute(name in variables ? { json: variables[name] as Json } : undefined),
  };
}

function raiseEvaluationError(): never {
  throw new EvaluationError("it was told to");
}

/** A schema is a value that has to be met exactly. */
export const testSchemas: SchemaLanguage = {
  name: "test",
  version: "1",
  compile: (schema) => (value) =>
    JSON.stringify(value) === JSON.stringify(schema) ? [] : [{ pointer: "", message: "it is another value" }],
};

function literal(text: string, asynchronous: boolean): CompiledExpr | ExprSyntaxError {
  try {
    const json = JSON.parse(text) as Json;
    return asynchronous
      ? { reads: [], evaluateAsync: async () => ({ json }) }
      : { reads: [], evaluate: () => ({ json }) };
  } catch {
    return { error: `not understood: ${text}`, offset: 0 };
  }
}
