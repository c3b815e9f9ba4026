/** The people and systems around runs: they approve, pay, and say of what nobody knows whether it happened. Whatever was acknowledged they never say again. */
import { type Delivery, type Incident, type Input, isFinal, type Outcome, type RunResult } from "@rb/kernel";
import { type Host, readRun, type Store, StoreError } from "../../src/index.js";
import type { Deed, World } from "./world.js";

type Mail = Delivery & { readonly id: string };

const people = ["user:ann", "user:bob"];

/** Tries again as long as another process has the run. */
export async function unlessLocked<T>(act: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      if (!(error instanceof StoreError && error.code === "store/run-locked")) throw error;
      await pause();
    }
  }
}

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

/** A run rests, and nobody has anything to say to it: something that it was given is lost. */
export class NothingToSay extends Error {
  override readonly name = "NothingToSay";
}

export class Tending {
  readonly #store: Store;
  readonly #host: Host;
  readonly #world: World;
  readonly #pays: boolean;

  constructor(store: Store, host: Host, world: World, pays: boolean) {
    this.#store = store;
    this.#host = host;
    this.#world = world;
    this.#pays = pays;
  }

  /** Stays with a run until it is over. One that another process drives is waited for. */
  async tend(run: string): Promise<void> {
    await unlessLocked(() => this.#tend(run));
  }

  async #tend(run: string): Promise<void> {
    for (let result = await this.#host.resume(run); !isFinal(result.status); result = await this.#host.resume(run)) {
      const receipts = this.#world.receipts.all();
      const isTaken = ({ id }: Mail) => receipts.some((line) => line.what === "taken" && line.delivery === id);
      const mail = this.#answers(run, result).filter((delivery) => !isTaken(delivery));
      if (mail.length === 0) {
        const waitsFor = JSON.stringify([result.status, result.waiting, result.incidents]);
        if (this.#pays && !this.#isUnderWay(run, receipts.length))
          throw new NothingToSay(`Run ${run} rests although everything was said: ${waitsFor}`);
        await pause();
      }
      for (const [index, delivery] of mail.entries()) await this.#handOver(run, delivery, index);
    }
  }

  /** Somebody else may have said something since the run came to rest. */
  #isUnderWay(run: string, seen: number): boolean {
    return this.#store.inbox.runs().has(run) || this.#world.receipts.all().length > seen;
  }

  /** One after the other by hand and by the inbox. */
  async #handOver(run: string, delivery: Mail, index: number): Promise<void> {
    if (index % 2 === 0) await this.#host.send(run, delivery);
    else await this.#store.inbox.post(run, delivery, Date.now());
    this.#world.receipts.add({ what: "taken", run, delivery: delivery.id });
  }

  #answers(run: string, { waiting, incidents }: RunResult): readonly Mail[] {
    const answers = waiting.flatMap((asked): readonly Mail[] => {
      if (asked.for === "approval") {
        const { effect, hash } = asked.job;
        return people.map((by) => ({
          id: `${effect}/${by}`,
          actor: by,
          input: { type: "reviewed", effect, approval: { by, verdict: "approve", hash } },
        }));
      }
      if (!this.#pays || asked.for !== "event" || asked.wait.kind !== "message") return [];
      const id = `${run}/paid`;
      const payload = { json: "x".repeat(2000) };
      return [{ id, actor: "service:bank", input: { type: "delivered", kind: "message", id, name: "paid", payload } }];
    });
    // A join that nothing can reach any more is only what another incident leads to.
    const own = incidents.filter(({ code }) => code !== "stuck-join");
    return [...answers, ...own.map((incident) => this.#resolve(run, incident))];
  }

  /** Nothing is ever tried again on suspicion: the ledger says what became of it, and what was not done is done by hand. */
  #resolve(run: string, { token, code }: Incident): Mail {
    if (code !== "unknown-outcome") throw new Error(`Run ${run} has an incident that nobody expects: ${code}`);
    const staged = [...readRun(this.#store.disk, run).records()].findLast(
      (record) => record.type === "jobStaged" && record.token === token,
    );
    if (staged?.type !== "jobStaged") throw new Error(`Run ${run} has an incident about nothing that it did`);
    const { effect, node, attempt } = staged.job;
    const done = this.#world.ledger.all().find((deed) => deed.effect === effect);
    const deed: Deed = done ?? {
      ...{ effect, run, node, attempt, idempotent: false, by: "person", outcome: "ok", pid: process.pid },
    };
    if (done === undefined) this.#world.ledger.add(deed);
    const outcome: Outcome =
      deed.outcome === "ok"
        ? { kind: "ok", output: { json: effect } }
        : { kind: "failed", code: "busy", message: "It was too busy." };
    const input: Input = { type: "resolved", token, how: { do: "settle", outcome } };
    return { id: `${effect}/resolved`, actor: "user:ann", input };
  }
}
