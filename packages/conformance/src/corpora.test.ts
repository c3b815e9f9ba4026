import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { filesBelow, readJson, readText } from "./corpora.js";

const folder = mkdtempSync(join(tmpdir(), "corpora-"));

beforeAll(() => {
  mkdirSync(join(folder, "set", "deep"), { recursive: true });
  mkdirSync(join(folder, "set", "folder.bpmn"));
  writeFileSync(join(folder, "set", "b.bpmn"), "b");
  writeFileSync(join(folder, "set", "deep", "a.bpmn"), "a");
  writeFileSync(join(folder, "set", "broken.json"), "{");
  writeFileSync(join(folder, "outside.json"), "1");
  symlinkSync("..", join(folder, "set", "deep", "up"));
  symlinkSync(".", join(folder, "set", "here"));
  symlinkSync("link.bpmn", join(folder, "set", "link.bpmn"));
  symlinkSync("deep/a.bpmn", join(folder, "set", "c.bpmn"));
  writeFileSync(join(folder, "set", "huge.json"), "");
  truncateSync(join(folder, "set", "huge.json"), 2 ** 32);
});
afterAll(() => rmSync(folder, { recursive: true }));

test("files are found by their names, without going round in links or taking folders for files", () => {
  expect(filesBelow(join(folder, "set"), ".bpmn")).toEqual(["b.bpmn", "c.bpmn", join("deep", "a.bpmn")]);
  expect(filesBelow(join(folder, "missing"), ".bpmn")).toBeNull();
});

test("what is no file that can be read is an exception, and what isn't there is null", () => {
  const set = join(folder, "set");
  expect(readText(set, "deep/a.bpmn")).toBe("a");
  expect(readJson(set, "missing.json")).toBeNull();
  expect(() => readJson(set, "broken.json")).toThrow(SyntaxError);
  expect(() => readJson(set, "huge.json")).toThrow("4294967296 bytes");
  expect(() => readText(set, "folder.bpmn")).toThrow("is no file");
  expect(() => readText(set, "link.bpmn")).toThrow("ELOOP");
  expect(() => readText(set, "../outside.json")).toThrow("not below the folder");
  expect(() => readText(set, "missing.bpmn")).toThrow("ENOENT");
});

test.skipIf(process.platform === "win32")("nobody waits for a pipe", () => {
  execFileSync("mkfifo", [join(folder, "set", "pipe.bpmn")]);
  expect(() => readText(join(folder, "set"), "pipe.bpmn")).toThrow("is no file");
  expect(filesBelow(join(folder, "set"), ".bpmn")).not.toContain("pipe.bpmn");
});
