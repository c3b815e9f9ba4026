/** The first line of a trace: what is run, by whom, within which bounds. Everything that re-execution needs and the records don't say. */
import type { RunLimits } from "@rb/kernel";

/** The version of the journal's form. A later one still opens journals of every earlier one. */
export const JOURNAL_FORMAT = 1;

/** What a run is, from its beginning. */
export interface RunHeader {
  readonly format: typeof JOURNAL_FORMAT;
  readonly run_id: string;
  /** The plan hash of the bundle alone: what the saved state, verdicts and approvals name. */
  readonly program: string;
  /** The plan hash of the bundle with its inputs: what people approved to start. */
  readonly plan: string;
  /** `sha256:<hex>` of the bytes of `graph.json`. */
  readonly graph: string;
  readonly mode: "live" | "dry-run";
  readonly actor: string;
  /** ISO 8601, UTC. */
  readonly started_at: string;
  /** The document as its user named it, and its format. */
  readonly runbook_path?: string;
  readonly runbook_format?: string;
  readonly title?: string;
  readonly tenant?: string;
  readonly labels?: { readonly [name: string]: string };
  /** The bounds that the run was started with; it keeps them whoever resumes it. */
  readonly limits: RunLimits;
  /** Executors of the host that started it, by name; who lacks one of them can't take it up. */
  readonly executors?: readonly string[];
  readonly idempotency_key?: string;
  /** The run that this one repeats, and from which step. */
  readonly rerun_of?: string;
  readonly rerun_from?: string;
  /** What wrote it: `rb 0.1.0`. */
  readonly engine: string;
}
