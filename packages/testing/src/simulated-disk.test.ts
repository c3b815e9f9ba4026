import type { Disk, OpenFile } from "@rb/store";
import { describe, expect, test } from "vitest";
import { Draws } from "./draws.js";
import { ProcessDied } from "./mounted-disk.js";
import { SimulatedDisk } from "./simulated-disk.js";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const textOf = (content: Uint8Array | null): string | null =>
  content === null ? null : new TextDecoder().decode(content);

function create(disk: Disk, path: string, text: string): OpenFile {
  const file = disk.open(path, "create");
  if (file === null) throw new Error(`${path} is there already`);
  file.write(bytes(text), 0);
  return file;
}

/** The outcomes of many losses of power after the same work. */
async function outcomes<T>(work: (disk: Disk) => Promise<void>, look: (disk: Disk) => T): Promise<ReadonlySet<T>> {
  const seen = new Set<T>();
  for (let seed = 0; seed < 300; seed += 1) {
    const machine = new SimulatedDisk({ draws: new Draws(seed) });
    await work(machine.mount());
    machine.losePower();
    seen.add(look(machine.mount()));
  }
  return seen;
}

const machineOf = (...draws: number[]): SimulatedDisk => new SimulatedDisk({ draws: new Draws(draws) });

describe("as seen by a living process", () => {
  test("it is a file system", () => {
    const disk = machineOf().mount();
    disk.createDirectory("a/b");
    const file = create(disk, "a/b/one", "hello");
    expect(disk.open("a/b/one", "create")).toBeNull();
    expect(disk.open("a/b/two", "write")).toBeNull();
    file.write(bytes("J"), 0);
    file.write(bytes("!"), 7);
    expect(textOf(disk.read("a/b/one"))).toBe("Jello\0\0!");
    expect(textOf(file.read(1, 3))).toBe("ell");
    file.truncate(4);
    file.truncate(6);
    expect([file.size(), textOf(file.read(0, 100))]).toEqual([6, "Jell\0\0"]);
    expect([disk.link("a/b/one", "a/b/three"), disk.link("a/b/one", "a/b/three")]).toEqual([true, false]);
    disk.rename("a/b/one", "a/four");
    expect([disk.list("a"), disk.list("a/b"), disk.list("nowhere")]).toEqual([["b", "four"], ["three"], []]);
    disk.remove("a/four");
    disk.remove("a/four");
    expect([disk.read("a/four"), textOf(disk.read("a/b/three"))]).toEqual([null, "Jell\0\0"]);
    expect(() => disk.open("no/where", "create")).toThrow(/ENOENT/);
  });

  test("bytes that were handed over are the disk's own", () => {
    const disk = machineOf().mount();
    const text = bytes("abc");
    const file = disk.open("f", "create") as OpenFile;
    file.write(text, 0);
    text.fill(0);
    (disk.read("f") as Uint8Array).fill(0);
    expect(textOf(disk.read("f"))).toBe("abc");
  });
});

