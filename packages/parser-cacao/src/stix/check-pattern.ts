/** What a pattern says that its grammar lets through. */
import type { Comparison, Observation, Operand } from "./ast.js";

/** Something that is wrong with a pattern. */
export interface PatternProblem {
  readonly problem: string;
  /** In UTF-16 code units. */
  readonly offset: number;
}

/**
 * Hashes by their algorithm (STIX 2.1, 10.8), named in any case and without hyphens: the hexadecimal digits that one has. Of MD6 there are
 * several sizes, and ssdeep is no hexadecimal number.
 */
const digits: { readonly [algorithm: string]: readonly number[] } = {
  MD5: [32],
  MD6: [32, 40, 56, 64, 96, 128],
  RIPEMD160: [40],
  SHA1: [40],
  SHA224: [56],
  SHA256: [64],
  SHA384: [96],
  SHA512: [128],
  SHA3224: [56],
  SHA3256: [64],
  SHA3384: [96],
  SHA3512: [128],
  WHIRLPOOL: [128],
};
const ssdeep = /^[A-Za-z0-9/+:.]{1,128}$/;

/** What is wrong with the values of a pattern: hashes that no object can have. */
export function checkPattern(pattern: Observation): PatternProblem[] {
  switch (pattern.kind) {
    case "test":
      return checkComparison(pattern.test);
    case "and":
    case "or":
    case "followedBy":
      return pattern.operands.flatMap(checkPattern);
    default:
      return checkPattern(pattern.of);
  }
}

function checkComparison(comparison: Comparison): PatternProblem[] {
  switch (comparison.kind) {
    case "and":
    case "or":
      return comparison.operands.flatMap(checkComparison);
    case "not":
      return checkComparison(comparison.of);
    case "compare":
      return /^!?=$/.test(comparison.operator) ? checkHashes(comparison.left, [comparison.right]) : [];
    case "in":
      return checkHashes(comparison.left, comparison.members);
    default:
      return [];
  }
}

function checkHashes(path: Operand, values: readonly Operand[]): PatternProblem[] {
  const algorithm = path.kind === "path" ? algorithmOf(path.steps) : undefined;
  if (algorithm === undefined) return [];
  return values.flatMap((value) => {
    const isHash = value.kind === "string" && isHashOf(algorithm, value.text);
    return isHash ? [] : [{ problem: `this is no ${algorithm} hash`, offset: value.offset }];
  });
}

/** Of `hashes.'SHA-256'`, wherever it stands in a path. */
function algorithmOf(steps: readonly { readonly kind: string; readonly key?: string }[]): string | undefined {
  const [before, last] = [steps.slice(0, -1), steps.at(-1)?.key];
  return last !== undefined && before.some(({ key }) => key === "hashes") ? last : undefined;
}

function isHashOf(algorithm: string, text: string): boolean {
  const name = algorithm.toUpperCase().replaceAll("-", "");
  if (name === "SSDEEP") return ssdeep.test(text);
  const sizes = Object.hasOwn(digits, name) ? digits[name] : undefined;
  return sizes === undefined || (sizes.includes(text.length) && /^[0-9A-Fa-f]*$/.test(text));
}
