import { expect, it } from "vitest";
import { Repeats } from "./repeats.js";
import type { RunLine } from "./run-view.js";

const line = (title: string, details: readonly string[]): RunLine => ({
  depth: 0,
  sign: "done",
  title,
  note: "",
  details,
  pool: null,
  rounds: [],
});

it("shows details once, until they change", () => {
  const repeats = new Repeats();
  const shown = [["x"], ["x"], ["y"], ["x"]].map((details) => repeats.shorten(line("a", details))?.details);
  expect(shown).toEqual([["x"], [], ["y"], ["x"]]);
  expect(repeats.shorten(line("b", ["x"]))?.details).toEqual(["x"]);
});

it("counts what it leaves out", () => {
  const repeats = new Repeats();
  const shown = Array.from({ length: 25 }, () => repeats.shorten(line("a", []))).filter((one) => one !== null);
  expect(shown).toHaveLength(10);
  expect(repeats.left).toBe(15);
});
