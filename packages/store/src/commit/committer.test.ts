import { describe, expect, test } from "vitest";
import { failure, MemoryDisk } from "../../test/memory-disk.js";
import { Population } from "../../test/processes.js";
import { StoreError } from "../store-error.js";
import { Committer, type TraceAppender } from "./committer.js";
import { redoLogs } from "./redo.js";

/** A run that is to be written, of which a test decides what gathers. */
class Trace implements TraceAppender {
  readonly path: string;
  readonly file: TraceAppender["file"];
  end = 0;
  #gathered = "";
  readonly #committer: Committer;

  constructor(disk: MemoryDisk, committer: Committer, run: string) {
    this.path = `runs/${run}/trace.jsonl`;
    const file = disk.open(this.path, "create");
    if (file === null) throw new Error(`${this.path} is there`);
    this.file = file;
    this.#committer = committer;
  }

  readonly take = (): Uint8Array => {
    const bytes = Buffer.from(this.#gathered);
    this.#gathered = "";
    return bytes;
  };

  write(text: string): Promise<void> {
    this.#gathered += text;
    return this.#committer.commit(this);
  }
}

const people = new Population();
const settingUp = (maxLogBytes?: number) => {
  const disk = new MemoryDisk();
  const processes = people.born();
  const committer = new Committer(disk, processes.self, maxLogBytes === undefined ? {} : { maxLogBytes });
  const [a, b, c] = ["a", "b", "c"].map((run) => new Trace(disk, committer, run)) as [Trace, Trace, Trace];
  return { disk, processes, committer, a, b, c, log: `log/${processes.self.id}.log` };
};
const codeOf = async (promise: Promise<unknown>): Promise<string | undefined> => {
  try {
    await promise;
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return undefined;
};

describe("what is flushed", () => {
  test("one run alone: its trace", async () => {
    const { disk, a } = settingUp();
    await a.write("one\n");
    await a.write("two\n");
    expect(disk.text(a.path)).toBe("one\ntwo\n");
    expect(disk.flushes).toEqual([`${a.path} (trace)`, `${a.path} (trace)`]);
  });

  test("several runs: the log, once for all of them; its name once", async () => {
    const { disk, a, b, c, log } = settingUp();
    await Promise.all([a.write("a1\n"), b.write("b1\n"), c.write("c1\n")]);
    await Promise.all([a.write("a2\n"), b.write("b2\n")]);
    expect(disk.flushes).toEqual([
      "log/ (log-directory)",
      "/ (log-directory)",
      `${log.replace(".log", ".new")} (log)`,
      `${log.replace(".log", ".new")} (log)`,
    ]);
    expect([a, b, c].map(({ path }) => disk.text(path))).toEqual(["a1\na2\n", "b1\nb2\n", "c1\n"]);
    expect(disk.text(log).split("\n").slice(1)).toEqual([
      expect.stringContaining(`{"group":1,"parts":[["${a.path}",0,3],["${b.path}",0,3],["${c.path}",0,3]],"crc32":`),
      "a1",
      "b1",
      "c1",
      "",
      expect.stringContaining(`{"group":2,"parts":[["${a.path}",3,3],["${b.path}",3,3]],"crc32":`),
      "a2",
      "b2",
      "",
      "",
    ]);
  });

  test("what comes during a flush is the next group, all of it", async () => {
    const { disk, a, b } = settingUp();
    const ends: (() => void)[] = [];
    disk.flushing = () => new Promise((resolve) => ends.push(resolve));
    const first = a.write("a1\n");
    await null;
    const rest = [a.write("a2\n"), a.write("a3\n"), b.write("b1\n")];
    await null;
    expect(disk.text(a.path)).toBe("a1\n");
    disk.flushing = () => Promise.resolve();
    ends[0]?.();
    await Promise.all([first, ...rest]);
    expect(disk.text(a.path)).toBe("a1\na2\na3\n");
    expect(disk.flushes.filter((flush) => flush.endsWith("(log)"))).toHaveLength(1);
  });

  test("nothing, when there is nothing", async () => {
    const { disk, a, b } = settingUp();
    await Promise.all([a.write(""), b.write("")]);
    await Promise.all([a.write(""), b.write("b1\n")]);
    expect(disk.flushes).toEqual([`${b.path} (trace)`]);
  });

  test("a run that is let go, if the log holds what its trace was not flushed with", async () => {
    const { disk, committer, a, b, c } = settingUp();
    await Promise.all([a.write("a1\n"), b.write("b1\n"), c.write("c1\n")]);
    await b.write("b2\n");
    disk.flushes.length = 0;
    for (const trace of [a, a, b]) await committer.settle(trace);
    expect(disk.flushes).toEqual([`${a.path} (trace-before-log-ends)`]);
    await committer.close();
    expect(disk.flushes.slice(1)).toEqual([`${c.path} (trace-before-log-ends)`]);
    expect(disk.list("log")).toEqual([]);
  });

  test("what a log covers, when that gets large; then another one is begun", async () => {
    const { disk, committer, a, b, processes } = settingUp(1000);
    for (let round = 0; round < 5; round += 1) {
      await Promise.all([a.write(`${"a".repeat(400)}\n`), b.write(`${"b".repeat(400)}\n`)]);
    }
    expect(disk.flushes.filter((flush) => flush === `${a.path} (trace-before-log-ends)`).length).toBeGreaterThan(2);
    expect(disk.list("log").length).toBeLessThan(2);
    await Promise.all([a.write("a\n"), b.write("b\n")]);
    expect(disk.list("log")).toEqual([expect.stringMatching(new RegExp(`^${processes.self.id}-\\d+\\.log$`))]);
    await committer.close();
    expect(disk.list("log")).toEqual([]);
  });
});

describe("an error", () => {
  const failing = (disk: MemoryDisk, at: string, error: unknown = failure("store/io-error")): void => {
    disk.before = (operation) => {
      if (operation.startsWith(at)) throw error;
    };
  };

  test("of the write of a trace that commits alone cuts it off where it was whole, so it can be let go", async () => {
    const { disk, committer, a } = settingUp();
    await a.write("a1\n");
    const full = failure("store/disk-full");
    failing(disk, `write ${a.path}`, full);
    await expect(a.write("a2\n")).rejects.toBe(full);
    disk.before = () => {};
    expect(disk.text(a.path)).toBe("a1\n");
    await committer.settle(a);
    await committer.close();
  });

  test("of a trace's write beside others ends that trace alone; what the log has of it stays", async () => {
    const { disk, processes, committer, a, b, c, log } = settingUp();
    await Promise.all([a.write("a1\n"), b.write("b1\n")]);
    const full = failure("store/disk-full");
    failing(disk, `write ${a.path}`, full);
    const writes = [a.write("a2\n"), b.write("b2\n"), c.write("c2\n")];
    await expect(writes[0]).rejects.toBe(full);
    await Promise.all(writes.slice(1));
    disk.before = () => {};
    await expect(a.write("a3\n")).rejects.toMatchObject({ code: "store/writing-ended", cause: full });
    await Promise.all([b.write("b3\n"), c.write("c3\n")]);
    expect([b, c].map(({ path }) => disk.text(path))).toEqual(["b1\nb2\nb3\n", "c2\nc3\n"]);
    expect(await codeOf(committer.settle(a))).toBe("store/writing-ended");
    expect(await codeOf(committer.close())).toBe("store/writing-ended");
    expect(disk.list("log")).toEqual([log.slice("log/".length)]);
    // Nobody was told that it lasts, and it does: both are right, and only one of them once this is done.
    people.dies(processes);
    await redoLogs(disk, people.born());
    expect(disk.text(a.path)).toBe("a1\na2\n");
  });

  test("of a trace's flush: it is never flushed again, and what the log has of it stays", async () => {
    const { disk, processes, committer, a, b, log } = settingUp();
    await Promise.all([a.write("a1\n"), b.write("b1\n")]);
    failing(disk, `flush ${a.path}`);
    expect(await codeOf(a.write("a2\n"))).toBe("store/io-error");
    disk.before = () => {};
    disk.flushes.length = 0;
    expect(await codeOf(a.write("a3\n"))).toBe("store/writing-ended");
    expect(await codeOf(committer.settle(a))).toBe("store/writing-ended");
    await committer.settle(b);
    expect(await codeOf(committer.close())).toBe("store/writing-ended");
    expect(disk.flushes).toEqual([`${b.path} (trace-before-log-ends)`]);
    expect(disk.text(a.path)).toBe("a1\n");
    // The system forgot what it should have flushed; the next process knows it from the log.
    disk.put(a.path, new Uint8Array(3));
    people.dies(processes);
    expect(await redoLogs(disk, people.born())).toEqual([{ file: log, groups: 1, runs: ["a", "b"], gone: [] }]);
    expect(disk.text(a.path)).toBe("a1\n");
  });

  test.each([
    ["write", "what could be cut off is in no trace either", "a1\n"],
    ["write and its truncate", "what it may have, the traces have as well", "a1\na2\n"],
    ["flush", "what it may have, the traces have as well", "a1\na2\n"],
  ])("of the log's %s ends all that were in it, and the log; others begin another: %s", async (calls, _why, left) => {
    const { disk, processes, committer, a, b, c, log } = settingUp();
    const others = ["d", "e"].map((run) => new Trace(disk, committer, run)) as [Trace, Trace];
    await Promise.all([a.write("a1\n"), b.write("b1\n"), c.write("c1\n")]);
    disk.before = (operation) => {
      const [call = "", path] = operation.split(" ");
      if (calls.includes(call) && path === log.replace(".log", ".new")) throw failure("store/io-error");
    };
    expect(await Promise.all([a.write("a2\n"), b.write("b2\n")].map(codeOf))).toEqual([
      "store/io-error",
      "store/io-error",
    ]);
    disk.before = () => {};
    expect(await codeOf(a.write("a3\n"))).toBe("store/writing-ended");
    await Promise.all([c.write("c2\n"), ...others.map((other) => other.write("1\n"))]);
    expect(disk.list("log")).toEqual([`${processes.self.id}-2.log`, `${processes.self.id}.log`]);
    expect(disk.text(c.path)).toBe("c1\nc2\n");
    expect(disk.text(a.path)).toBe(left);
    await committer.close();
    expect(disk.list("log")).toEqual([]);
  });

  test("of the flush of a trace that no log covers: cut off, it is what was acknowledged, and can be let go", async () => {
    const { disk, committer, a, b } = settingUp();
    await a.write("a1\n");
    failing(disk, `flush ${a.path}`);
    expect(await codeOf(a.write("a2\n"))).toBe("store/io-error");
    expect(disk.text(a.path)).toBe("a1\n");
    await committer.settle(a);
    disk.before = (operation) => {
      if (/^(flush|truncate)/.test(operation)) throw failure("store/io-error");
    };
    expect(await codeOf(b.write("b1\n"))).toBe("store/io-error");
    expect(await codeOf(committer.settle(b))).toBe("store/writing-ended");
  });

  test("of making the log ends those who were to be in it, and nobody else", async () => {
    const { disk, committer, a, b, c } = settingUp();
    failing(disk, "flush log/");
    expect(await Promise.all([a.write("a1\n"), b.write("b1\n")].map(codeOf))).toEqual([
      "store/io-error",
      "store/io-error",
    ]);
    disk.before = () => {};
    await c.write("c1\n");
    await committer.close();
  });

  test("of one trace's flush before the log ends keeps the log", async () => {
    const { disk, committer, a, b, log } = settingUp();
    await Promise.all([a.write("a1\n"), b.write("b1\n")]);
    failing(disk, `flush ${a.path}`);
    expect(await codeOf(committer.close())).toBe("store/io-error");
    disk.before = () => {};
    expect(await codeOf(committer.close())).toBe("store/writing-ended");
    expect(disk.list("log")).toEqual([log.slice("log/".length)]);
    expect(await codeOf(a.write("a2\n"))).toBe("store/writing-ended");
    await b.write("b2\n");
  });

  test("of whoever is to say what gathered is theirs alone", async () => {
    const { a, b } = settingUp();
    const mistake = new TypeError("oh");
    Object.assign(b, {
      take: () => {
        throw mistake;
      },
    });
    const writes = [a.write("a1\n"), b.write("b1\n")];
    await expect(writes[1]).rejects.toBe(mistake);
    await writes[0];
  });
});

/**
 * Every operation that can fail does so once, with what it leaves behind half done. Whatever was acknowledged is in the traces once the logs of the dead
 * process are written again, however much of what was not flushed is gone.
 */
describe("whichever operation fails", () => {
  const rounds = 6;

  const play = async (failAt: number, code: "store/disk-full" | "store/io-error") => {
    const { disk, processes, committer, a, b, c } = settingUp(600);
    const d = new Trace(disk, committer, "d");
    const traces = [a, b, c, d];
    const acknowledged = new Map(traces.map((trace) => [trace, ""]));
    const flushed = new Map(traces.map((trace) => [trace.path, 0]));
    let operations = 0;
    disk.before = (operation) => {
      operations += 1;
      if (operations === failAt) throw failure(code);
      const [call, path = ""] = operation.split(" ");
      if (call === "flush" && flushed.has(path)) flushed.set(path, disk.files.get(path)?.bytes.length ?? 0);
    };
    let failures = 0;
    for (let round = 0; round < rounds; round += 1) {
      const writers = round % 3 === 2 ? [d] : traces;
      await Promise.all(
        writers.map(async (trace) => {
          const text = `${trace.path} ${round} ${"x".repeat(50)}\n`;
          try {
            await trace.write(text);
            acknowledged.set(trace, `${acknowledged.get(trace)}${text}`);
          } catch {
            failures += 1;
          }
        }),
      );
    }
    disk.before = () => {};
    // The power goes: of the traces, only what was flushed is left, and then zeros.
    people.dies(processes);
    for (const [path, size] of flushed) disk.files.get(path)?.bytes.fill(0, size);
    await redoLogs(disk, people.born());
    for (const [trace, text] of acknowledged) expect(disk.text(trace.path).slice(0, text.length)).toBe(text);
    return { operations, failures };
  };

  test.each(["store/disk-full", "store/io-error"] as const)("%s", async (code) => {
    const { operations } = await play(Number.POSITIVE_INFINITY, code);
    expect(operations).toBeGreaterThan(40);
    let failures = 0;
    for (let at = 1; at <= operations; at += 1) failures += (await play(at, code)).failures;
    expect(failures).toBeGreaterThan(operations);
  });
});
