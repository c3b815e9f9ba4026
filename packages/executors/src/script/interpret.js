/**
 * Runs one script in an interpreter that is made for it, and dropped afterwards. The interpreter is a WebAssembly module: it can call what it
 * imports, and nothing else. Of these imports, the clock and chance are given here, files and modules are refused, and no function of the
 * host is ever handed to a script.
 *
 * @import { ScriptAnswer, ScriptJob, ScriptProblem } from "./protocol.js"
 */
import { Intrinsics, QuickJS } from "quickjs-wasi";
import { cut, problemOf } from "./script-exception.js";
import { surroundings } from "./script-surroundings.js";

/** Without what shows the passing of time, or when garbage is collected. */
const builtIns = Intrinsics.ALL & ~(Intrinsics.PERFORMANCE | Intrinsics.WEAK_REF);
/** The interpreter asks some 20 times a millisecond whether to go on; this bound holds whatever becomes of the clock. */
const MOST_POLLS_PER_MS = 100;
const ERRNO_BADF = 8;
const NANOSECONDS_PER_MS = 1_000_000n;

/** How far a script has come. */
class Progress {
  hasBegun = false;
  endsAt = Number.POSITIVE_INFINITY;
  isOutOfTime = false;
  hasAskedForTime = false;
}

/**
 * Never rejects.
 *
 * @param {WebAssembly.Module} quickJs
 * @param {ScriptJob} job
 * @returns {Promise<ScriptAnswer>}
 */
export async function interpret(quickJs, job) {
  const progress = new Progress();
  /** @type {() => readonly string[]} */
  let logOf = () => [];
  /** @type {(problem: ScriptProblem) => ScriptAnswer} */
  const failed = (problem) => ({ ok: false, problem, log: logOf() });
  try {
    const vm = await QuickJS.create({ wasm: quickJs, ...settings(job, progress) });
    const around = surround(vm, job);
    logOf = () => readLog(progress, () => around.call("lines"));
    progress.hasBegun = true;
    progress.endsAt = performance.now() + job.limits.timeMs;
    around.call("settle", vm.evalCode(job.script, "script"));
    vm.executePendingJobs();
    const said = around.call("answer");
    // A mark in front says which of the two it is.
    const text = said.slice(1);
    if (said[0] !== "=") return failed({ kind: "output", why: cut(text) });
    if (Buffer.byteLength(text) > job.limits.outputBytes) return failed({ kind: "output-length" });
    return { ok: true, output: text, log: logOf() };
  } catch (error) {
    if (progress.hasAskedForTime) return failed({ kind: "clock" });
    const problem = problemOf(error);
    // Also an exception can take long to be read.
    return failed(progress.isOutOfTime ? { kind: "time" } : problem);
  }
}

/**
 * @param {ScriptJob} job
 * @param {Progress} progress
 */
function settings({ seed, nowMs, limits }, progress) {
  let pollsLeft = limits.timeMs * MOST_POLLS_PER_MS;
  return {
    intrinsics: builtIns,
    memoryLimit: limits.memoryBytes,
    maxStackSize: limits.stackBytes,
    timezoneOffset: 0,
    interruptHandler: () => {
      pollsLeft -= 1;
      progress.isOutOfTime ||= pollsLeft < 0 || performance.now() > progress.endsAt;
      return progress.isOutOfTime;
    },
    wasi: (/** @type {WebAssembly.Memory} */ memory) => ({
      /** While the interpreter is made, it draws the seed of its random numbers from here. */
      clock_time_get(/** @type {number} */ _clock, /** @type {bigint} */ _precision, /** @type {number} */ at) {
        if (progress.hasBegun && nowMs === null) {
          // Through the interpreter, so that no script can catch it: what it was doing is not gone on with.
          progress.hasAskedForTime = true;
          throw new Error("no clock");
        }
        const time = progress.hasBegun ? BigInt(Math.trunc(nowMs ?? 0)) * NANOSECONDS_PER_MS : seed;
        new DataView(memory.buffer).setBigInt64(at, time, true);
        return 0;
      },
      random_get(/** @type {number} */ at, /** @type {number} */ length) {
        new Uint8Array(memory.buffer, at, length).fill(Number(seed & 0xffn));
        return 0;
      },
      fd_write: () => ERRNO_BADF,
    }),
  };
}

/**
 * @param {QuickJS} vm
 * @param {ScriptJob} job
 */
function surround(vm, { inputs, result, limits }) {
  const around = vm.callFunction(
    vm.evalCode(surroundings, "surroundings"),
    vm.undefined,
    vm.newString(inputs),
    result === null ? vm.null : vm.newString(result),
    vm.newNumber(limits.logLength),
  );
  const functions = new Map(["settle", "answer", "lines"].map((name) => [name, around.getProp(name)]));
  return {
    /** @type {(name: "settle" | "answer" | "lines", ...values: readonly import("quickjs-wasi").JSValueHandle[]) => string} */
    call: (name, ...values) => vm.callFunction(functions.get(name) ?? vm.undefined, vm.undefined, ...values).toString(),
  };
}

/**
 * An interpreter that was stopped in the middle is not asked any more.
 *
 * @param {Progress} progress
 * @param {() => string} lines
 * @returns {readonly string[]}
 */
function readLog({ isOutOfTime, hasAskedForTime }, lines) {
  if (isOutOfTime || hasAskedForTime) return [];
  try {
    const read = JSON.parse(lines());
    return Array.isArray(read) ? read.map(String) : [];
  } catch {
    return [];
  }
}