describe("when the power goes", () => {
  const flushed = async (disk: Disk, file: OpenFile): Promise<void> => {
    await file.sync("trace");
    await disk.syncDirectory("", "run-directory");
  };

  test("what was flushed stays, name and all", async () => {
    const work = async (disk: Disk) => flushed(disk, create(disk, "f", "kept"));
    expect(await outcomes(work, (disk) => textOf(disk.read("f")))).toEqual(new Set(["kept"]));
  });

  test("a name whose directory was not flushed may go, with all that was flushed", async () => {
    const work = (disk: Disk) => create(disk, "f", "kept").sync("trace");
    expect(await outcomes(work, (disk) => textOf(disk.read("f")))).toEqual(new Set(["kept", null]));
  });

  test("a directory whose own name was not flushed may go, with everything in it", async () => {
    const work = async (disk: Disk) => {
      disk.createDirectory("a");
      await create(disk, "a/f", "kept").sync("trace");
      await disk.syncDirectory("a", "run-directory");
    };
    expect(await outcomes(work, (disk) => textOf(disk.read("a/f")))).toEqual(new Set(["kept", null]));
  });

  test("what was written after the flush may be there, or not, or in sectors, and a lost sector is zeros", async () => {
    const work = async (disk: Disk) => {
      const file = create(disk, "f", "#".repeat(700));
      await flushed(disk, file);
      file.write(bytes("+".repeat(800)), 700);
    };
    const shape = (disk: Disk) => textOf(disk.read("f"))?.replace(/(.)\1*/g, (run) => `${run[0]}${run.length} `);
    const seen = await outcomes(work, (disk) => shape(disk)?.replaceAll("\0", "0"));
    expect(seen).toContain("#700 ");
    expect(seen).toContain("#700 +800 ");
    expect(seen).toContain("#700 +324 ");
    expect(seen).toContain("#700 0324 +476 ");
    expect(seen).toContain("#700 0800 ");
    for (const one of seen) expect(one).toMatch(/^#700 ([+0]\d+ )*$/);
  });

  test("of two writes the later may stay and the earlier not", async () => {
    const work = async (disk: Disk) => {
      const file = create(disk, "f", "");
      await flushed(disk, file);
      file.write(bytes("a".repeat(512)), 0);
      file.write(bytes("b".repeat(512)), 512);
    };
    expect(await outcomes(work, (disk) => textOf(disk.read("f")))).toContain("\0".repeat(512) + "b".repeat(512));
  });

  test("but never within one sector, which reaches the disk as a whole", async () => {
    const work = async (disk: Disk) => {
      const file = create(disk, "f", "");
      await flushed(disk, file);
      file.write(bytes("a".repeat(200)), 0);
      file.write(bytes("b".repeat(500)), 200);
    };
    const seen = await outcomes(work, (disk) =>
      textOf(disk.read("f"))
        ?.slice(0, 512)
        .replace(/(.)\1*/g, "$1"),
    );
    expect(seen).toEqual(new Set(["", "a", "ab", "a\0", "\0"]));
  });

  test("what was cut off may be back", async () => {
    const work = async (disk: Disk) => {
      const file = create(disk, "f", "long text");
      await flushed(disk, file);
      file.truncate(4);
    };
    expect(await outcomes(work, (disk) => textOf(disk.read("f")))).toEqual(new Set(["long text", "long"]));
  });

  test("names change in the order in which they were changed, in one directory", async () => {
    const work = async (disk: Disk) => {
      await flushed(disk, create(disk, "old", "1"));
      const next = create(disk, "new.tmp", "2");
      await next.sync("head");
      disk.rename("new.tmp", "new");
      disk.remove("old");
    };
    const seen = await outcomes(work, (disk) => disk.list("").join());
    expect(seen).toEqual(new Set(["old", "new.tmp,old", "new,old", "new"]));
  });

  test("a file that moves between directories is in one of them", async () => {
    const work = async (disk: Disk) => {
      disk.createDirectory("a");
      disk.createDirectory("b");
      await flushed(disk, create(disk, "a/f", ""));
      await disk.syncDirectory("a", "run-directory");
      disk.rename("a/f", "b/f");
    };
    const seen = await outcomes(work, (disk) => `${disk.list("a").join()}|${disk.list("b").join()}`);
    expect(seen).toEqual(new Set(["f|", "f|f", "|f"]));
  });

  test("a file that took another's place unflushed may be empty", async () => {
    const work = async (disk: Disk) => {
      await flushed(disk, create(disk, "f", "old"));
      create(disk, "f.tmp", "new");
      disk.rename("f.tmp", "f");
      await disk.syncDirectory("", "run-directory");
    };
    expect(await outcomes(work, (disk) => textOf(disk.read("f")))).toEqual(new Set(["", "new", "\0\0\0"]));
  });

  test("a flush is about what was written before it began", async () => {
    const finish: (() => void)[] = [];
    const machine = new SimulatedDisk({ draws: new Draws([]), flushing: (_, done) => finish.push(done) });
    const disk = machine.mount();
    const file = create(disk, "f", "one");
    const done = file.sync("trace");
    file.write(bytes(" two"), 3);
    for (const end of finish) end();
    await done;
    expect(textOf(file.read(0, 10))).toBe("one two");
    expect(machine.durable("f")).toBeNull();
    disk.dieAfter(0);
    const names = machine.mount().syncDirectory("", "run-directory");
    finish.at(-1)?.();
    await names;
    expect(textOf(machine.durable("f"))).toBe("one");
  });
});

describe("when the process dies", () => {
  test("all that it had written stays, but is still not flushed", async () => {
    const machine = machineOf(1);
    const disk = machine.mount();
    const file = create(disk, "f", "");
    await file.sync("trace");
    file.write(bytes("seen"), 0);
    disk.dieAfter(0);
    const next = machine.mount();
    expect(textOf(next.read("f"))).toBe("seen");
    await next.syncDirectory("", "run-directory");
    machine.losePower();
    expect(textOf(machine.mount().read("f"))).toBe("");
  });

  test("its operations do nothing any more, its flushes never end", async () => {
    const machine = machineOf();
    const disk = machine.mount();
    const file = create(disk, "f", "text");
    disk.dieAfter(0);
    expect(disk.isAlive).toBe(false);
    expect(() => file.write(bytes("more"), 0)).toThrow(ProcessDied);
    expect(() => disk.remove("f")).toThrow(ProcessDied);
    expect(() => disk.read("f")).toThrow(ProcessDied);
    const end = await Promise.race([file.sync("trace"), new Promise((resolve) => setImmediate(resolve, "never"))]);
    expect(end).toBe("never");
    expect(textOf(machine.mount().read("f"))).toBe("text");
  });

  test("any operation can be its last, and of a write some bytes may arrive", () => {
    const seen = new Set<string | null>();
    for (let seed = 0; seed < 100; seed += 1) {
      const machine = new SimulatedDisk({ draws: new Draws(seed) });
      const disk = machine.mount();
      const file = create(disk, "f", "");
      disk.dieAfter(1);
      file.write(bytes("a"), 0);
      expect(() => file.write(bytes("bcd"), 1)).toThrow(ProcessDied);
      seen.add(textOf(machine.mount().read("f")));
    }
    expect(seen).toEqual(new Set(["a", "ab", "abc", "abcd"]));
  });
});

describe("faults", () => {
  test("space runs out, with some of the bytes written", () => {
    const machine = machineOf();
    const file = create(machine.mount(), "f", "");
    machine.faults.bytesLeft = 2;
    expect(() => file.write(bytes("abc"), 0)).toThrow(expect.objectContaining({ code: "store/disk-full" }));
    expect(file.size()).toBe(2);
    machine.faults.bytesLeft = Infinity;
    file.write(bytes("abc"), 0);
    expect([file.size(), machine.failures]).toEqual([3, 1]);
  });

  test("a flush fails, and the next one does what it did not", async () => {
    const machine = machineOf(999, 0, 999, 0);
    const disk = machine.mount();
    machine.faults.flushFails = 0.001;
    const file = create(disk, "f", "text");
    const ioError = expect.objectContaining({ code: "store/io-error" });
    await expect(file.sync("trace")).rejects.toThrow(ioError);
    await file.sync("trace");
    await expect(disk.syncDirectory("", "run-directory")).rejects.toThrow(ioError);
    expect(machine.durable("f")).toBeNull();
    await disk.syncDirectory("", "run-directory");
    expect([textOf(machine.durable("f")), machine.failures]).toEqual(["text", 2]);
  });

  test("a flush that failed may be forgotten: readers see what the disk will never have", async () => {
    const machine = new SimulatedDisk({ draws: new Draws([0, 999, 0]) });
    const disk = machine.mount();
    const file = create(disk, "f", "text");
    await disk.syncDirectory("", "run-directory");
    Object.assign(machine.faults, { flushFails: 0.001, failedFlushForgets: true });
    await file.sync("trace");
    file.write(bytes(" more"), 4);
    await expect(file.sync("trace")).rejects.toThrow(/EIO/);
    await file.sync("trace");
    expect(textOf(disk.read("f"))).toBe("text more");
    machine.losePower();
    expect(textOf(machine.mount().read("f"))).toBe("text");
  });

  test("a flush that is ignored does nothing", async () => {
    const machine = new SimulatedDisk({ draws: new Draws([]), ignoredSyncs: new Set(["trace"]) });
    const disk = machine.mount();
    const file = create(disk, "f", "text");
    await disk.syncDirectory("", "run-directory");
    await file.sync("trace");
    expect(textOf(machine.durable("f"))).toBe("");
    await file.sync("log");
    expect([textOf(machine.durable("f")), machine.durableNames("")]).toEqual(["text", ["f"]]);
  });
});
