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
const stays: Bundle = bundle([start("s"), action("never"), end("e")], ["s > never", "never > e"]);
const pays: Bundle = bundle(
  [start("s"), wait("c", [{ trigger: { on: "message", name: { json: "paid" } } }]), action("b"), end("e")],
  ["s > c", "c > b", "b > e"],
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

async function open(disk: Disk, id: string): Promise<{ readonly host: Host; readonly problems: unknown[] }> {
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
    onProblem: (_, error) => problems.push(error),
  });
  return { host, problems };
}

/** What somebody sees who opens a store and takes up a run: its history, or why not. */
interface Seen {
  readonly refusals: readonly StoreError[];
  /** As it was found, and as it was after the run was taken up; null where nothing could be read. */
  readonly before: string | null;
  readonly after: string | null;
}

async function look(disk: PlainDisk, run: string): Promise<Seen> {
  const refusals: StoreError[] = [];
  const tried = async (act: () => Promise<unknown> | string): Promise<string | null> => {
    try {
      return String(await act());
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      refusals.push(error);
      return null;
    }
  };
  const history = () => [...readRun(disk, run).records()].map((record) => JSON.stringify(record)).join("\n");
  let before: string | null = null;
  let after: string | null = null;
  await tried(async () => {
    const { host, problems } = await open(disk, "second");
    before = await tried(history);
    const result = await tried(() => host.resume(run));
    if (result !== null) after = await tried(history);
    for (const problem of problems) if (problem instanceof StoreError) refusals.push(problem);
    await host.close();
  });
  return { refusals, before, after };
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
    const { host } = await open(new NodeDisk(directory), "first");
    const over = await host.start(loaded(work), key);
    await over.result;
    const waiting = await host.start(loaded(pays));
    await waiting.result;
    // At the same time: while one of them is flushed alone, the others come together in the log.
    const busy = await Promise.all([stays, stays, stays].map((plan) => host.start(loaded(plan))));
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
    // The files of the third are like those of the second.
    const third = busy.at(-1)?.run ?? "";
    files = [...image.files].flatMap(([name, { length }]) => (length > 0 && !name.includes(third) ? [name] : []));
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
      [[], expect.stringContaining('"stuck"')],
    ]);
  });

  /** Whose history a file can change; of the shared log, those that it covers. */
  const concerned = (file: string): readonly string[] => {
    const own = [...whole.keys()].filter((run) => file.includes(run));
    return own.length > 0 ? own : runs.busy.slice(1);
  };
  const changed = (file: string, bytes: Buffer): PlainDisk => {
    const disk = image.copy();
    disk.files.set(file, bytes);
    return disk;
  };

  async function expectSameOrRefused(file: string, bytes: Buffer, what: string, mayBeShort: boolean): Promise<void> {
    for (const run of concerned(file)) {
      const { refusals, before, after } = await look(changed(file, bytes), run);
      if (names(refusals, file)) continue;
      const { before: wholeBefore, after: wholeAfter } = whole.get(run) as Seen;
      const isSame = refusals.length === 0 && after === wholeAfter;
      // Nothing proves that there was more: it begins, or ends, at the last commit.
      const isPrefix = mayBeShort && wholeBefore?.startsWith(before ?? "") === true;
      if (!isSame && !isPrefix)
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
        else await expectSameOrRefused(file, flipped, what, false);
      }
    }
  }, 120_000);

  test("every file cut off, anywhere", async () => {
    for (const file of files) {
      const bytes = image.files.get(file) as Buffer;
      for (let end = 0; end < bytes.length; end += stepOf(file)) {
        const what = `${file} cut off after ${end} bytes`;
        if (isKey(file)) await expectKeyIsSameOrRefused(file, bytes.subarray(0, end), what);
        else await expectSameOrRefused(file, bytes.subarray(0, end), what, /trace|^log/.test(file));
      }
    }
  }, 120_000);
});
