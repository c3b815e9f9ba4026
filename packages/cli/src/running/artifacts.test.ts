import { type Bundle, outputLabels, type Slot } from "@rb/ir";
import { expect, test } from "vitest";
import { artifactsOf, outputLines } from "./artifacts.js";

const origin = { kind: "source", uri: "t", pointer: "", start: { line: 1, column: 1 } } as const;
const labels = outputLabels([
  ["report", "file"],
  ["copy", "file"],
  ["sum", "object"],
  ["gone", "object"],
  ["site", "url"],
]);
const bundle: Bundle = {
  version: 1,
  main: "g",
  graphs: [{ id: "g", region: { entries: [] }, nodes: [], flows: [], origin, meta: { labels } }],
};
const outputs: readonly (readonly [string, Slot])[] = [
  ["report", { json: "a.pdf" }],
  ["copy", { pointer: { uri: "attachment:1", sha256: "sha256:00", size: 1 } }],
  ["sum", { json: 3 }],
  ["gone", { unknown: "nobody knows" }],
  ["site", { json: "https://a.example" }],
  ["plain", { json: 1 }],
];

test("of a live run, what is in its record or kept beside it is there, and what it only names is not", () => {
  const artifacts = artifactsOf(bundle, outputs, false);
  expect(artifacts.map(({ name, status }) => [name, status])).toEqual([
    ["report", "pending"],
    ["copy", "copied"],
    ["sum", "materialized"],
    ["gone", "pending"],
    ["site", "pending"],
  ]);
  expect(outputLines(outputs.slice(4), artifacts, (slot) => JSON.stringify(slot))).toEqual([
    'site = {"json":"https://a.example"}  (url, pending)',
    'plain = {"json":1}',
  ]);
});

test("of a dry run, nothing is there yet", () => {
  expect(new Set(artifactsOf(bundle, outputs, true).map(({ status }) => status))).toEqual(new Set(["pending"]));
});
