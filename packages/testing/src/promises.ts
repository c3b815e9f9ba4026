/**
 * What processes have promised, held against the disk at that moment: nothing that was said to last may be lost when the power goes next.
 * Each check gives what is wrong, or null.
 */
import { sha256Hex } from "@rb/ir";
import { type Input, isFinal, type JournalRecord } from "@rb/kernel";
import type { SimulatedDisk } from "./simulated-disk.js";
import { recordsIn, tellsOfStart } from "./trace-records.js";
import type { Witness } from "./witness.js";
import type { Deed } from "./world.js";

/** Something that somebody has handed over for a run. */
export interface Sent {
  readonly run: string;
  readonly id: string;
  readonly input: Input;
  state: "on its way" | "taken" | "refused";
}

export class Promises {
  /** What is known of each run, by its id. */
  readonly witnesses: Map<string, Witness> = new Map();
  readonly sent: Sent[] = [];
  readonly #disk: SimulatedDisk;
  readonly #deeds = new Map<string, Deed>();

  constructor(disk: SimulatedDisk) {
    this.#disk = disk;
  }

  /** The records of a run that can be read, before this number. */
  onDisk(run: string, before?: number): readonly JournalRecord[] {
    const records = recordsIn(this.#disk.seen(`runs/${run}/trace.jsonl`), this.#attachmentsOf(run));
    const end = records.findIndex((record) => record.type === "received" && record.seq >= (before ?? Infinity));
    return end < 0 ? records : records.slice(0, end);
  }

  #attachmentsOf(run: string): (name: string) => Uint8Array | null {
    return (name) => this.#disk.seen(`runs/${run}/attachments/${name}`);
  }

  /** Without any log, the trace has to have everything that was said to last. */
  traceLasts({ run, texts }: Witness, when: string): string | null {
    const trace = `runs/${run}/trace.jsonl`;
    const [durable, seen] = [this.#disk.durable(trace), this.#disk.seen(trace)];
    // Mostly all of it lasts, and that is told faster.
    if (durable !== null && seen !== null && Buffer.compare(durable, seen) === 0) return null;
    const { length } = recordsIn(durable, this.#attachmentsOf(run));
    return length >= texts.length
      ? null
      : `${run} has ${length} records on the disk for certain ${when}, and ${texts.length} were said to last`;
  }

  /** Whoever comes with this key after a loss of power has to be told of this run. */
  keyLasts(key: string, run: string): string | null {
    const file = this.#disk.durable(`keys/${sha256Hex(key)}.json`);
    return file !== null && new TextDecoder().decode(file).includes(run)
      ? null
      : `${key} was said to stand for ${run}, and a loss of power at that moment would lose that`;
  }

  /** What another process has handed over is in the inbox for certain, or has been taken out of it. */
  postLasts({ run, id }: Sent): string | null {
    if (this.witnesses.get(run)?.deliveries.has(id) === true) return null;
    const key = sha256Hex(id).slice(0, 32);
    const isWhole = (name: string): boolean =>
      name.includes(key) && new TextDecoder().decode(this.#disk.durable(`inbox/${name}`) ?? undefined).endsWith("}\n");
    if (!this.#disk.seenNames("inbox").some((name) => name.includes(key))) return null;
    return this.#disk.durableNames("inbox").some(isWhole)
      ? null
      : `${id} was taken for ${run}, and a loss of power at that moment would lose it`;
  }

  /** At the very moment at which something is done outside, the disk has to hold for certain that it was begun. */
  done(deed: Deed): string | null {
    const { run, effect, idempotent } = deed;
    const isAgain = this.#deeds.has(effect);
    this.#deeds.set(effect, deed);
    if (isAgain && !idempotent) return `${effect} was done twice`;
    const places = [`runs/${run}/trace.jsonl`, ...this.#disk.durableNames("log").map((name) => `log/${name}`)];
    return places.some((path) => tellsOfStart(this.#disk.durable(path), effect))
      ? null
      : `${effect} was done, and a loss of power at that moment would lose that it was begun`;
  }

  /** In the end, whatever was done for a run is told to have been begun. */
  deedsAreTold({ run, started }: Witness): string | null {
    for (const { run: of, effect } of this.#deeds.values())
      if (of === run && !started.has(effect)) return `${effect} was done, and nothing says that it was begun`;
    return null;
  }

  /** In the end, whatever was taken has been received once, or still waits. */
  deliveriesLast(): string | null {
    const inbox = this.#disk.seenNames("inbox");
    for (const { run, id, state } of this.sent) {
      const witness = this.witnesses.get(run);
      const times = witness?.deliveries.get(id) ?? 0;
      if (times > 1) return `${id} was handed over once, and ${run} has received it ${times} times`;
      if (state !== "taken" || times > 0) continue;
      const key = sha256Hex(id).slice(0, 32);
      // What was put aside is not lost if the run was over.
      const isOver = witness !== undefined && isFinal(witness.state.status);
      const isWaiting = inbox.some(
        (name) => name.startsWith(`${run}.`) && (name.endsWith(`${key}.json`) || (isOver && name.includes(key))),
      );
      if (!isWaiting) return `${id} was taken for ${run}, and is lost`;
    }
    return null;
  }
}
