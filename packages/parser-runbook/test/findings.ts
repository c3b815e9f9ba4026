import { expect } from "vitest";
import { parseRunbook } from "../src/parse-runbook.js";

/** A code, where it stands (line and column), and words that its message or help has. */
export type Finding = readonly [code: string, text: string, line: number, column: number, words: RegExp];

/** Holds a document to one finding of this code; what else is found shows when that fails. */
export function expectFinding(...[code, text, line, column, words]: Finding): void {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  const found = diagnostics.filter((one) => one.code === `runbook/${code}`);
  expect(
    found.map(({ origin, message, help }) => ({
      at: origin.kind === "source" ? [origin.start.line, origin.start.column] : [],
      text: `${message} ${help ?? ""}`,
    })),
    JSON.stringify(diagnostics.map(({ code: all, message }) => [all, message])),
  ).toEqual([{ at: [line, column], text: expect.stringMatching(words) }]);
}
