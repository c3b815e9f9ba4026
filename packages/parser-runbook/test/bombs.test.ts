/** Documents of a mebibyte that want time or memory, each in a process of its own: none gets much of either. */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "tsup";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Reading } from "./reading.js";

const directory = mkdtempSync(join(tmpdir(), "rb-bombs-"));
beforeAll(() =>
  build({
    config: false,
    entry: { reading: join(import.meta.dirname, "reading.ts") },
    outDir: directory,
    outExtension: () => ({ js: ".mjs" }),
    tsconfig: join(import.meta.dirname, "..", "tsconfig.json"),
    format: ["esm"],
    target: "node20",
    noExternal: [/.*/],
    // The libraries are CommonJS in part.
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    splitting: false,
    silent: true,
  }),
);
afterAll(() => rmSync(directory, { recursive: true, force: true }));

const mebibyte = 2 ** 20;
const flood = (unit: string, before = "", after = ""): string => {
  const room = mebibyte - before.length - after.length;
  return before + unit.repeat(Math.floor(room / unit.length)) + after;
};
const head = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: t }\n";
/** A step with a text of as many pieces as there is room for. */
const inStep = (piece: (index: number) => string): string => {
  const before = `${head}steps: [{ id: a, manual: "`;
  let text = before;
  for (let index = 0; text.length < mebibyte - 100; index++) text += piece(index);
  return `${text}" }]`;
};
const lines = (count: number, line: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => `${line(index)}\n`).join("");

/** Alone on a machine, the first kind takes 50 ms, floods of values and lines 50 to 150: under load, a few times as much. */
const LONGEST_MS = { soon: 500, flood: 2000 };
/** The reader makes a text of lines by adding one after the other. */
const MOST_MEBIBYTES = { soon: 64, flood: 128 };

test.each<readonly [what: string, code: string, kind: keyof typeof LONGEST_MS, text: string]>([
  [
    "aliases of aliases",
    "yaml-alias",
    "soon",
    lines(9000, (i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}]`).replace(/\*a0/g, "x"),
  ],
  [
    "a long text, by many aliases, as a key",
    "yaml-alias",
    "soon",
    `a: &a ${"x".repeat(500_000)}\n? [${"*a,".repeat(160_000)}]\n: 1`,
  ],
  ["lists that open", "too-deep", "soon", flood("[")],
  ["maps that open", "too-deep", "soon", flood("{")],
  ["maps that open behind keys", "too-deep", "soon", flood("{a: ")],
  ["lists in lists", "too-deep", "soon", flood("- ")],
  ["keys of keys", "too-deep", "soon", flood("? ")],
  ["indentation that grows", "too-deep", "soon", lines(1400, (i) => `${" ".repeat(i)}a:`)],
  ["anchors", "too-many-mistakes", "soon", flood("&a ,", "[", "]")],
  ["anchors in a row", "yaml-syntax", "soon", flood("&a ")],
  ["tags", "too-many-mistakes", "soon", flood("!a ,", "[", "]")],
  ["tags in a row", "yaml-syntax", "soon", flood("!a ")],
  ["quotes", "yaml-syntax", "soon", flood('"')],
  ["a quote that never ends", "yaml-syntax", "flood", flood("x\n ", 'a: "')],
  ["documents", "several-documents", "soon", flood("---\n")],
  ["ends of documents", "several-documents", "soon", flood("...\n")],
  ["comments", "empty", "soon", flood("#\n")],
  ["tabs", "empty", "soon", flood("\t")],
  ["line ends", "empty", "soon", flood("\n")],
  ["a key without end", "yaml-syntax", "soon", flood("k", "", ": 1")],
  ["a key in quotes without end", "yaml-syntax", "soon", flood("k", '"', '": 1')],
  ["escapes", "wrong-type", "soon", flood("\\n", '"', '"')],
  ["halves of characters", "yaml-surrogate", "soon", flood("\\ud800", '"', '"')],
  ["a text of many lines", "wrong-type", "flood", flood("a\n")],
  ["a folded text", "wrong-type", "flood", flood(" x\n\n", ">\n")],
  [
    "items, each looked at for a comment",
    "wrong-type",
    "flood",
    `${"[".repeat(60)}${"a#b,".repeat(120_000)}${"]".repeat(60)}`,
  ],
  [
    "items, with a sign of a comment behind them",
    "wrong-type",
    "flood",
    `[${"a,".repeat(30_000)}${"b".repeat(980_000)}#c]`,
  ],
  ["a tag without end", "yaml-tag", "soon", flood("a", "!", " x")],
  ["an anchor without end", "yaml-anchor", "soon", flood("a", "&", " x")],
  ["brackets without end, over many lines", "yaml-syntax", "flood", flood("x\n ", "a: [")],
  ["directives", "yaml-directive", "flood", flood("%\n")],
  ["a long number", "yaml-number", "soon", flood("9", "a: ")],
  ["numbers that are too large", "too-many-values", "flood", flood("1e999,", "[", "]")],
  ["NUL", "binary", "soon", flood("\0")],
  ["UTF-16, read as UTF-8", "binary", "soon", Buffer.from("a: b\n".repeat(100_000), "utf16le").toString("utf8")],
  ["marks of byte order", "wrong-type", "flood", "\ufeff\n".repeat(250_000)],
  ["keys that are lists", "too-many-values", "flood", flood("[a]: b\n")],
  ["merge keys", "too-many-values", "flood", flood("<<: a\n")],
  ["fields that nobody knows", "too-many-values", "flood", lines(100_000, (i) => `f${i}: 1`).slice(0, mebibyte)],
  ["templates that name nothing", "unknown-input", "flood", inStep((i) => `\${{ inputs.n${i} }}`)],
  ["templates in each other", "unclosed-expression", "soon", inStep(() => "${{ ")],
  [
    "a template behind escapes, far from its end",
    "unclosed-expression",
    "soon",
    `${head}steps: [{ id: a, manual: "${"\\x61".repeat(120_000)}\${{ ${"a".repeat(400_000)}" }]`,
  ],
  ["brackets that close where a line begins", "unknown-field", "flood", lines(40_000, (i) => `a${i}: [\n]`)],
  ["items of a list", "too-many-values", "flood", flood("1,", "[", "]")],
  ["items below each other", "too-many-values", "flood", flood("- 1\n")],
  ["dashes", "too-many-values", "flood", flood("-\n")],
  ["lists that are empty", "too-many-values", "flood", flood("[],", "[", "]")],
  ["maps in brackets", "too-many-values", "flood", flood("a: b,", "[", "]")],
  ["keys", "too-many-values", "flood", lines(130_000, (i) => `${i.toString(36)}:`)],
  ["keys that are marked", "too-many-values", "flood", flood("? a\n")],
])("%s", (_, code, kind, text) => {
  const { stdout, stderr, status } = spawnSync(process.execPath, [join(directory, "reading.mjs")], { input: text });
  expect({ status, stderr: stderr.toString() }).toEqual({ status: 0, stderr: "" });
  const { codes, cpuMs, mebibytes } = JSON.parse(stdout.toString()) as Reading;
  expect(codes).toContain(`runbook/${code}`);
  expect(cpuMs).toBeLessThan(LONGEST_MS[kind]);
  expect(mebibytes).toBeLessThan(MOST_MEBIBYTES[kind]);
});
