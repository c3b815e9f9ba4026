import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from "vitest";
import { StoreError, type StoreErrorCode } from "../store-error.js";
import { diskError } from "./disk-errors.js";
import { NodeDisk } from "./node-disk.js";

let root: string;
let disk: NodeDisk;
beforeEach(() => {
  root = join(mkdtempSync(join(tmpdir(), "rb-disk-")), "above", "store");
  disk = new NodeDisk(root);
  disk.createDirectory("runs/a");
});
afterEach(() => rmSync(join(root, "..", ".."), { recursive: true, force: true }));

const bytes = (text: string): Uint8Array => Buffer.from(text);
const code = (act: () => unknown): StoreErrorCode | undefined => {
  try {
    act();
  } catch (error) {
    if (error instanceof StoreError) return error.code;
    throw error;
  }
  return undefined;
};

test.skipIf(!existsSync("/proc/self"))("a directory that can't be made is refused, and not tried for ever", () => {
  expect(code(() => new NodeDisk("/proc/no/store").createDirectory("runs"))).toBe("store/io-error");
});

test("a file where a directory is wanted is refused", () => {
  writeFileSync(join(root, "runs", "b"), "");
  expect(code(() => disk.createDirectory("runs/b"))).toBe("store/io-error");
  expect(code(() => disk.createDirectory("runs/b/c"))).toBe("store/io-error");
});

describe("files", () => {
  test("are made once, written anywhere, read, cut off and flushed", async () => {
    const file = disk.open("runs/a/trace.jsonl", "create");
    expect(disk.open("runs/a/trace.jsonl", "create")).toBe(null);
    file?.write(bytes("hello"), 0);
    file?.write(bytes("p!"), 3);
    expect(file?.size()).toBe(5);
    expect(Buffer.from(file?.read(1, 100) ?? []).toString()).toBe("elp!");
    expect(file?.read(9, 4)).toHaveLength(0);
    file?.truncate(3);
    await file?.sync("trace");
    await disk.syncDirectory("runs/a", "run-directory");
    await disk.syncDirectory("", "run-directory");
    file?.close();
    expect(Buffer.from(disk.read("runs/a/trace.jsonl") ?? []).toString()).toBe("hel");
    expect(disk.list("runs/a")).toEqual(["trace.jsonl"]);
  });

  test("that aren't there are none", () => {
    expect(disk.read("runs/b/x")).toBe(null);
    expect(disk.open("x", "write")).toBe(null);
    expect(disk.open("x", "read")).toBe(null);
    expect(disk.list("nowhere")).toEqual([]);
    disk.remove("x");
  });

  test("get a second name once", () => {
    disk.open("x", "create")?.close();
    expect(disk.link("x", "y")).toBe(true);
    expect(disk.link("x", "y")).toBe(false);
    disk.remove("x");
    expect(disk.list("")).toEqual(["runs", "y"]);
    disk.rename("y", "z");
    expect(disk.list("")).toEqual(["runs", "z"]);
  });

  test.skipIf(process.platform === "win32")("are nobody else's to read", () => {
    disk.open("x", "create")?.close();
    expect(statSync(join(root, "x")).mode & 0o777).toBe(0o600);
    expect(statSync(join(root, "runs", "a")).mode & 0o777).toBe(0o700);
  });

  test("can be closed while they are flushed, and more than once", async () => {
    const file = disk.open("x", "create");
    file?.write(bytes("x"), 0);
    const flushed = file?.sync("trace");
    file?.close();
    file?.close();
    await flushed;
    expect(() => file?.write(bytes("y"), 0)).toThrow("x is closed");
    await expect(file?.sync("trace")).rejects.toThrow("x is closed");
  });
});

describe("nothing leads out of the store", () => {
  test.each(["/etc/passwd", "..", "runs/../../x", "runs//x", "./x", "runs\\x", "x\0", "c:x", "runs/"])("%j", (path) => {
    expect(() => disk.read(path)).toThrow("is no path within a store");
  });

  test.skipIf(process.platform === "win32")("a link is not followed", () => {
    const outside = join(root, "..", "outside");
    writeFileSync(outside, "secret");
    symlinkSync(outside, join(root, "trace"));
    for (const how of ["read", "write"] as const) {
      expect(code(() => disk.open("trace", how))).toBe("store/io-error");
    }
    expect(disk.open("trace", "create")).toBe(null);
    disk.remove("trace");
    expect(existsSync(outside)).toBe(true);
    expect(readFileSync(outside, "utf8")).toBe("secret");
  });

  test("a file that is larger than any is not read as a whole, and takes no room", () => {
    disk.open("runs/a/b", "create")?.close();
    truncateSync(join(root, "runs/a/b"), 3 * 2 ** 30);
    expect(code(() => disk.read("runs/a/b"))).toBe("store/io-error");
  });

  test("a directory is no file", () => {
    mkdirSync(join(root, "lock-1"));
    expect(code(() => disk.open("lock-1", "read"))).toBe("store/io-error");
    expect(lstatSync(join(root, "lock-1")).isDirectory()).toBe(true);
  });
});

describe("errors are for people", () => {
  const systemError = (name: string): Error => Object.assign(new Error("x"), { code: name, syscall: "write" });

  test.each<[string, StoreErrorCode]>([
    ["ENOSPC", "store/disk-full"],
    ["EDQUOT", "store/disk-full"],
    ["EFBIG", "store/disk-full"],
    ["EACCES", "store/no-permission"],
    ["EPERM", "store/no-permission"],
    ["EROFS", "store/no-permission"],
    ["EIO", "store/io-error"],
    ["ELOOP", "store/io-error"],
  ])("%s is %s", (name, expected) => {
    const error = diskError("runs/a/trace.jsonl", "write", systemError(name));
    expect(error).toMatchObject({ code: expected, place: { file: "runs/a/trace.jsonl" } });
    expect((error as StoreError).message).toContain("runs/a/trace.jsonl");
    expect((error as StoreError).help).not.toBe("");
  });

  test("a message has the file, the call and its code", () => {
    expect(diskError("x", "fdatasync", systemError("EIO"))).toMatchObject({ message: "x: fdatasync failed (EIO)." });
  });

  test("a file system without hard links is named as the reason", () => {
    expect(diskError("x", "link", systemError("EPERM"))).toMatchObject({
      code: "store/io-error",
      help: expect.stringContaining("hard links"),
    });
  });

  test("a mistake of ours stays one", () => {
    const mistake = new TypeError("oh");
    expect(diskError("x", "write", mistake)).toBe(mistake);
  });

  test("a directory that can't be flushed", async () => {
    await expect(disk.syncDirectory("nowhere", "run-directory")).rejects.toMatchObject({ code: "store/io-error" });
  });
});

test("a directory that is a link is not followed", async () => {
  const root = mkdtempSync(join(tmpdir(), "rb-links-"));
  const outside = mkdtempSync(join(tmpdir(), "rb-outside-"));
  onTestFinished(() => {
    for (const directory of [root, outside]) rmSync(directory, { recursive: true, force: true });
  });
  writeFileSync(join(outside, "a.log"), "somebody's");
  symlinkSync(outside, join(root, "log"));
  const disk = new NodeDisk(root);
  expect(() => disk.list("log")).toThrow(StoreError);
  expect(() => disk.read("log/a.log")).toThrow(StoreError);
  expect(() => disk.remove("log/a.log")).toThrow(StoreError);
  expect(() => disk.open("log/b.log", "create")).toThrow(StoreError);
  expect(readdirSync(outside)).toEqual(["a.log"]);
});
