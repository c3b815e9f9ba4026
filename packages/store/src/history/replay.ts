/**
 * Re-execution. Every input is in the records, so a history can be run again through the kernel and has to come out byte for byte: then each
 * record follows from what came in, and nobody wrote one by hand. What nothing depended on can't be told that way (who acted, or when, where
 * it made no difference); that is what the hash chain of the trace is for.
 */
import { CanonicalError, canonicalize, sha256 } from "@rb/ir";
import {
  apply,
  createState,
  decode,
  type Effect,
  type Envelope,
  encode,
  type JournalRecord,
  type Program,
  problemOfSaved,
  type Question,
  type RecordOf,
  type RunLimits,
  type SavedState,
  type State,
  Stepper,
} from "@rb/kernel";
import type { RecordPoint } from "./history.js";
import { planMigration } from "./migrate.js";

/** Records that ran under one plan. */
export interface ReplaySegment {
  readonly program: Program;
  readonly records: Iterable<JournalRecord>;
  /** For a migrated run: the state that this stretch says it began with. */
  readonly from?: SavedState;
}

/** What a replay needs besides. */
export interface ReplayOptions {
  /** The bounds that the run was started with. */
  readonly limits: RunLimits;
  /** What wrote the trace and what reads it, as the header has it: named where they differ and so do the records. */
  readonly writtenBy?: string;
  readonly engine?: string;
}

/** Where a replay came out differently, for the first time. */
export interface ReplayDifference extends RecordPoint {
  /** `record`: another one was made. `state`: the records alone give another state. `migration`: what it went on with isn't what it had come to. */
  readonly about: "record" | "question" | "refused" | "state" | "migration";
  /** JSON as the journal has it; null where it has nothing. */
  readonly expected: string | null;
  /** JSON as it came out; null where nothing did. */
  readonly made: string | null;
  /** Why that may be, for people. */
  readonly because: readonly string[];
}

/** What came of a replay. */
export interface ReplayReport {
  readonly equal: boolean;
  readonly difference: ReplayDifference | null;
  /** How many were run again and came out equal. */
  readonly batches: number;
  readonly records: number;
  /** After how many of the batches the state was compared too. All, unless states are large: then as many as keep replay linear, and the last. */
  readonly statesCompared: number;
  /** `sha256:<hex>` of the canonical state that all equal batches led to; null where it has no canonical form (half a character in a text). */
  readonly stateHash: string | null;
  /** That state. */
  readonly state: SavedState | null;
}

/** Runs a history again. Never throws for what the records hold: that is a difference. */
export function replay(segments: Iterable<ReplaySegment>, options: ReplayOptions): ReplayReport {
  return new Replay(options).run(segments);
}

type Difference = Omit<ReplayDifference, keyof RecordPoint | "because"> & {
  readonly record?: number;
  readonly because?: readonly string[];
};

class Replay {
  readonly #options: ReplayOptions;
  readonly #limits: { -readonly [K in keyof RunLimits]: RunLimits[K] };
  #program: Program | null = null;
  #live: State = createState();
  /** What the journal's records alone give. */
  #folded: State = createState();
  #stepper: Stepper | null = null;
  #seq = 0;
  #batches = 0;
  #records = 0;
  #difference: ReplayDifference | null = null;
  // Comparing states costs what they are large; each batch may have so much of it done.
  #credit = 0;
  #lastSize = 0;
  #statesCompared = 0;
  #isCompared = true;

  constructor(options: ReplayOptions) {
    this.#options = options;
    this.#limits = { ...options.limits };
  }

