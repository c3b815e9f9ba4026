/** Expressions and conditions. */
import type { Named } from "./shared.js";

export const expressions = {
  "condition-not-boolean": {
    severity: "error",
    message: (a: { text: string }): string =>
      `The condition '${a.text}' is a number, so it can never be true or false.`,
  },
  "condition-missing": {
    severity: "warning",
    message: (a: Named): string => `${a.what} has no condition, so somebody has to say when it holds.`,
  },
  "expression-not-understood": {
    severity: "warning",
    message: (a: { text: string; reason: string }): string =>
      `The expression '${a.text}' is not understood (${a.reason}), so somebody has to decide.`,
    help: (): string => "Use comparisons of variables, such as severity == 'high'.",
  },
} as const;
