/** Reads the runbook that comes by standard input, and tells what came of it and what that took beyond the start of the process. */
import { readFileSync } from "node:fs";
import { parseRunbook } from "../src/index.js";

export interface Reading {
  readonly codes: readonly string[];
  readonly cpuMs: number;
  /** Of memory in use, at most. */
  readonly mebibytes: number;
}

const text = readFileSync(0, "utf8");
const before = process.resourceUsage();
const { diagnostics } = parseRunbook(text, { uri: "t" });
const after = process.resourceUsage();
const microseconds = after.userCPUTime + after.systemCPUTime - before.userCPUTime - before.systemCPUTime;
const reading: Reading = {
  codes: [...new Set(diagnostics.map(({ code }) => code))],
  cpuMs: microseconds / 1000,
  mebibytes: (after.maxRSS - before.maxRSS) / 1024,
};
process.stdout.write(JSON.stringify(reading));
