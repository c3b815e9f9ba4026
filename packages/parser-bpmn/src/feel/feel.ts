/**
 * `feel`: the Friendly Enough Expression Language of DMN 1.5, chapter 10.3, without decision tables. It is read and run here and by
 * nobody else: an interpreter that parses at every evaluation can't be bounded, and this one counts its steps. Where FEEL answers null
 * because something is wrong, this is an `EvaluationError` that says what and where.
 */
import { type CompiledExpr, EvaluationError, type ExprSyntaxError, type Json, type Language, type Slot } from "@rb/ir";
import { type Compiled, compileSyntax } from "./compile.js";
import { parse } from "./parse.js";
import { Run, UnknownRead } from "./run.js";
import type { Syntax } from "./syntax.js";
import { jsonOf } from "./text.js";
import { Mistake } from "./tokens.js";

const maxLength = 10_000;

/** A compiled expression that also says which of the names that it reads can only be variables. */
export interface FeelExpr extends CompiledExpr {
  readonly surely: readonly string[];
  /** Of a literal that is data as it stands. */
  readonly constant?: Json;
}

interface Feel extends Language {
  readonly compile: (text: string) => FeelExpr | ExprSyntaxError;
}

export const feel: Feel = { name: "feel", version: "1", compile };

function compile(text: string): FeelExpr | ExprSyntaxError {
  if (text.length > maxLength) return { error: `longer than ${maxLength} characters`, offset: maxLength };
  try {
    const syntax = parse(text);
    const compiled = compileSyntax(syntax);
    const { surely, perhaps } = compiled.reads;
    return {
      reads: [...new Set([...surely, ...perhaps])],
      surely: [...surely],
      ...constantOf(syntax),
      evaluate: (environment, nowMs) => evaluate(compiled, text, new Run(environment, nowMs)),
    };
  } catch (mistake) {
    if (mistake instanceof Mistake) return { error: mistake.message, offset: mistake.at };
    throw mistake;
  }
}

function constantOf(syntax: Syntax): { readonly constant?: Json } {
  if (syntax.kind !== "value") return {};
  const { value } = syntax;
  return value === null || typeof value !== "object" ? { constant: value } : {};
}

function evaluate(compiled: Compiled, text: string, run: Run): Slot {
  try {
    const value = compiled.evaluate(run, null);
    run.at = 0;
    return { json: jsonOf(run, value) as Json };
  } catch (thrown) {
    if (thrown instanceof UnknownRead) return thrown.slot;
    if (thrown instanceof EvaluationError) throw new EvaluationError(`${thrown.message} (${place(text, run.at)})`);
    throw thrown;
  }
}

/** Where in the expression, 1-based. */
function place(text: string, at: number): string {
  const before = text.slice(0, at).split("\n");
  const column = `column ${(before.at(-1) as string).length + 1}`;
  return text.includes("\n") ? `line ${before.length}, ${column}` : column;
}
