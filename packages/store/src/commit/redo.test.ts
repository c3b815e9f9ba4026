import { crc32 } from "node:zlib";
import { describe, expect, test } from "vitest";
import { failure, MemoryDisk } from "../../test/memory-disk.js";
import { Population } from "../../test/processes.js";
import { sealFile } from "../disk/sealed.js";
import type { WriterIdentity } from "../ownership/process-identity.js";
import { StoreError } from "../store-error.js";
import { encodeGroup, encodeLogHeader, LARGEST_LOG } from "./log-format.js";
import { redoLogs } from "./redo.js";

const people = new Population();
const living = people.born();
const dead = people.born();
people.dies(dead);

const pathOf = (run: string): string => `runs/${run}/trace.jsonl`;
type Part = readonly [run: string, at: number, text: string];
const logOf = (writer: WriterIdentity, ...groups: readonly (readonly Part[])[]): Buffer =>
  Buffer.concat([
    encodeLogHeader(writer),
    ...groups.map((parts, index) =>
      encodeGroup(
        index + 1,
        parts.map(([run, at, text]) => ({ path: pathOf(run), at, bytes: Buffer.from(text) })),
      ),
    ),
  ]);
const file = "log/dead.log";
/** A disk with traces and a log. */
const diskWith = (log: Uint8Array, traces: { readonly [run: string]: Uint8Array | string }): MemoryDisk => {
  const disk = new MemoryDisk();
  disk.put(file, log);
  for (const [run, text] of Object.entries(traces)) disk.put(pathOf(run), text);
  return disk;
};
const codeOf = async (disk: MemoryDisk): Promise<string | undefined> => {
  try {
    await redoLogs(disk, living);
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return undefined;
};
const twoGroups = logOf(
  dead.self,
  [
    ["a", 3, "a2\n"],
    ["b", 0, "b1\n"],
  ],
  [["a", 6, "a3\n"]],
);

describe("a dead process's log", () => {
  test("is written where it belongs, flushed, and then removed", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n", b: "" });
    const order: string[] = [];
    disk.before = (operation) => /^(write|flush|remove)/.test(operation) && order.push(operation);
    expect(await redoLogs(disk, living)).toEqual([{ file, groups: 2, runs: ["a", "b"], gone: [] }]);
    expect([disk.text(pathOf("a")), disk.text(pathOf("b"))]).toEqual(["a1\na2\na3\n", "b1\n"]);
    expect(disk.list("log")).toEqual([]);
    expect(order.at(-1)).toBe(`remove ${file}`);
    expect(disk.flushes).toEqual(["a", "b"].map((run) => `${pathOf(run)} (redone-trace)`));
    expect(await redoLogs(disk, living)).toEqual([]);
  });

  test("is written also where the same stands, since that may not be on the disk", async () => {
    const disk = diskWith(twoGroups, { a: "a1\na2\na3\n", b: "b1\n" });
    const written: string[] = [];
    disk.before = (operation) => operation.startsWith("write") && written.push(operation);
    await redoLogs(disk, living);
    expect(written).toEqual(["a", "a", "b"].map((run) => `write ${pathOf(run)}`));
  });

  test("goes into traces that have zeros in its place, or went on after it", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n\0\0\na3\na4", b: "\0\0" });
    await redoLogs(disk, living);
    expect(disk.text(pathOf("a"))).toBe("a1\na2\na3\na4");
  });

  test("names runs that are gone", async () => {
    const disk = diskWith(twoGroups, { b: "" });
    expect(await redoLogs(disk, living)).toEqual([{ file, groups: 2, runs: ["b"], gone: ["a"] }]);
    expect(disk.list("runs")).toEqual(["b"]);
  });

  test("stays when a trace can't be flushed", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n", b: "" });
    disk.before = (operation) => {
      if (operation.startsWith("flush")) throw failure("store/io-error");
    };
    expect(await codeOf(disk)).toBe("store/io-error");
    expect(disk.list("log")).toEqual(["dead.log"]);
  });

  test("may be one of several, in whichever order", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n", b: "" });
    disk.put(
      "log/dead-2.log",
      logOf(dead.self, [
        ["a", 9, "a4\n"],
        ["b", 3, "b2\n"],
      ]),
    );
    await redoLogs(disk, living);
    expect([disk.text(pathOf("a")), disk.text(pathOf("b"))]).toEqual(["a1\na2\na3\na4\n", "b1\nb2\n"]);
  });

  test("is redone by two at once as by one", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n", b: "" });
    await Promise.all([redoLogs(disk, living), redoLogs(disk, people.born())]);
    expect([disk.text(pathOf("a")), disk.text(pathOf("b"))]).toEqual(["a1\na2\na3\n", "b1\n"]);
    expect(disk.list("log")).toEqual([]);
  });

  test("that a power loss left without its beginning held nothing", async () => {
    for (const log of [new Uint8Array(0), new Uint8Array(700), twoGroups.subarray(0, 50)]) {
      const disk = diskWith(log, { a: "a1\n" });
      expect(await redoLogs(disk, living)).toEqual([{ file, groups: 0, runs: [], gone: [] }]);
      expect(disk.list("log")).toEqual([]);
    }
  });

  test("that was never finished making goes", async () => {
    const disk = new MemoryDisk();
    disk.put("log/1.new", encodeLogHeader(dead.self));
    disk.put("log/2.new", encodeLogHeader(living.self));
    disk.put("log/3.new", "");
    expect(await redoLogs(disk, living)).toEqual([]);
    expect(disk.list("log")).toEqual(["2.new", "3.new"]);
  });
});

