/**
 * Handing something to a run. Where nobody drives it, it is taken up here and driven until it rests. Where another process does, that one is
 * handed it by the inbox; should it let the run go before it has taken it, the run is taken up here after all.
 */
import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import type { Input, JournalRecord, RunResult } from "@rb/kernel";
import { readRun, StoreError } from "@rb/store";
import type { Arguments } from "../command.js";
import { needsItsOwnHost, takeUpText } from "./own-host.js";
import { openHost, type Session } from "./session.js";

/** What became of something that was handed over. */
export type Handed =
  /** The run was driven here until it rested. */
  | { readonly how: "driven-here"; readonly effect: EffectOnRun; readonly result: RunResult }
  | { readonly how: "taken-elsewhere"; readonly effect: EffectOnRun; readonly by: string }
  /** It lies in the inbox, and will be taken; `by` says whose run it is, `later` when, where nobody drives it now. */
  | { readonly how: "on-its-way"; readonly by: string; readonly later: string }
  /** The run ended before it was taken. */
  | { readonly how: "too-late" };

/** Whether it changed anything: `known` was taken before under this id; `none` says why not. */
export type EffectOnRun =
  | { readonly kind: "some" }
  | { readonly kind: "known" }
  | { readonly kind: "none"; readonly why: string };

export interface HandOver {
  readonly run: string;
  readonly input: Input;
  /** What it is known by. Default: a new one. */
  readonly id?: string;
  /** How long another process has for taking it, in milliseconds. */
  readonly patienceMs: number;
  readonly onRecord?: (run: string, record: JournalRecord) => void;
}

const DEFAULT_PATIENCE_S = 10;
const LOOK_EVERY_MS = 100;

export function patienceOf(args: Arguments): number {
  return (args.number("wait") ?? DEFAULT_PATIENCE_S) * 1000;
}

/** @throws StoreError when the run can't be opened, or is over. */
export async function handOver(
  session: Session,
  { run, input, id = randomUUID(), patienceMs, onRecord }: HandOver,
): Promise<Handed> {
  const seen = new Seen(id);
  const host = openHost(session, {
    brief: true,
    onRecord: (of, record) => {
      seen.see(record);
      onRecord?.(of, record);
    },
  });
  try {
    const delivery = { input, id, actor: session.actor };
    const first = await unlessElsewhere(() => host.resume(run, [delivery]));
    if (!(first instanceof StoreError)) return { how: "driven-here", effect: seen.effect, result: first };
    const { inbox } = session.store;
    const isKnown = effectInTrace(session, run, id).kind !== "known";
    await inbox.post(run, delivery, Date.now());
    for (const untilMs = Date.now() + patienceMs; ; await sleep(LOOK_EVERY_MS)) {
      if (inbox.refused(run, id)) return { how: "too-late" };
      if (!inbox.holds(run, id))
        return {
          how: "taken-elsewhere",
          effect: isKnown ? { kind: "known" } : effectInTrace(session, run, id),
          by: first.message,
        };
      const again = await unlessElsewhere(() => host.resume(run));
      if (!(again instanceof StoreError)) return { how: "driven-here", effect: seen.effect, result: again };
      const isNobodys = again.code === "store/needs-executors";
      // Nobody has it, so nobody will take it soon.
      if (isNobodys || Date.now() >= untilMs)
        return { how: "on-its-way", by: again.message, later: isNobodys ? laterText(session, run) : "" };
    }
  } finally {
    await host.close();
  }
}

/** The result, or the refusal that says whose the run is: another process drives it, or only another program can. */
async function unlessElsewhere(drive: () => Promise<RunResult>): Promise<RunResult | StoreError> {
  try {
    return await drive();
  } catch (error) {
    if (error instanceof StoreError && isElsewhere(error)) return error;
    throw error;
  }
}

function laterText({ store }: Session, run: string): string {
  const header = store.begun(run);
  if (header === null) return "";
  return needsItsOwnHost(header)
    ? " when the program that started the run takes it up"
    : ` by ${takeUpText(run, header)}`;
}

/** The run is for others to drive. */
export function isElsewhere({ code }: StoreError): boolean {
  return code === "store/run-locked" || code === "store/needs-executors";
}

function effectInTrace({ store }: Session, run: string, id: string): EffectOnRun {
  const seen = new Seen(id);
  for (const record of readRun(store.disk, run).records()) seen.see(record);
  return seen.effect;
}

/** Watches for what followed from one delivery. */
class Seen {
  readonly #id: string;
  #isIn = false;
  #effect: EffectOnRun = { kind: "known" };

  constructor(id: string) {
    this.#id = id;
  }

  get effect(): EffectOnRun {
    return this.#effect;
  }

  see(record: JournalRecord): void {
    if (record.type === "received") {
      this.#isIn = record.delivery === this.#id;
      if (this.#isIn) this.#effect = { kind: "some" };
    } else if (!this.#isIn) return;
    else if (record.type === "ignored") this.#effect = { kind: "none", why: record.why };
    else if (record.type === "jobSettled" && record.late)
      this.#effect = { kind: "none", why: "what it is about had been given up before" };
    else if (record.type === "jobReviewed" && !record.counts) this.#effect = { kind: "none", why: record.why ?? "" };
  }
}
