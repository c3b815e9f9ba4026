/** STIX patterning (STIX 2.0, part 5; STIX 2.1, 9): reading, writing, checking and matching patterns. */
export type {
  Comparison,
  Literal,
  LiteralValue,
  Observation,
  Operand,
  Operator,
  Path,
  PathStep,
  Qualified,
  StixVersion,
} from "./ast.js";
export { checkPattern, type PatternProblem } from "./check-pattern.js";
export { compilePattern, type Matcher, matchPattern, type PatternMatch } from "./match-pattern.js";
export { parsePattern } from "./parse-pattern.js";
export { printPattern } from "./print-pattern.js";
