import { expect, it } from "vitest";
import { durationText } from "./duration-text.js";

it.each([
  [0, "0 ms"],
  [1, "1 ms"],
  [120_000, "2 min"],
  [5_400_000, "1 h 30 min"],
  [90_061_001, "1 d 1 h 1 min 1 s 1 ms"],
  [-5, "-5 ms"],
  [0.5, "0.5 ms"],
])("%d ms is %s", (ms, text) => expect(durationText(ms)).toBe(text));
