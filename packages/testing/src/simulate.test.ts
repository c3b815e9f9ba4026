/**
 * Histories hold; and, so that this says something: with any one flush taken away, or with effects that don't wait for the journal, they don't.
 * `RB_HISTORIES` and `RB_FIRST_HISTORY` make it more, and others; `pnpm simulate` makes it many.
 */
import { syncSites } from "@rb/store";
import { afterEach, describe, expect, test } from "vitest";
import { Committer } from "../../store/src/commit/committer.js";
import { explain, simplify, simulate, simulateMany } from "./simulate.js";
import type { SimulationOptions } from "./simulation.js";

const count = Number(process.env.RB_HISTORIES ?? 300);
const first = Number(process.env.RB_FIRST_HISTORY ?? 1);

async function findFailure(options: SimulationOptions, most = 3000): Promise<string> {
  return (await simulateMany({ first: 1, count: most }, options)).failure?.failure ?? `nothing in ${most} histories`;
}

test(`${count} histories hold, and things happen in them`, { timeout: 120_000 }, async () => {
  const { failure, counts } = await simulateMany({ first, count });
  expect(failure === null ? null : `seed ${failure.seed}: ${failure.failure}`).toBeNull();
  for (const [what, times] of Object.entries(counts)) expect(times, what).toBeGreaterThan(count / 20);
});

describe("a history", () => {
  test("is the same each time, from its seed and from its draws", async () => {
    const report = await simulate(11);
    expect(await simulate(11)).toEqual(report);
    expect(await simulate(report.draws)).toEqual({ ...report, seed: null });
    expect(await explain(11)).toBe(await explain(report.draws));
    expect(await explain(11)).not.toBe(await explain(12));
  });

  test("that goes wrong is shortened to one that goes wrong in the same way, and told", {
    timeout: 60_000,
  }, async () => {
    const options: SimulationOptions = { ignoredSyncs: new Set(["trace"]) };
    const { failure } = await simulateMany({ first: 1, count: 100 }, options);
    if (failure === null) throw new Error("nothing went wrong");
    const short = await simplify(failure, options, { maxTries: 300 });
    const kind = /was done|for certain|is lost/;
    expect(kind.exec(short.failure ?? "")).toEqual(
      expect.arrayContaining([...(kind.exec(failure.failure ?? "") ?? [])]),
    );
    // A draw of nought is the simplest thing that can happen.
    const unlikely = (draws: readonly number[]) => draws.filter((draw) => draw > 0).length;
    expect(unlikely(short.draws)).toBeLessThan(0.5 * unlikely(failure.draws));
    expect(await explain(short.draws, options)).toContain(`WRONG: ${short.failure}`);
  });
});

describe("without the flush", () => {
  test.each(syncSites)("of %s, a history goes wrong", { timeout: 90_000 }, async (site) => {
    expect(await findFailure({ ignoredSyncs: new Set([site]), faults: false })).toMatch(
      /lost|lose|damaged|for certain|gone|stands for/,
    );
  });
});

describe("when nothing waits for the journal", () => {
  const { commit } = Committer.prototype;
  afterEach(() => {
    Committer.prototype.commit = commit;
  });

  test("a history goes wrong", { timeout: 60_000 }, async () => {
    Committer.prototype.commit = function (trace) {
      commit.call(this, trace).catch(() => {});
      return new Promise((resolve) => setImmediate(resolve));
    };
    expect(await findFailure({ faults: false }, 100)).not.toMatch(/^nothing/);
  });
});
