/** Histories by number: made, judged, and, where one goes wrong, shortened and told. */
import { Draws } from "./draws.js";
import { type ShrinkLimits, shrink } from "./shrink.js";
import { type Counts, noCounts, Simulation, type SimulationOptions } from "./simulation.js";

/** What became of one history. */
export interface HistoryReport {
  /** Null: it was given as a list of draws. */
  readonly seed: number | null;
  /** All draws that it took: given again, it happens again. */
  readonly draws: readonly number[];
  /** What went wrong; null: nothing. */
  readonly failure: string | null;
  readonly counts: Counts;
}

/** One history, from a seed or a list of draws. */
export async function simulate(
  from: number | readonly number[],
  options: SimulationOptions = {},
  log: ((line: string) => void) | null = null,
): Promise<HistoryReport> {
  const draws = new Draws(from);
  const simulation = new Simulation(draws, options, log);
  const violation = await simulation.run();
  return {
    seed: typeof from === "number" ? from : null,
    draws: draws.taken,
    failure: violation?.message ?? null,
    counts: simulation.counts,
  };
}

/** Everything that happened in a history, a line each. */
export async function explain(from: number | readonly number[], options: SimulationOptions = {}): Promise<string> {
  const lines: string[] = [];
  await simulate(from, options, (line) => lines.push(line));
  return lines.join("\n");
}

/** A shorter history that goes wrong in the same way. */
export async function simplify(
  { draws, failure }: HistoryReport,
  options: SimulationOptions = {},
  shrinkLimits: ShrinkLimits = {},
): Promise<HistoryReport> {
  const kind = kindOf(failure);
  const fails = async (candidate: readonly number[]) => kindOf((await simulate(candidate, options)).failure) === kind;
  return simulate(await shrink(draws, fails, shrinkLimits), options);
}

/** What went wrong, without what it went wrong with. */
function kindOf(failure: string | null): string | null {
  const [what] = failure?.slice(0, 300).split("\n") ?? [];
  return what?.replace(/\{.*/, "").replace(/\d+T\d+-[0-9a-f]+(\.[0-9.]+)?|\d+/g, "#") ?? null;
}

/** What many histories came to. */
export interface ManyReport {
  readonly histories: number;
  /** The first that went wrong, where one did. */
  readonly failure: HistoryReport | null;
  readonly counts: Counts;
}

/** Histories of one seed after the other, until one goes wrong, all are done, or time is over. */
export async function simulateMany(
  seeds: { readonly first: number; readonly count: number; readonly isOverTime?: () => boolean },
  options: SimulationOptions = {},
): Promise<ManyReport> {
  const total = noCounts();
  let histories = 0;
  while (histories < seeds.count && seeds.isOverTime?.() !== true) {
    const report = await simulate(seeds.first + histories, options);
    histories += 1;
    for (const name of Object.keys(total) as (keyof Counts)[]) total[name] += report.counts[name];
    if (report.failure !== null) return { histories, failure: report, counts: total };
  }
  return { histories, failure: null, counts: total };
}
