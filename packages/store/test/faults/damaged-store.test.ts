/**
 * A whole store, one byte of which is not what it was, or one file of which is cut off: whoever opens it and takes its runs up gets the same history, or
 * a refusal that names the file. What a trace alone does in all such cases is tested beside its reader.
 */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import type { Bundle } from "@rb/ir";
import type { Clock, Input, Outcome } from "@rb/kernel";
import { beforeAll, describe, expect, test } from "vitest";
import { action, bundle, end, start, wait } from "../../../kernel/test/build.js";
import {
  type Disk,
  Host,
  NodeDisk,
  openStore,
  type Processes,
  readRun,
  StoreError,
  type WriterIdentity,
} from "../../src/index.js";
import { PlainDisk } from "../plain-disk.js";

const loaded = (plan: Bundle) => ({ bundle: plan, languages: { expressions: [], schemas: [] } });
const work: Bundle = bundle([start("s"), action("a"), action("b"), end("e")], ["s > a", "a > b", "b > e"]);
const pays = (then: string): Bundle =>
  bundle(
    [start("s"), wait("c", [{ trigger: { on: "message", name: { json: "paid" } } }]), action(then), end("e")],
    ["s > c", `c > ${then}`, `${then} > e`],
  );
const paid: Input = { type: "delivered", kind: "message", id: "m", name: "paid", payload: { json: 1 } };
const key = { idempotencyKey: "order 7" };

/** Time stands still, so that every history comes out the same. */
const clock: Clock = {
  now: () => 1_800_000_000_000,
  sleep: (_, signal) => new Promise((resolve) => signal.addEventListener("abort", resolve)),
};

/** A process, to which all others are dead. */
function processes(id: string): Processes {
  const self: WriterIdentity = {
    ...{ id, host: "h", boot: "b", namespace: "n", pid: 1, started: "1", since: "2026-01-31T12:00:00.000Z" },
  };
  return { self, isAlive: (other) => other.id === id };
}

async function open(
  disk: Disk,
  id: string,
  resident = false,
): Promise<{ readonly host: Host; readonly problems: unknown[] }> {
  const problems: unknown[] = [];
  const store = await openStore(disk, processes(id));
  let made = 0;
  const host = new Host(store, {
    load: async (text) => loaded(JSON.parse(text)),
    clock,
    random: () => {
      made += 1;
      return `${id}${String(made).padStart(8, "0")}`;
    },
    decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "r", policy: "p" }) },
    executors: {
      test: {
        invoke: ({ job }) => {
          if (job.node === "never") return new Promise<Outcome>(() => {});
          return { kind: "ok", output: { json: job.node === "a" ? "large".repeat(40) : 1 } };
        },
      },
    },
    maxInlineBytes: 150,
    resident,
    onProblem: (_, error) => problems.push(error),
  });
  return { host, problems };
}

/** What somebody sees who opens a store and takes up a run. */
interface Seen {
  readonly refusals: readonly StoreError[];
  /** Its history after that; null where it could not be taken up. */
  readonly after: string | null;
}

async function look(disk: PlainDisk, run: string): Promise<Seen> {
  const refusals: StoreError[] = [];
  try {
    const { host, problems } = await open(disk, "second");
    await host.resume(run);
    for (const problem of problems) if (problem instanceof StoreError) refusals.push(problem);
    await host.close();
    return { refusals, after: [...readRun(disk, run).records()].map((record) => JSON.stringify(record)).join("\n") };
  } catch (error) {
    if (!(error instanceof StoreError)) throw error;
    return { refusals: [...refusals, error], after: null };
  }
}

const names = (refusals: readonly StoreError[], file: string): boolean =>
  refusals.some(({ place, message, help }) => place?.file === file || `${message} ${help}`.includes(file));

