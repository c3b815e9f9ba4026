/**
 * Knows of one run what nobody may take back: the records that were said to last. It runs their inputs again through the kernel, on a state of its
 * own, and folds the records over another: both have to come to the same as the run itself, byte for byte.
 */
import {
  apply,
  createState,
  encode,
  type JournalRecord,
  type Program,
  type RunLimits,
  type State,
  Stepper,
} from "@rb/kernel";

/** Something that must not be. */
export class Violation extends Error {
  override readonly name = "Violation";
}

/** Of one run. */
export class Witness {
  readonly run: string;
  readonly program: Program;
  /** As JSON. */
  readonly texts: string[] = [];
  /** As people and other systems see the run. */
  readonly state: State = createState();
  /** Ids of deliveries, with how often each was received. */
  readonly deliveries: Map<string, number> = new Map();
  /** Effects whose start is in the records. */
  readonly started: Set<string> = new Set();
  readonly #again: State = createState();
  readonly #stepper: Stepper;
  #batch: { readonly records: JournalRecord[]; readonly from: number } | null = null;

  constructor(run: string, program: Program, limits: RunLimits) {
    this.run = run;
    this.program = program;
    this.#stepper = new Stepper(program, this.#again, limits);
  }

  /** The number of its last envelope. */
  get seq(): number {
    return this.state.seq;
  }

  /** One more record is said to last. */
  see(record: JournalRecord): void {
    if (record.type === "received") {
      this.#runAgain();
      if (record.seq !== this.seq + 1)
        throw new Violation(`${this.run}: number ${record.seq} was written after number ${this.seq}`);
      this.#batch = { records: [], from: this.texts.length };
      const { delivery } = record;
      if (delivery !== undefined) this.deliveries.set(delivery, (this.deliveries.get(delivery) ?? 0) + 1);
    }
    if (record.type === "jobStarted" || (record.type === "jobDecided" && record.stage === "started"))
      this.started.add(record.effect);
    this.#batch?.records.push(record);
    this.texts.push(JSON.stringify(record));
    apply(this.program, this.state, record);
  }

  /**
   * What is on the disk now: everything that was said to last, at its place, and perhaps more, which was written in time but never said to last.
   * Adopted, that has to last too: the run has gone on from it.
   */
  compare(onDisk: readonly JournalRecord[], adopt: boolean): void {
    for (const [index, text] of this.texts.entries()) {
      const found = onDisk[index];
      if (found === undefined)
        throw new Violation(`${this.run}: record ${index + 1} was said to last and is lost: ${text}`);
      const there = JSON.stringify(found);
      if (there !== text)
        throw new Violation(`${this.run}: record ${index + 1} was said to last as ${text}, and is now ${there}`);
    }
    if (adopt) for (const record of onDisk.slice(this.texts.length)) this.see(record);
    this.settle();
  }

  /** What was seen, run again and folded, has to come to the same. */
  settle(): void {
    this.#runAgain();
    const folded = JSON.stringify(encode(this.program, this.state));
    const again = JSON.stringify(encode(this.program, this.#again));
    if (folded !== again)
      throw new Violation(
        `${this.run}: its records come to another state than its inputs: ${difference(folded, again)}`,
      );
  }

  #runAgain(): void {
    if (this.#batch === null) return;
    const { records, from } = this.#batch;
    this.#batch = null;
    const received = records[0] as Extract<JournalRecord, { type: "received" }>;
    const { type: _, seq: __, ...envelope } = received;
    const made: JournalRecord[] = [];
    if (this.#stepper.take(envelope, made, []) !== null)
      throw new Violation(`${this.run}: number ${received.seq} asks again although it was answered`);
    for (let index = 0; index < Math.max(made.length, records.length); index += 1) {
      const [text, expected] = [JSON.stringify(made[index]), this.texts[from + index]];
      if (index >= records.length || text !== expected)
        throw new Violation(
          `${this.run}: number ${received.seq}, run again, gives ${text} where ${expected} was written`,
        );
    }
  }
}

function difference(a: string, b: string): string {
  let at = 0;
  while (a[at] === b[at]) at += 1;
  return `…${a.slice(Math.max(0, at - 60), at + 60)}… is not …${b.slice(Math.max(0, at - 60), at + 60)}…`;
}
