/** What can go wrong with a store, told to people: what, where, why, and what to do about it. */

/** Codes are never renamed or used for something else. */
export type StoreErrorCode =
  | "store/disk-full"
  | "store/io-error"
  | "store/no-permission"
  | "store/unknown-format"
  | "store/broken-trace"
  | "store/lost-history"
  | "store/damaged-graph"
  | "store/damaged-attachment"
  | "store/damaged-log"
  | "store/damaged-head"
  | "store/no-such-run"
  | "store/bad-run-id"
  | "store/run-locked"
  | "store/needs-executors"
  | "store/writing-ended"
  | "store/other-plan"
  | "store/run-over"
  | "store/bad-input"
  | "store/cannot-rerun"
  | "store/cannot-migrate"
  | "store/not-equal";

/** Where in the store. */
export interface StorePlace {
  /** Relative to the store's directory. */
  readonly file: string;
  /** 1-based. */
  readonly line?: number;
  /** In bytes, 0-based. */
  readonly offset?: number;
}

/** Anything that the store refuses or can't do. `message` says what and why, `help` how to mend it. */
export class StoreError extends Error {
  override readonly name = "StoreError";
  readonly code: StoreErrorCode;
  readonly place: StorePlace | undefined;
  readonly help: string;

  constructor(code: StoreErrorCode, message: string, help: string, place?: StorePlace, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.place = place;
    this.help = help;
  }
}
