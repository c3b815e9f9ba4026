/** Expressions and conditions. */
import { type Named, one, type Several } from "./shared.js";

export const expressions = {
  "condition-not-boolean": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.6 Expressions",
    message: (a: { text: string }): string =>
      `The condition '${a.text}' is a number, so it can never be true or false.`,
    help: (): string => "Compare it with something, as in count > 3.",
  },
  "condition-missing": {
    severity: "warning",
    spec: "BPMN 2.0.2, 10.3.8 Loop Characteristics",
    message: (a: Named): string => `${a.what} has no condition, so somebody has to say when it holds.`,
    help: (): string => "Add a condition, such as retry == true.",
  },
  "expression-not-understood": {
    severity: "warning",
    message: (a: { text: string; reason: string }): string =>
      `The expression '${a.text}' is not understood (${a.reason}), so somebody has to decide.`,
    help: (): string => "Use comparisons of variables, such as severity == 'high'.",
  },
  "expression-debris": {
    severity: "warning",
    message: (a: { text: string; rest: string }): string =>
      `'${a.text}' ends with what looks like a rest of markup; it is read as '${a.rest}'.`,
    help: (): string => "Take away what stands behind the expression.",
  },
  "conditional-without-condition": {
    severity: "error",
    spec: "BPMN 2.0.2, 10.5.5 Event Definitions",
    message: (a: Named): string =>
      `${a.what} waits for a condition, but doesn't say for which; somebody has to say when it holds.`,
    help: (): string => "Add a condition, such as severity == 'high'.",
  },
  "expression-empty": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.6 Expressions",
    message: (a: Named): string => `The ${a.what} is empty, so nothing can be computed from it.`,
    help: (): string => "Write the expression, or take the empty element out.",
  },
  "expression-natural": {
    severity: "error",
    spec: "BPMN 2.0.2, 8.4.6 Expressions",
    message: (a: Named & { text: string }): string =>
      `The ${a.what} is '${a.text}': words for people, which an executable process can't evaluate.`,
    help: (): string => "Write an expression, such as severity == 'high', with xsi:type=\"tFormalExpression\".",
  },
  "expression-untyped": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.6 Expressions",
    message: (a: Several): string =>
      `${one(a, "An expression is", `${a.count} expressions are`)} not marked as formal, although the process is executable, in ${a.names}.`,
    help: (): string => 'Add xsi:type="tFormalExpression".',
  },
  "language-not-uri": {
    severity: "warning",
    spec: "BPMN 2.0.2, 8.4.6 Expressions",
    message: (a: Several): string => `The language of ${a.names} is no URI, so nobody can be sure which is meant.`,
    help: (): string => "Languages are named like http://www.w3.org/1999/XPath, or urn:… for one of your own.",
  },
} as const;
