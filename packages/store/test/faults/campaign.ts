/** Ends drivers, one after the other, in every way and at every moment, until there were as many ends as wanted; and looks at what they leave. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import type { DriverTask } from "./driver-task.js";
import type { Drivers, Ending, Wrapping } from "./drivers.js";
import { calls, type DiskFault } from "./faulty-disk.js";
import { doneWithoutRecord, effectsInDoubt, type InDoubt, type Judgement, judge } from "./judge.js";
import { planNames } from "./plans.js";

/** How a driver can be ended. */
const waysToEnd = ["at a moment", "at a call of the disk", "at a system call"] as const;
type Way = (typeof waysToEnd)[number];

export interface CampaignOptions {
  readonly kills: number;
  readonly seed: number;
  /** Ends in one store at most; then it may finish. Default 60. */
  readonly killsEach?: number;
  /** Told now and then how far it is. */
  readonly onStore?: (report: CampaignReport) => void;
}

type Sums = { -readonly [K in "runs" | "effects" | "sentAgain" | "askedAbout" | "repeated" | "lost"]: number };

export interface CampaignReport extends Sums {
  kills: { [way in Way]: number };
  /** Drivers in all. */
  starts: number;
  stores: number;
  /** Effects that were under way at an end. */
  inDoubt: number;
  readonly wrong: string[];
}

/** Whether system calls can be interfered with here: by `strace`, where tracing is allowed. */
export const canTrace: boolean = answers("strace", "-f", "-qq", "-o", "/dev/null", process.execPath, "--version");

const systemCalls = ["pwrite64", "fdatasync", "fsync", "rename", "link", "unlink", "openat", "mkdir", "ftruncate"];

export async function campaign(drivers: Drivers, options: CampaignOptions): Promise<CampaignReport> {
  const draw = draws(options.seed);
  const report: CampaignReport = {
    kills: { "at a moment": 0, "at a call of the disk": 0, "at a system call": 0 },
    ...{ starts: 0, stores: 0, runs: 0, effects: 0, inDoubt: 0, sentAgain: 0, askedAbout: 0, repeated: 0, lost: 0 },
    wrong: [],
  };
  while (killsOf(report) < options.kills) {
    await oneStore(drivers, options, draw, report);
    options.onStore?.(report);
  }
  return report;
}

export const killsOf = ({ kills }: CampaignReport): number => Object.values(kills).reduce((sum, n) => sum + n, 0);

async function oneStore(
  drivers: Drivers,
  { kills, seed, killsEach = 60 }: CampaignOptions,
  draw: Draw,
  report: CampaignReport,
): Promise<void> {
  report.stores += 1;
  const directory = join(drivers.directory, `${seed}-${report.stores}`);
  const [store, world] = [join(directory, "store"), join(directory, "world")];
  mkdirSync(world, { recursive: true });
  const task: DriverTask = { store, world, starts: planNames.length };
  const inDoubt = new Map<string, InDoubt>();
  const wrong = (what: string) => report.wrong.push(`store ${report.stores} of seed ${seed}: ${what}`);
  for (let kill = 0; ; ) {
    const isLast = kill === killsEach || killsOf(report) === kills;
    const way = isLast ? null : waysToEnd[draw(canTrace ? 3 : 2)];
    const ending = await endedBy(way ?? null, drivers, task, draw);
    report.starts += 1;
    for (const problem of ending.problems) wrong(`${problem.problem}: ${problem.message}`);
    if (wasKilled(ending) && way != null) {
      report.kills[way] += 1;
      kill += 1;
      for (const doubt of effectsInDoubt(store)) inDoubt.set(doubt.effect, doubt);
      for (const effect of doneWithoutRecord(store, world)) wrong(`${effect} was done before its journal said so`);
      if (ending.problems.length > 0) break;
    } else {
      if (ending.code !== 0) wrong(`the driver ended by itself (${ending.signal ?? ending.code}): ${ending.errors}`);
      break;
    }
  }
  report.inDoubt += inDoubt.size;
  const judgement = judge(store, world, inDoubt.values());
  add(report, judgement);
  for (const what of judgement.wrong) wrong(what);
  if (judgement.wrong.length === 0) rmSync(directory, { recursive: true });
}

/** `null`: it may go on to its end. */
async function endedBy(way: Way | null, drivers: Drivers, task: DriverTask, draw: Draw): Promise<Ending> {
  switch (way) {
    case null:
      return drivers.start(task).ended;
    case "at a moment": {
      const driver = drivers.start(task);
      await driver.ready;
      setTimeout(() => driver.signal("SIGKILL"), draw(60));
      return driver.ended;
    }
    case "at a call of the disk":
      return drivers.start({ ...task, fault: killAtCall(draw) }).ended;
    case "at a system call":
      return drivers.start(task, killAtSystemCall(draw)).ended;
  }
}

/** Any of the first calls, or any of the first of one kind. */
function killAtCall(draw: Draw): DiskFault {
  const when = (["before", "middle", "after"] as const)[draw(3)] ?? "before";
  const call = draw(2) === 0 ? calls[draw(calls.length)] : undefined;
  return { do: "kill", when, at: 1 + draw(call === undefined ? 80 : 15), ...(call === undefined ? {} : { call }) };
}

/** The call is not carried out. Those of the world's files count too. */
function killAtSystemCall(draw: Draw): Wrapping {
  const call = systemCalls[draw(systemCalls.length)] as string;
  // Node opens some files of its own before it comes to the program.
  const when = call === "openat" ? 40 + draw(60) : 1 + draw(12);
  return tracing(call, `inject=${call}:signal=KILL:when=${when}`);
}

/** To be put before a command, so that `rule` is applied to one of its system calls. */
export function tracing(call: string, rule: string): Wrapping {
  return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", `trace=${call}`, "-e", rule];
}

/** A program that traces another one ends as that one does, or says so by its code. */
const wasKilled = ({ code, signal }: Ending): boolean => signal === "SIGKILL" || code === 137;

function add(report: CampaignReport, judgement: Judgement): void {
  for (const name of ["runs", "effects", "sentAgain", "askedAbout", "repeated", "lost"] as const)
    report[name] += judgement[name];
}

/** A number from 0, below that one. */
export type Draw = (below: number) => number;

/** The same seed draws the same numbers; when exactly a process is hit, it can't decide. */
export function draws(seed: number): Draw {
  let state = seed | 0;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function answers(command: string, ...args: readonly string[]): boolean {
  try {
    execFileSync(command, args, { stdio: "ignore", timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}
