/** What a host of durable runs is given, and what it gives. */
import type { Bundle, Json, NodeId } from "@rb/ir";
import type {
  Clock,
  DecisionPoint,
  Executor,
  JournalRecord,
  Languages,
  Program,
  RunLimits,
  RunResult,
  StandIn,
} from "@rb/kernel";

import type { MigrationPlan } from "../history/migrate.js";
import type { RerunPlan } from "../history/rerun.js";

/** A bundle with the languages that its expressions are in. */
export interface Loaded {
  readonly bundle: Bundle;
  readonly languages: Languages;
  /** Of a stored graph: where whoever loads it has compiled it already. */
  readonly program?: Program;
}

/** What runs are driven with; the same for all of one host. */
export interface HostOptions {
  /** Makes the text of a stored graph runnable again. */
  readonly load: (graph: string) => Promise<Loaded>;
  readonly clock: Clock;
  /** Eight or more hex digits, other ones each time: ids are made of them. */
  readonly random: () => string;
  /** Whom what comes in without a name is put down to. Default `system`. */
  readonly actor?: string;
  /** By name. Default: none. */
  readonly executors?: { readonly [name: string]: Executor };
  /** One for all runs, or for each by what it is a run of: `governed` of `@rb/executors` asks that. Default: one that denies everything. */
  readonly decisionPoint?: DecisionPoint | ((bundle: Bundle) => DecisionPoint);
  /** A snapshot after every n-th finished step; 0: none. Default 1. */
  readonly snapshots?: number;
  /** Values whose JSON is longer go into attachments. Default 256 KiB. */
  readonly maxInlineBytes?: number;
  /** How long executors that were told to stop are waited for. Default 5000. */
  readonly graceMs?: number;
  /** How often to look for inputs from other processes while runs are driven. Default 200. */
  readonly inboxEveryMs?: number;
  /** Stays with runs that wait, keeps their time and takes what comes for them; else it lets go of a run that comes to rest. Default false. */
  readonly resident?: boolean;
  /** Told of each record when it lasts. */
  readonly onRecord?: (run: string, record: JournalRecord) => void;
  /** Told of what went wrong with a run that nobody awaits. */
  readonly onProblem?: (run: string, error: unknown) => void;
}

/** How to start one run. */
export interface StartOptions {
  readonly inputs?: { readonly [name: string]: Json };
  /** `secret://…` references, by name. */
  readonly secrets?: { readonly [name: string]: string };
  readonly entry?: NodeId;
  readonly actor?: string;
  /** The same key again gives the run that it was first used for. */
  readonly idempotencyKey?: string;
  /** The document as its user named it, and its format. */
  readonly runbookPath?: string;
  readonly runbookFormat?: string;
  readonly title?: string;
  readonly tenant?: string;
  readonly labels?: { readonly [name: string]: string };
  readonly limits?: Partial<RunLimits>;
  /** The run that this one repeats, and from which step; `standIn` then says what had happened before. */
  readonly rerun?: { readonly of: string; readonly from: string };
  readonly standIn?: StandIn;
}

/** A run that is there. */
export interface Started {
  readonly run: string;
  /** The idempotency key was used before: this is the run that it made. */
  readonly existing: boolean;
  /** Resolves when it rests, is over, or waits for somebody; rejects when it can't be written any more. */
  readonly result: Promise<RunResult>;
}

/** A rerun that can be started. */
export interface Rerun {
  /** What it will do. */
  readonly plan: RerunPlan;
  /** `more` goes before what the earlier run was started with. */
  readonly start: (
    more?: Pick<StartOptions, "actor" | "idempotencyKey" | "runbookPath" | "runbookFormat" | "title" | "labels">,
  ) => Promise<Started>;
}

/** What moving a run to another plan means, and what it then came to; null when it was only asked. */
export interface Migrated {
  readonly plan: MigrationPlan;
  readonly result: RunResult | null;
}

/** What taking up all runs came to. */
export interface Recovery {
  /** Runs that are driven, or wait, in this host now. */
  readonly taken: readonly string[];
  /** Runs that another process drives, or that only a host with other executors can. */
  readonly elsewhere: readonly string[];
  /** Runs that can't be opened, and why. */
  readonly refused: readonly { readonly run: string; readonly error: unknown }[];
}
