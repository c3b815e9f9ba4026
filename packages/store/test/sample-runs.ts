/** Small runs that between them touch what a journal has to hold: failures and retries, waits, people, compensation. */
import type { Bundle } from "@rb/ir";
import { action, all, bundle, end, gate, gateway, raise, start, wait } from "../../kernel/test/build.js";
import type { Disk } from "../src/disk/disk.js";
import { type WriteOptions, WrittenRun } from "./written-run.js";

export interface Sample {
  readonly bundle: Bundle;
  readonly play: (run: WrittenRun) => Promise<void>;
}

const into = (name: string) => [{ path: [name], from: { result: [] } }];

export const sequenceWithRetry: Sample = {
  bundle: bundle(
    [
      start("s"),
      action("prepare", { outputs: into("x") }),
      action("restart", { retry: { attempts: 3, firstMs: 1000 }, request: { variable: "x" }, outputs: into("y") }),
      end("e"),
    ],
    ["s > prepare", "prepare > restart", "restart > e"],
    { variables: [{ name: "x" }, { name: "y" }, { name: "token", external: true, secret: true }] },
  ),
  async play(run) {
    await run.start({ token: { secret: "secret://vault/token" } });
    await run.ok("prepare", {
      host: "db-1",
      text: "é ❤ \u0000",
      ["__proto__"]: { polluted: 1 },
      constructor: { prototype: 1 },
    });
    run.nowMs = 5000;
    await run.fail("restart", "busy");
    run.nowMs = 6000;
    await run.send({ type: "tick" });
    await run.ok("restart", "up");
  },
};

export const parallelWithWaits: Sample = {
  bundle: bundle(
    [
      start("s"),
      gateway("fork"),
      wait("message", [{ trigger: { on: "message", name: { json: "paid" } }, into: into("paid") }]),
      wait("timer", [{ trigger: { on: "timer", after: { json: 60_000 } } }]),
      action("work"),
      gateway("join", all),
      end("e"),
    ],
    [
      "s > fork",
      "fork > message",
      "fork > timer",
      "fork > work",
      "message > join",
      "timer > join",
      "work > join",
      "join > e",
    ],
    { variables: [{ name: "paid" }] },
  ),
  async play(run) {
    await run.start();
    await run.send(
      { type: "delivered", kind: "message", id: "m1", name: "paid", payload: { json: { amount: 7 } } },
      { actor: "service:bank", delivery: "d-1" },
    );
    await run.ok("work");
    run.nowMs = 60_000;
    await run.send({ type: "tick" });
  },
};

export const approvalAndCompensation: Sample = {
  bundle: bundle(
    [
      start("s"),
      action("book", { compensation: "unbook" }),
      action("unbook"),
      gate("approve", { evidence: [{ name: "ticket", kind: "text" }] }),
      raise("undo", [{ raise: "compensation", wait: true }]),
      end("e"),
    ],
    ["s > book", "book > approve", "approve > e", "approve:rejected > undo", "undo > e"],
  ),
  async play(run) {
    await run.start();
    await run.ok("book", { seat: "12A" });
    const { effect, hash } = run.jobAt("approve");
    const approval = { by: "user:bob", hash, comment: "Not today.", evidence: { ticket: "T-1" } } as const;
    await run.send({ type: "reviewed", effect, approval: { ...approval, verdict: "reject" } }, { actor: "user:bob" });
    await run.ok("unbook");
  },
};

export const samples: { readonly [name: string]: Sample } = {
  "sequence-with-retry": sequenceWithRetry,
  "parallel-with-waits": parallelWithWaits,
  "approval-and-compensation": approvalAndCompensation,
};

export async function written(disk: Disk, sample: Sample, options: WriteOptions = {}): Promise<WrittenRun> {
  const run = new WrittenRun(disk, sample.bundle, options);
  await sample.play(run);
  return run;
}
