export {
  type Diagnostic,
  type DiagnosticCode,
  type DiagnosticRule,
  type DiagnosticSet,
  defineDiagnostics,
  type Severity,
} from "./diagnostics.js";
export * from "./graph.js";
export { isJsonObject, type Json, type JsonObject } from "./json.js";
export {
  type CompiledExpr,
  type Environment,
  EvaluationError,
  type ExprSyntaxError,
  type Language,
  type SchemaLanguage,
} from "./language.js";
export {
  type Origin,
  type Position,
  type SourceOrigin,
  type SynthesizedOrigin,
  sourceOf,
  synthesized,
} from "./origin.js";
export { type DocumentLimits, documentLimits, type ParseOptions, type ParseResult } from "./parse.js";
export { isUnknown, type Slot } from "./slot.js";
