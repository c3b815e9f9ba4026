/** Writes patterns: one space between tokens, parentheses only where they say something. What is read again is the same tree. */
import type { Comparison, LiteralValue, Observation, Operand, Path, PathStep, Qualified } from "./ast.js";
import { reservedWords } from "./operand.js";

const binding = { followedBy: 0, or: 1, and: 2 } as const;
const keywords = { followedBy: "FOLLOWEDBY", or: "OR", and: "AND" } as const;

/** The normal form of a pattern's text, in the grammar of STIX 2.1. */
export function printPattern(pattern: Observation): string {
  switch (pattern.kind) {
    case "test":
      return `[${printComparison(pattern.test)}]`;
    case "and":
    case "or":
    case "followedBy":
      return pattern.operands.map((operand) => operandOf(pattern.kind, operand)).join(` ${keywords[pattern.kind]} `);
    default:
      return `${qualifiedOf(pattern)} ${printQualifier(pattern)}`;
  }
}

function operandOf(around: keyof typeof binding, operand: Observation): string {
  const text = printPattern(operand);
  return operand.kind in binding && binding[operand.kind as keyof typeof binding] <= binding[around]
    ? `(${text})`
    : text;
}

/** A qualifier may stand behind others of other sorts. */
function qualifiedOf({ kind, of }: Qualified): string {
  const text = printPattern(of);
  let inner = of;
  while (isQualified(inner) && inner.kind !== kind) inner = inner.of;
  return inner.kind === "test" ? text : `(${text})`;
}

function isQualified(observation: Observation): observation is Qualified {
  return "of" in observation;
}

function printQualifier(qualified: Qualified): string {
  switch (qualified.kind) {
    case "within":
      return `WITHIN ${qualified.seconds} SECONDS`;
    case "repeats":
      return `REPEATS ${qualified.times} TIMES`;
    case "during":
      return `START t'${qualified.start}' STOP t'${qualified.stop}'`;
  }
}

/** The normal form of a comparison, or of a condition. */
export function printComparison(comparison: Comparison): string {
  switch (comparison.kind) {
    case "and":
    case "or":
      return comparison.operands
        .map((operand) => {
          const text = printComparison(operand);
          const isLoose = operand.kind === "or" || operand.kind === comparison.kind;
          return isLoose ? `(${text})` : text;
        })
        .join(` ${keywords[comparison.kind]} `);
    case "not":
      return `NOT (${printComparison(comparison.of)})`;
    case "holds":
      return printOperand(comparison.operand);
    case "exists":
      return `${comparison.negated ? "NOT " : ""}EXISTS ${printPath(comparison.path)}`;
    case "in":
      return `${left(comparison)} IN (${comparison.members.map(printOperand).join(", ")})`;
    case "compare":
      return `${left(comparison)} ${comparison.operator} ${printOperand(comparison.right)}`;
  }
}

function left({ left: operand, negated }: { readonly left: Operand; readonly negated: boolean }): string {
  return `${printOperand(operand)}${negated ? " NOT" : ""}`;
}

function printOperand(operand: Operand): string {
  return operand.kind === "path" ? printPath(operand) : printLiteral(operand);
}

function printPath({ type, steps }: Path): string {
  return `${type}${steps.map((step, i) => printStep(step, i === 0 ? ":" : ".")).join("")}`;
}

function printStep(step: PathStep, before: string): string {
  if (step.kind === "any") return "[*]";
  if (step.kind === "index") return `[${step.index}]`;
  return before + (isPlainName(step.key) ? step.key : quoted(step.key));
}

function isPlainName(key: string): boolean {
  return /^[A-Za-z_]\w*$/.test(key) && !reservedWords.has(key);
}

function printLiteral(literal: LiteralValue): string {
  switch (literal.kind) {
    case "string":
      return quoted(literal.text);
    case "number":
      return literal.text;
    case "boolean":
      return String(literal.truth);
    case "null":
      return "null";
    case "timestamp":
      return `t'${literal.text}'`;
    case "bytes":
      return literal.written === "hex" ? `h'${hex(literal.bytes)}'` : `b'${base64(literal.bytes)}'`;
  }
}

function quoted(text: string): string {
  return `'${text.replace(/['\\]/g, "\\$&")}'`;
}

function hex(bytes: string): string {
  return Array.from(bytes, (byte) => byte.charCodeAt(0).toString(16).padStart(2, "0")).join("");
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64(bytes: string): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = [0, 1, 2].map((i) => bytes.charCodeAt(at + i) || 0);
    const bits = (a << 16) | (b << 8) | c;
    const letters = [18, 12, 6, 0].map((shift) => alphabet[(bits >> shift) & 63] as string).join("");
    const left = bytes.length - at;
    text += left >= 3 ? letters : letters.slice(0, left + 1).padEnd(4, "=");
  }
  return text;
}
