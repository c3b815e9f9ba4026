export {
  compileRegex,
  quoteRegex,
  type Regex,
  type RegexMatcher,
  type RegexOptions,
  type RegexProblem,
} from "./compile-regex.js";
export { RegexAllowance, type SharedRegexProblem } from "./regex-allowance.js";
