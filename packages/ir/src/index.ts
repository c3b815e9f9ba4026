export { CanonicalError, type CanonicalErrorCode, canonicalize, jsonPointer } from "./canonical.js";
export { check } from "./check/check.js";
export { irDiagnostics } from "./check/rules.js";
export { scopesOf } from "./containment.js";
export {
  type Diagnostic,
  type DiagnosticCode,
  type DiagnosticRule,
  type DiagnosticSet,
  defineDiagnostics,
  type Severity,
} from "./diagnostics.js";
export { createSuggester, suggest } from "./did-you-mean.js";
export {
  type CommandRefusal,
  type CommandRules,
  commandRules,
  commandRulesOf,
  EXEC,
  knownProgramOf,
  programOf,
} from "./governance.js";
export {
  type ActionNode,
  type Activity,
  type ActivityBase,
  type Assertion,
  type Binding,
  type BoundaryHandler,
  type Bundle,
  CALL,
  type CallNode,
  type CancelTrigger,
  type CatchArm,
  type CatchNode,
  type CompensationTrigger,
  type ConditionTrigger,
  type CountJoin,
  type EachLoop,
  type EndNode,
  type ErrorTrigger,
  type EscalationTrigger,
  type Evidence,
  type Expr,
  type Flow,
  type FlowId,
  type GateNode,
  type GatewayNode,
  type Governance,
  type Graph,
  type GraphId,
  type Guard,
  IR_VERSION,
  type Join,
  type Loop,
  type LoopEmit,
  MANUAL,
  type Messages,
  type MessageTrigger,
  type Meta,
  type Node,
  type NodeId,
  type NodeKind,
  type NodeOf,
  type Pointer,
  type Region,
  type RepeatLoop,
  type Retry,
  type Route,
  type Routing,
  type Schema,
  type ScopeHandler,
  type ScopeNode,
  type SignalTrigger,
  type StartNode,
  type Throw,
  type ThrowNode,
  type TimerTrigger,
  type Trigger,
  type Value,
  type Variable,
  type WaitTrigger,
} from "./graph.js";
export { assertNever, InvariantViolation, invariant } from "./invariant.js";
export {
  addDuration,
  type Duration,
  parseDateTime,
  parseDuration,
  parseRepeating,
  type Repeating,
} from "./iso8601.js";
export { isJsonObject, type Json, type JsonObject } from "./json.js";
export {
  type CompiledExpr,
  type Environment,
  EvaluationError,
  type ExprSyntaxError,
  type Language,
  type SchemaLanguage,
} from "./language.js";
export type {
  ActivityMarker,
  Bounds,
  EventSign,
  GatewaySign,
  Layout,
  LayoutLabel,
  LayoutLine,
  LayoutPage,
  LayoutShape,
  Point,
  ShapeLook,
  TaskSign,
} from "./layout.js";
export { createLineIndex, type LineIndex } from "./line-index.js";
export {
  type Origin,
  type Position,
  type SourceOrigin,
  type SynthesizedOrigin,
  sourceOf,
  synthesized,
} from "./origin.js";
export { type OutputType, outputLabels, outputTypes } from "./output-types.js";
export { type DocumentLimits, documentLimits, type ParseOptions, type ParseResult } from "./parse.js";
export { planHash } from "./plan-hash.js";
export { inReadingOrder } from "./reading-order.js";
export { sha256, sha256Hex } from "./sha256.js";
export { checkShape, irShapes, type PartName } from "./shape/bundle-shape.js";
export type { Form, Shape, ShapeProblem } from "./shape/shape.js";
export { isUnknown, type Slot } from "./slot.js";
export { narrowestTlp, tlpLevels, tlpRank } from "./tlp.js";
export {
  eachEntry,
  eachExpr,
  eachNode,
  eachRegion,
  eachSchema,
  eachSuccessor,
  type GraphIndex,
  indexGraph,
  isActivity,
  type Path,
  type Place,
  portsOf,
  type RegionOwner,
  type VisitSuccessor,
} from "./traverse.js";
export { uuidV5 } from "./uuid-v5.js";
export {
  guardVocabulary,
  type Member,
  partVocabulary,
  regionVocabulary,
  type Vocabulary,
  valueVocabulary,
} from "./vocabulary.js";
export { withOrigins, withoutOrigins } from "./without-origins.js";
