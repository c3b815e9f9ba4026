export { standInFor } from "./answers.js";
export { apply } from "./apply.js";
export { problemOfSaved } from "./check-saved.js";
export { type Compiled, compile } from "./compile.js";
export { onlyDryRuns } from "./decision-point.js";
export type { DecisionRequest, Effect, Invocation, ReviewRequest } from "./effect.js";
export type { Answer, Approval, Envelope, Id, Input, Outcome, Question, Resolution, Verdict } from "./envelope.js";
export type { AbortSignalLike, Clock, DecisionPoint, Executor, Journal, Languages, StandIn } from "./executor.js";
export { notIJson } from "./i-json.js";
export { instanceName, type TokenAt, type Whereabouts } from "./instance-name.js";
export { jobHash } from "./jobs.js";
export { LiveRun } from "./live.js";
export { outstanding } from "./outstanding.js";
export type { Program } from "./program.js";
export type {
  Failure,
  FrameKind,
  JobKind,
  JobRequest,
  JobStage,
  JournalRecord,
  RecordOf,
  RecordType,
  SecretUse,
  Status,
  WaitFacts,
  WaitKind,
} from "./record.js";
export { RunOptionsError, resume, resumeLive, run, startLive, UnrunnableError } from "./run.js";
export { runLimits } from "./run-limits.js";
export type {
  Answers,
  Delivery,
  Incident,
  Mode,
  RecordPlace,
  RunLimits,
  RunOptions,
  RunResult,
  StepAnswer,
  Waiting,
  World,
} from "./run-options.js";
export { decode, encode } from "./saved.js";
export { type SavedState, STATE_FORMAT } from "./saved-state.js";
export { createState, isFinal, isStatus, type State } from "./state.js";
export { Stepper, step, type Transition, transition } from "./step.js";
export { observableKinds, restrict, type TraceEvent, type TraceKind, traceOf } from "./trace.js";
