import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { HandedInFiles } from "./handed-in-files.js";

let around = "";
let folder = "";
beforeAll(() => {
  around = mkdtempSync(join(tmpdir(), "rb-handed-in-"));
  folder = join(around, "run");
  mkdirSync(join(folder, "photos"), { recursive: true });
  mkdirSync(join(around, "run-of-another"));
  writeFileSync(join(around, "secret"), "s");
  writeFileSync(join(around, "run-of-another", "secret"), "s");
  writeFileSync(join(folder, "a.txt"), "a");
  writeFileSync(join(folder, "photos", "..b.txt"), "b");
  symlinkSync(join(folder, "a.txt"), join(folder, "photos", "a-again"));
  symlinkSync("../secret", join(folder, "link"));
  symlinkSync("..", join(folder, "up"));
  symlinkSync("../run-of-another", join(folder, "beside"));
});
afterAll(() => rmSync(around, { recursive: true, force: true }));

function take(name: string) {
  const taken = new Map<string, Uint8Array>();
  const { size } = new HandedInFiles(folder, taken).take(name);
  return [size, ...[...taken.values()].map((bytes) => Buffer.from(bytes).toString())];
}

test.each([
  ["a.txt", "a"],
  ["./photos/..b.txt", "b"],
  ["photos/a-again", "a"],
])("%s is in the folder", (name, text) => {
  expect(take(name)).toEqual([1, text]);
});

test.each([
  "/etc/passwd",
  "../secret",
  "photos/../../secret",
  "photos/../a.txt",
  "photos\\..\\a.txt",
  "link",
  "up/secret",
  "beside/secret",
])("%s leads out of the folder", (name) => {
  expect(() => take(name)).toThrow(expect.objectContaining({ code: "exec/file-outside", exit: 3 }));
});

test.each(["photos", "missing", "a.txt/b", "a\0b"])("%j is no file", (name) => {
  expect(() => take(name)).toThrow(expect.objectContaining({ code: "exec/bad-answer" }));
});
