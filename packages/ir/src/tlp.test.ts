import { expect, it } from "vitest";
import { narrowestTlp, tlpRank } from "./tlp.js";

it.each([
  ["TLP:CLEAR", 0],
  ["tlp:white", 0],
  ["green", 1],
  ["TLP:AMBER", 2],
  ["AMBER+STRICT", 3],
  ["TLP:RED", 4],
  ["TLP:", null],
  ["TLP:TLP:RED", null],
  ["PINK", null],
])("%s has rank %s", (text, rank) => {
  expect(tlpRank(text)).toBe(rank);
});

it.each([
  [[], undefined],
  [["TLP:GREEN"], "TLP:GREEN"],
  [["TLP:AMBER+STRICT", "TLP:AMBER"], "TLP:AMBER+STRICT"],
  [["clear", "RED"], "TLP:RED"],
  [["TLP:RED", "marking-x", "PINK"], "marking-x"],
])("of %j the narrowest is %s", (markings, narrowest) => {
  expect(narrowestTlp(markings)).toBe(narrowest);
});