  run(segments: Iterable<ReplaySegment>): ReplayReport {
    for (const segment of segments) {
      if (!this.#begin(segment)) break;
      for (const batch of batchesOf(segment.records)) if (!this.#batch(batch)) break;
      if (this.#difference !== null) break;
    }
    if (this.#difference === null && !this.#isCompared) this.#compareStates();
    return this.#report();
  }

  #report(): ReplayReport {
    const state = this.#program === null ? null : this.#encoded(this.#folded);
    return {
      equal: this.#difference === null,
      difference: this.#difference,
      batches: this.#batches,
      records: this.#records,
      statesCompared: this.#statesCompared,
      stateHash: state === null ? null : stateHash(state),
      state,
    };
  }

  #encoded(state: State): SavedState {
    return encode(this.#program as Program, state);
  }

  /** Goes on under a plan, the first or one that the run was migrated to. */
  #begin({ program, from }: ReplaySegment): boolean {
    const before = this.#program;
    if (before !== null && !this.#isCompared && !this.#compareStates()) return false;
    this.#program = program;
    if (from !== undefined) {
      const made = before === null ? from : planMigration(before, program, encode(before, this.#folded)).state;
      const [expected, again] = [JSON.stringify(from), made === null ? null : JSON.stringify(made)];
      if (expected !== again) return this.#differs({ about: "migration", expected, made: again });
      const problem = problemOfSaved(program, from);
      if (problem !== null) return this.#differs({ about: "migration", expected, made: null, because: [problem] });
      this.#live = decode(program, from);
      this.#folded = decode(program, from);
    }
    this.#stepper = new Stepper(program, this.#live, this.#limits);
    return true;
  }

  #batch(expected: readonly JournalRecord[]): boolean {
    const [received] = expected;
    this.#seq = this.#live.seq + 1;
    if (received?.type !== "received") {
      return this.#differs({
        about: "record",
        record: 0,
        expected: textOf(received),
        made: null,
        because: [noReceived],
      });
    }
    // One record more than there are is a difference already; a plan that goes round for ever must not be followed further than that.
    this.#limits.maxRecords = Math.min(this.#options.limits.maxRecords, this.#live.records + expected.length + 1);
    const made = this.#step(received);
    if (made === null) return false;
    for (let at = 0; at < Math.max(made.length, expected.length); at += 1) {
      const [said, did] = [textOf(expected[at]), textOf(made[at])];
      if (said !== did) return this.#differs({ about: "record", record: at, expected: said, made: did });
    }
    for (const record of expected) apply(this.#program as Program, this.#folded, record);
    this.#batches += 1;
    this.#records += expected.length;
    this.#isCompared = false;
    this.#credit += STATE_ALLOWANCE;
    return this.#credit < this.#lastSize || this.#compareStates();
  }

  /** What the kernel makes of an input; null, with the difference noted, when it makes nothing of it. */
  #step(received: RecordOf<"received">): readonly JournalRecord[] | null {
    const records: JournalRecord[] = [];
    const effects: Effect[] = [];
    const { type: _, seq: __, ...envelope } = received;
    let asked: readonly Question[] | null;
    try {
      asked = (this.#stepper as Stepper).take(envelope satisfies Envelope, records, effects);
    } catch (error) {
      // An input that no run could have accepted: the kernel trusts the types, and a file may hold anything.
      const because = [`It can't be taken: ${error instanceof Error ? error.message : String(error)}`];
      this.#differs({ about: "refused", expected: textOf(received), made: null, because });
      return null;
    }
    if (asked === null) return records;
    this.#differs({ about: "question", expected: textOf(received), made: JSON.stringify(asked), because: [askedFor] });
    return null;
  }

  #compareStates(): boolean {
    const [live, folded] = [JSON.stringify(this.#encoded(this.#live)), JSON.stringify(this.#encoded(this.#folded))];
    this.#credit = 0;
    this.#lastSize = live.length;
    this.#statesCompared += 1;
    this.#isCompared = true;
    return live === folded || this.#differs({ about: "state", expected: folded, made: live });
  }

  #differs({ about, expected, made, record, because }: Difference): false {
    const place = { seq: this.#seq, record: record ?? 0 };
    this.#difference = { ...place, about, expected, made, because: [...(because ?? []), ...this.#suspects()] };
    return false;
  }

  /** Why the same history may come out differently. */
  #suspects(): readonly string[] {
    const { writtenBy, engine } = this.#options;
    const isOther = writtenBy !== undefined && engine !== undefined && writtenBy !== engine;
    const languages = (this.#program?.bundle.languages ?? []).map(({ name, version }) => `${name} ${version}`);
    return [
      ...(isOther ? [`It was written by ${writtenBy}, and this is ${engine}.`] : []),
      ...(languages.length === 0 ? [] : [`Its languages may mean something else here: ${languages.join(", ")}.`]),
      "The trace may have been changed after it was written.",
    ];
  }
}

/** Characters of state that each batch may have compared. */
const STATE_ALLOWANCE = 4096;

const noReceived = "A batch begins with what was received.";
const askedFor = "The journal lacks an answer that this engine, or a language, now asks for.";

function* batchesOf(records: Iterable<JournalRecord>): Generator<readonly JournalRecord[]> {
  let batch: JournalRecord[] = [];
  for (const record of records) {
    if (record.type === "received" && batch.length > 0) {
      yield batch;
      batch = [];
    }
    batch.push(record);
  }
  if (batch.length > 0) yield batch;
}

function textOf(record: JournalRecord | undefined): string | null {
  return record === undefined ? null : JSON.stringify(record);
}

/** `sha256:<hex>` of a state in canonical form; null where it has none. */
export function stateHash(state: SavedState): string | null {
  try {
    return sha256(canonicalize(state));
  } catch (error) {
    if (error instanceof CanonicalError) return null;
    throw error;
  }
}