test("the log of a process that lives, or may do so, is left alone", async () => {
  const hidden = people.born();
  people.hides(hidden);
  for (const { self } of [living, people.born(), hidden]) {
    const disk = diskWith(logOf(self, [["a", 3, "a2\n"]]), { a: "a1\n" });
    expect(await redoLogs(disk, living)).toEqual([]);
    expect(disk.list("log")).toEqual(["dead.log"]);
    expect(disk.text(pathOf("a"))).toBe("a1\n");
  }
});

describe("nothing is written when", () => {
  const refused = async (log: Uint8Array, traces: { readonly [run: string]: string }): Promise<string | undefined> => {
    const disk = diskWith(log, traces);
    const code = await codeOf(disk);
    for (const [run, text] of Object.entries(traces)) expect(disk.text(pathOf(run))).toBe(text);
    expect(disk.list("log")).toEqual(["dead.log"]);
    return code;
  };

  test("a trace ends before what is to be added", async () => {
    expect(await refused(twoGroups, { a: "a1", b: "" })).toBe("store/lost-history");
  });

  test.each(["a1\na2\nx3\n", "a1\nx2\n", "a1\nx2\na3\na4\n"])("a trace went another way: %j", async (trace) => {
    expect(await refused(twoGroups, { b: "", a: trace })).toBe("store/broken-trace");
  });

  test("two parts want the same place", async () => {
    const twice = logOf(dead.self, [["a", 3, "a2\n"]], [["a", 4, "a2\n"]]);
    expect(await refused(twice, { a: "a1\n" })).toBe("store/damaged-log");
  });

  test.each([1, 3])("another version wrote it: %d", async (format) => {
    const other = sealFile({ type: "log", format, writer: dead.self });
    expect(await refused(other, { a: "" })).toBe("store/unknown-format");
  });

  test.each<[string, unknown]>([
    ["leads out of the runs", ["runs/../../x", 0, 2]],
    ["leads out of the store", ["/runs/a/trace.jsonl", 0, 2]],
    ["names another file", ["runs/a/graph.json", 0, 2]],
    ["names no run", ["runs/./trace.jsonl", 0, 2]],
    ["is before the beginning", ["runs/a/trace.jsonl", -1, 2]],
    ["is nowhere", ["runs/a/trace.jsonl", 1e300, 2]],
    ["has no length", ["runs/a/trace.jsonl", 0]],
    ["is nothing", null],
  ])("a part %s", async (_what, place) => {
    const line = sealFile({ group: 1, parts: [place], crc32: crc32("x\n") });
    const log = Buffer.concat([encodeLogHeader(dead.self), line, Buffer.from("x\n\n")]);
    expect(await refused(log, { a: "" })).toBe("store/damaged-log");
  });

  test("a log is larger than any", async () => {
    const disk = diskWith(twoGroups, { a: "a1\n", b: "" });
    const { open } = disk;
    disk.open = (path, how) => {
      const opened = open.call(disk, path, how);
      return opened !== null && path === file ? { ...opened, size: () => LARGEST_LOG + 1 } : opened;
    };
    expect(await codeOf(disk)).toBe("store/damaged-log");
  });

  test("groups are missing", async () => {
    const [header, first] = [
      encodeLogHeader(dead.self).length,
      logOf(dead.self, [
        ["a", 3, "a2\n"],
        ["b", 0, "b1\n"],
      ]).length,
    ];
    const without = Buffer.concat([twoGroups.subarray(0, header), twoGroups.subarray(first)]);
    expect(await refused(without, { a: "a1\n", b: "" })).toBe("store/damaged-log");
  });
});