describe("a store with runs that are over, wait, and were under way when their process died", () => {
  let image: PlainDisk;
  let runs: { readonly over: string; readonly waiting: string; readonly busy: readonly string[] };
  const whole = new Map<string, Seen>();
  let files: readonly string[] = [];

  beforeAll(async () => {
    const directory = mkdtempSync(join(tmpdir(), "rb-damaged-"));
    const { host } = await open(new NodeDisk(directory), "first", true);
    const over = await host.start(loaded(work), key);
    await over.result;
    const waiting = await host.start(loaded(pays("b")));
    const busy = [await host.start(loaded(pays("never"))), await host.start(loaded(pays("never")))];
    for (const { result } of [waiting, ...busy]) await result;
    // In one moment, so that what they write comes together in the log.
    await Promise.all(busy.map(({ run }) => host.send(run, { input: paid })));
    runs = { over: over.run, waiting: waiting.run, busy: busy.map(({ run }) => run) };
    const all = [runs.over, runs.waiting, ...runs.busy];
    const posting = await openStore(directory, processes("first"));
    await posting.inbox.post(waiting.run, { id: "d", input: paid }, clock.now());
    const paths = readdirSync(directory, { recursive: true, encoding: "utf8", withFileTypes: true });
    image = new PlainDisk(
      paths.flatMap((entry) => {
        const path = join(entry.parentPath, entry.name);
        return entry.isFile() ? [[relative(directory, path), readFileSync(path)] as const] : [];
      }),
    );
    rmSync(directory, { recursive: true });
    // The files of the one are like those of the other.
    const last = busy.at(-1)?.run ?? "";
    files = [...image.files].flatMap(([name, { length }]) => (length > 0 && !name.includes(last) ? [name] : []));
    for (const run of all) whole.set(run, await look(image.copy(), run));
  });

  test("has every kind of file", async () => {
    const kinds = [/trace/, /graph/, /head/, /snapshots/, /attachments/, /lock-\d/, /^keys/, /^inbox/, /^log/];
    for (const kind of kinds) expect(files.filter((name) => kind.test(name)).length, String(kind)).toBeGreaterThan(0);
    const last = [...whole.values()].map(({ refusals, after }) => [refusals, after?.split("\n").at(-1)]);
    expect(last).toEqual([
      [[], expect.stringContaining('"completed"')],
      [[], expect.stringContaining('"completed"')],
      [[], expect.stringContaining('"stuck"')],
      [[], expect.stringContaining('"stuck"')],
    ]);
  });

  /** Whose history a file can change; of the shared log, those that it covers. */
  const concerned = (file: string): readonly string[] => {
    const own = [...whole.keys()].filter((run) => file.includes(run));
    return own.length > 0 ? own : runs.busy;
  };
  /** Null: the file is gone. */
  const changed = (file: string, bytes: Buffer | null): PlainDisk => {
    const disk = image.copy();
    if (bytes === null) disk.files.delete(file);
    else disk.files.set(file, bytes);
    return disk;
  };

  async function expectSameOrRefused(file: string, bytes: Buffer | null, what: string): Promise<void> {
    for (const run of concerned(file)) {
      const { refusals, after } = await look(changed(file, bytes), run);
      if (names(refusals, file)) continue;
      if (refusals.length > 0 || after !== whole.get(run)?.after)
        expect.fail(
          `${what}: ${run} is ${after ?? "not there"}\nafter ${refusals.map(({ message }) => message).join()}`,
        );
    }
  }

  const isKey = (file: string): boolean => file.startsWith("keys/");

  async function expectKeyIsSameOrRefused(file: string, bytes: Buffer, what: string): Promise<void> {
    const { host } = await open(changed(file, bytes), "second");
    const outcome = await host.start(loaded(work), key).catch((error: unknown) => error);
    if (outcome instanceof StoreError) expect(outcome.place?.file, what).toBe(file);
    else expect(outcome, what).toMatchObject({ run: runs.over, existing: true });
    await host.close();
  }

  /** These alone, with every byte, are tested beside what reads them. */
  const stepOf = (file: string): number => (/trace|graph|attachments/.test(file) ? 3 : 1);

  test("one bit changed, all over every file", async () => {
    for (const file of files) {
      const bytes = image.files.get(file) as Buffer;
      for (let at = 0; at < bytes.length; at += stepOf(file)) {
        const flipped = Buffer.from(bytes);
        flipped[at] = (flipped[at] ?? 0) ^ (1 << (at % 8));
        const what = `byte ${at} of ${file}`;
        if (isKey(file)) await expectKeyIsSameOrRefused(file, flipped, what);
        else await expectSameOrRefused(file, flipped, what);
      }
    }
  }, 120_000);

  test("every file cut off, anywhere", async () => {
    for (const file of files) {
      const bytes = image.files.get(file) as Buffer;
      for (let end = 0; end < bytes.length; end += stepOf(file)) {
        const what = `${file} cut off after ${end} bytes`;
        if (isKey(file)) await expectKeyIsSameOrRefused(file, bytes.subarray(0, end), what);
        else await expectSameOrRefused(file, bytes.subarray(0, end), what);
      }
    }
  }, 120_000);

  test("every file of a run gone", async () => {
    for (const file of files) if (file.startsWith("runs/")) await expectSameOrRefused(file, null, `${file} gone`);
  });
});
