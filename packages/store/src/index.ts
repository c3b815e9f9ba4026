export { type Disk, type OpenFile, type SyncSite, syncSites } from "./disk/disk.js";
export { NodeDisk } from "./disk/node-disk.js";
export {
  type ComparedRun,
  diffRuns,
  type FactDifference,
  type RunDiff,
  type StepDifference,
  type StepId,
} from "./history/diff.js";
export { diffText } from "./history/diff-text.js";
export { type GanttOptions, ganttSvg } from "./history/gantt.js";
export type { ChangedPart, GraphDiff, GraphPart } from "./history/graph-diff.js";
export type { RecordPoint, Stretch } from "./history/history.js";
export { type HeldNode, type MigrationPlan, planMigration } from "./history/migrate.js";
export type { Vanished } from "./history/migration-ledger.js";
export type { Precedent } from "./history/precedent.js";
export {
  type ReplayDifference,
  type ReplayOptions,
  type ReplayReport,
  type ReplaySegment,
  replay,
} from "./history/replay.js";
export { planRerun, type RepeatedNode, type RerunPlan, type RerunRequest, type ReusedStep } from "./history/rerun.js";
export type { Step, StepStatus } from "./history/step.js";
export { type RunSteps, stepsOf } from "./history/steps.js";
export { timelineOf } from "./history/timeline.js";
export { type TimelineEntry, timelineLine } from "./history/timeline-entry.js";
export { Host } from "./host/host.js";
export type { HostOptions, Loaded, Migrated, Recovery, Rerun, Started, StartOptions } from "./host/host-options.js";
export { Inbox, type Posted } from "./host/inbox.js";
export { prepareRerun, type RerunStart } from "./host/rerun-start.js";
export { systemClock } from "./host/system-clock.js";
export { isoTime } from "./iso-time.js";
export { type Processes, systemProcesses, type WriterIdentity } from "./ownership/process-identity.js";
export { lockHolder } from "./ownership/run-lock.js";
export { type FoundHead, HEAD_FORMAT, type HeadWaiting, type RunHead } from "./run/head.js";
export { readRun, type StoredRun } from "./run/read-run.js";
export { type Executable, type LoadGraph, type Recovered, recoverRun } from "./run/recover.js";
export { isRunId, newRunId, type RunPaths, runPaths } from "./run/run-directory.js";
export { type RunState, readSnapshot, snapshotNames } from "./run/snapshot.js";
export { type Moment, readHistory, type StoredHistory, type StoredStretch, stateAfter } from "./run/stored-history.js";
export { openStore, Store } from "./store.js";
export { StoreError, type StoreErrorCode, type StorePlace } from "./store-error.js";
export { JOURNAL_FORMAT, type RunHeader } from "./trace/run-header.js";
export type { SaidByPerson, StepResult } from "./trace/step-result.js";
export type { TraceEnd, TraceLine } from "./trace/trace-reader.js";
export type { Migration, SeqRange } from "./trace/trace-writer.js";
