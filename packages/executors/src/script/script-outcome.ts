/** What is said of a script that has run. Each refusal names the limit and its value. */
import { notIJson, type Outcome } from "@rb/kernel";
import type { ScriptAnswer, ScriptException, ScriptProblem } from "./protocol.js";
import type { ScriptLimits } from "./script-limits.js";

export function outcomeOf(answer: ScriptAnswer, limits: ScriptLimits): Outcome {
  if (!answer.ok) return failureOf(answer.problem, limits);
  try {
    const json = JSON.parse(answer.output);
    const why = notIJson(json);
    return why === null ? { kind: "ok", output: { json } } : notJson(`it holds ${why}`);
  } catch {
    return notJson("what it gave does not read as JSON");
  }
}

export function failureOf(problem: ScriptProblem, limits: ScriptLimits): Outcome {
  switch (problem.kind) {
    case "time":
      return failed(
        "script-time",
        `The script took longer than ${limits.timeMs} ms, which is as long as one may take.`,
      );
    case "memory":
      return failed(
        "script-memory",
        `The script needed more than the ${limits.memoryBytes} bytes of memory that one may use.`,
      );
    case "stack":
      return failed(
        "script-stack",
        `Calls within calls of the script needed more than the ${limits.stackBytes} bytes of stack that one may use.`,
      );
    case "clock":
      return failed("script-clock", "The script asks what time it is, and scripts are given no clock here.");
    case "output-length":
      return failed(
        "script-output",
        `The output of the script has more than the ${limits.outputBytes} bytes that one may give.`,
      );
    case "output":
      return notJson(problem.why);
    case "interpreter":
      return failed("script-interpreter", `The interpreter of scripts failed: ${problem.why}`);
    case "syntax":
      return exception("script-syntax", problem);
    case "error":
      return exception(problem.code ?? "script-error", problem);
  }
}

function notJson(why: string): Outcome {
  return failed("script-output", `The output of the script can't be written as JSON: ${why}.`);
}

function exception(code: string, { name, message, line, column }: ScriptException): Outcome {
  const place = line === undefined ? "" : ` (line ${line}${column === undefined ? "" : `, column ${column}`})`;
  return {
    kind: "failed",
    code,
    message: `${message === "" ? name : `${name}: ${message}`}${place}`,
    data: { name, message, ...(line === undefined ? {} : { line }), ...(column === undefined ? {} : { column }) },
  };
}

const failed = (code: string, message: string): Outcome => ({ kind: "failed", code, message });
