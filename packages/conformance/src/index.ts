export { ruleCodes } from "./bpmn/rule-codes.js";
export type { CaseResult, ConformanceCase, ConformanceSet, Difference } from "./conformance-set.js";
export type { KnownFailures } from "./known-failures.js";
export { reportText } from "./report-text.js";
export {
  type ConformanceOptions,
  isAsKnown,
  type ReportedFailure,
  runConformance,
  type SetReport,
} from "./run-conformance.js";
export { sets } from "./sets.js";
