/** Holds together what the journals say, what the world says, and what was acknowledged. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type RunFiles, runsOf } from "./evidence.js";
import { type PlanName, plans } from "./plans.js";
import { type Deed, World } from "./world.js";

/** An effect that had started when a driver was ended, and whose outcome its journal didn't have. */
export interface InDoubt {
  readonly run: string;
  readonly effect: string;
  readonly idempotent: boolean;
}

/** What a store came to in the end. */
export interface Judgement {
  readonly runs: number;
  readonly effects: number;
  /** Idempotent effects that were sent again, under the same id, each time. */
  readonly sentAgain: number;
  /** Effects that a person was asked about. */
  readonly askedAbout: number;
  /** Effects that were not idempotent and were done twice. */
  readonly repeated: number;
  /** Runs or inputs that were acknowledged and aren't there. */
  readonly lost: number;
  /** Everything that must not be, in words. */
  readonly wrong: readonly string[];
}

export const effectsInDoubt = (store: string): readonly InDoubt[] =>
  runsOf(store).flatMap((run) => {
    const settled = new Set(run.of("jobSettled").map(({ effect }) => effect));
    return run.started
      .filter((effect) => !settled.has(effect))
      .map((effect) => ({ run: run.id, effect, idempotent: isIdempotent(run, effect) }));
  });

/** What was done although the journals, as they stand, don't say that it would be. */
export function doneWithoutRecord(store: string, world: string): readonly string[] {
  const started = new Set(runsOf(store).flatMap((run) => run.started));
  return new World(world).ledger.all().flatMap(({ effect }) => (started.has(effect) ? [] : [effect]));
}

/** For a store whose driver has ended well. */
export function judge(store: string, worldDirectory: string, inDoubt: Iterable<InDoubt> = []): Judgement {
  const world = new World(worldDirectory);
  const runs = new Map(runsOf(store).map((run) => [run.id, run]));
  const deeds = world.ledger.all();
  const lost = lostReceipts(runs, world);
  const repeated = [...timesDone(deeds)].filter(([, { deed, times }]) => times > 1 && !deed.idempotent);
  // A header alone is a run that never came to begin.
  const existing = [...runs.values()].filter(({ records }) => records.length > 0);
  return {
    runs: existing.length,
    effects: new Set(deeds.map(({ effect }) => effect)).size,
    sentAgain: deeds.length - timesDone(deeds).size - repeated.length,
    askedAbout: existing.reduce((sum, run) => sum + run.of("incidentOpened").length, 0),
    repeated: repeated.length,
    lost: lost.length,
    wrong: [
      ...lost,
      ...repeated.map(([effect]) => `${effect} was done twice, and is not idempotent`),
      ...doneWithoutRecord(store, worldDirectory).map((effect) => `${effect} was done, and no journal says so`),
      ...existing.flatMap((run) => wrongOf(run, deeds)),
      ...[...inDoubt].flatMap((doubt) => unresolved(doubt, runs.get(doubt.run))),
      ...leftOver(store, runs),
    ],
  };
}

function lostReceipts(runs: ReadonlyMap<string, RunFiles>, world: World): readonly string[] {
  return world.receipts.all().flatMap((receipt) => {
    const run = runs.get(receipt.run);
    if (run === undefined || run.records.length === 0) return [`run ${receipt.run} was acknowledged and is not there`];
    if (receipt.what === "started") return [];
    const times = run.of("received").filter(({ delivery }) => delivery === receipt.delivery).length;
    return times === 1 ? [] : [`input ${receipt.delivery} was acknowledged, and is in the journal ${times} times`];
  });
}

/** Each effect that an executor did, with how often it did it. */
function timesDone(deeds: readonly Deed[]): ReadonlyMap<string, { readonly deed: Deed; readonly times: number }> {
  const times = new Map<string, { readonly deed: Deed; readonly times: number }>();
  for (const deed of deeds) times.set(deed.effect, { deed, times: (times.get(deed.effect)?.times ?? 0) + 1 });
  return times;
}

function wrongOf(run: RunFiles, deeds: readonly Deed[]): readonly string[] {
  const wrong: string[] = [];
  const head = run.head();
  if (run.status !== "completed") wrong.push(`run ${run.id} is ${run.status}`);
  if (run.rest > 0) wrong.push(`the trace of run ${run.id} has ${run.rest} bytes behind its last commit`);
  if (head?.status !== run.status || head.hash !== run.hash)
    wrong.push(`the head of run ${run.id} is not that of its trace`);
  const { equal, difference } = run.again();
  if (!equal) wrong.push(`run ${run.id} comes out differently when run again: ${JSON.stringify(difference)}`);
  const done = new Set(deeds.filter((deed) => deed.run === run.id && deed.outcome === "ok").map(keyOf));
  for (const [node, times] of Object.entries(planOf(run).deeds)) {
    const found = [...done].filter((key) => key.startsWith(`${node} `)).length;
    if (found !== times) wrong.push(`'${node}' of run ${run.id} was done ${found} times instead of ${times}`);
  }
  return wrong;
}

const keyOf = ({ node, effect }: Deed): string => `${node} ${effect}`;

/** Where nobody knew, somebody was asked; or it was sent again, which did no harm. */
function unresolved({ effect, idempotent }: InDoubt, run: RunFiles | undefined): readonly string[] {
  const said = run?.of("jobSettled").filter((record) => record.effect === effect && !record.late) ?? [];
  const kinds = said.map(({ outcome }) => outcome.kind).join(", ");
  const token = Number(effect.split(".").at(-2));
  const incidents = run?.of("incidentOpened").filter((record) => record.token === token) ?? [];
  const isAsked = kinds === "unknown" && incidents.some(({ code }) => code === "unknown-outcome");
  if (idempotent ? kinds === "ok" : isAsked) return [];
  return [`${effect} was under way when its driver was ended, and came to '${kinds}'`];
}

/** A store that is closed has no logs, and what came for its runs was taken. Drafts of what never came to be may stay. */
function leftOver(store: string, runs: ReadonlyMap<string, RunFiles>): readonly string[] {
  const logs = namesIn(join(store, "log")).filter((name) => !name.endsWith(".new"));
  const inputs = namesIn(join(store, "inbox")).filter((name) => {
    // Said again when the run was over, and nobody looked any more.
    const { id } = JSON.parse(readFileSync(join(store, "inbox", name), "utf8"));
    const received = runs.get(name.split(".")[0] ?? "")?.of("received") ?? [];
    return name.endsWith(".refused") || !received.some(({ delivery }) => delivery === id);
  });
  return [...logs, ...inputs].map((name) => `${name} was left over`);
}

function namesIn(directory: string): readonly string[] {
  return existsSync(directory) ? readdirSync(directory).filter((name) => !name.startsWith(".")) : [];
}

function planOf(run: RunFiles): (typeof plans)[PlanName] {
  const plan = plans[run.header?.title as PlanName];
  if (plan === undefined) throw new Error(`run ${run.id} has no plan of ours`);
  return plan;
}

function isIdempotent(run: RunFiles, effect: string): boolean {
  const node = run.of("jobStaged").find(({ job }) => job.effect === effect)?.job.node;
  return planOf(run).bundle.graphs[0]?.nodes.find(({ id }) => id === node)?.meta?.idempotent === true;
}