/** Traces as large as several sectors, of which a crash may leave any. */
describe("a log that is not what was written", () => {
  const text = (letter: string, length: number): string => `{"${letter.repeat(length)}"}\n`;
  const groups: readonly (readonly Part[])[] = [
    [
      ["a", 0, text("x", 700)],
      ["b", 0, text("y", 300)],
    ],
    [
      ["a", 705, text("z", 40)],
      ["b", 305, text("w", 900)],
    ],
  ];
  const log = logOf(dead.self, ...groups);
  const ends = [encodeLogHeader(dead.self).length, logOf(dead.self, ...groups.slice(0, 1)).length, log.length];
  /** What the traces are when so many groups were redone. */
  const after = (count: number): readonly string[] =>
    ["a", "b"].map((of) =>
      groups
        .slice(0, count)
        .flat()
        .flatMap(([run, , part]) => (run === of ? part : []))
        .join(""),
    );
  const redo = async (
    bytes: Uint8Array,
  ): Promise<{ readonly groups: number | null; readonly traces: readonly string[] }> => {
    const disk = diskWith(bytes, { a: "", b: "" });
    let redone: number | null = null;
    try {
      redone = (await redoLogs(disk, living))[0]?.groups ?? 0;
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
    }
    return { groups: redone, traces: [disk.text(pathOf("a")), disk.text(pathOf("b"))] };
  };

  test("cut off anywhere, gives its whole groups", async () => {
    for (let length = 0; length <= log.length; length += 1) {
      const whole = ends.filter((end, index) => index > 0 && end <= length).length;
      expect(await redo(log.subarray(0, length))).toEqual({ groups: whole, traces: after(whole) });
    }
  });

  test("changed by one bit anywhere, is refused", async () => {
    for (let at = 0; at < log.length; at += 1) {
      const changed = Buffer.from(log);
      changed[at] = (changed[at] ?? 0) ^ (1 << (at % 8));
      expect(await redo(changed), `byte ${at}`).toEqual({ groups: null, traces: ["", ""] });
    }
  });

  test("without a sector of its last group, gives those before; without one of another, is refused", async () => {
    const [, first = 0] = ends;
    for (let at = 0; at < log.length; at += 512) {
      const end = Math.min(at + 512, log.length);
      const refused = { groups: null, traces: ["", ""] };
      const torn = { groups: 1, traces: after(1) };
      expect(await redo(Buffer.from(log).fill(0, at, end)), `sector at ${at}`).toEqual(at < first ? refused : torn);
      // A sector that two groups share was there when the first was flushed.
      const later = Buffer.from(log).fill(0, Math.max(at, first), end);
      if (end > first) expect(await redo(later), `sector at ${at}, second group`).toEqual(torn);
    }
  });
});
