/** Durable runs on a real disk: a store in a directory of its own, and hosts whose executors do nothing. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { noop } from "../contenders/work.mjs";
import { store } from "./built.mjs";
import * as graphs from "./graphs.mjs";

const { Host, openStore, systemClock } = await store();

export const languages = { expressions: [graphs.language] };
const allowed = { decision: "allow", rule: "bench", policy: "bench" };
const many = 1_000_000_000;

/** The limits are those of untrusted documents, and have to be raised for what is measured here. */
export const limits = { maxRecords: many, maxData: many, maxTokens: many, maxIterations: many };

let ids = 0;

export function hostOf(opened, more = {}) {
  return new Host(opened, {
    load: async (text) => ({ bundle: JSON.parse(text), languages }),
    clock: systemClock,
    random: () => {
      ids += 1;
      return ids.toString(16).padStart(8, "0");
    },
    decisionPoint: { policy: () => "bench", decide: () => allowed },
    executors: { noop: { invoke: noop } },
    snapshots: 0,
    ...more,
  });
}

/** Starts a run and waits until it rests. */
export async function runToRest(host, bundle, options = {}) {
  const { run, result } = await host.start({ bundle, languages }, { limits, ...options });
  return { run, ...(await result) };
}

export const openIn = (directory) => openStore(join(directory, ".runbook"));

/**
 * Gives `body` a directory that is removed afterwards. It should lie on a disk: `RB_BENCH_DIR` says where, if the place for temporary files
 * is memory.
 */
export async function inDirectory(body) {
  const directory = mkdtempSync(join(process.env.RB_BENCH_DIR ?? tmpdir(), "rb-bench-"));
  try {
    return await body(directory);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

export function heapUsed() {
  globalThis.gc();
  return process.memoryUsage().heapUsed;
}
