/**
 * What is told of an exception that left a script. The exception is the script's own: reading its message may run code of it, within the
 * limits of the script, and may throw again.
 *
 * @import { ScriptProblem } from "./protocol.js"
 */
import { JSException } from "quickjs-wasi";

/**
 * @param {unknown} error
 * @returns {ScriptProblem}
 */
export function problemOf(error) {
  // Of the thread's own stack, which calls of the interpreter take as well.
  if (error instanceof RangeError && !(error instanceof JSException)) return { kind: "stack" };
  if (error instanceof WebAssembly.RuntimeError) return { kind: "interpreter", why: error.message };
  try {
    if (error instanceof JSException) return problemOfException(error);
  } catch {
    // Said below.
  }
  const [, name = "Error", message] = error instanceof Error ? (ofJob.exec(error.message) ?? []) : [];
  if (message === undefined) return { kind: "error", name, message: "an exception that can't be read" };
  return limitOf(name, message) ?? { kind: "error", name: cut(name), message: cut(message) };
}

/** What left a microtask comes as text. */
const ofJob = /^Job execution error: (?:(\w+): )?(.*)$/s;

/**
 * The exceptions by which the interpreter says that there is no more of something.
 *
 * @param {string} name
 * @param {string} message
 * @returns {ScriptProblem | undefined}
 */
function limitOf(name, message) {
  if (name === "InternalError" && message === "out of memory") return { kind: "memory" };
  if (name === "RangeError" && message === "Maximum call stack size exceeded") return { kind: "stack" };
  return undefined;
}

/**
 * @param {JSException} exception
 * @returns {ScriptProblem}
 */
function problemOfException({ name, message, stack = "", handle }) {
  const limit = limitOf(name, message);
  if (limit !== undefined) return limit;
  const code = handle.getProp("code");
  const [, line, column] = /\bscript:(\d+)(?::(\d+))?/.exec(stack) ?? [];
  return {
    // A text that a script turns into code when it runs can be wrong as well; in the script itself, nothing stands above the mistake.
    kind: name === "SyntaxError" && /^\s*at script:\d/.test(stack) ? "syntax" : "error",
    name: cut(name),
    message: cut(message),
    ...(code.isString && isCode(code.toString()) ? { code: code.toString() } : {}),
    ...(line === undefined ? {} : { line: Number(line) }),
    ...(column === undefined ? {} : { column: Number(column) }),
  };
}

/** @param {string} text */
const isCode = (text) => /^[\w.:/-]{1,100}$/.test(text);

const longestText = 1000;

/**
 * As much of a text as is told of it.
 *
 * @param {string} text
 */
export const cut = (text) =>
  text.length > longestText ? `${text.slice(0, longestText).replace(/[\ud800-\udbff]$/, "")}…` : text;
