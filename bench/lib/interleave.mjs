/**
 * Theory of operation. The machine is shared and noisy, so absolute times mean little and ratios only mean something between samples that
 * were taken next to each other. All cases are therefore measured in turns, A B C A B C …; each round gives one sample of each case, a ratio
 * is the median of the rounds' ratios, and a time the median of the rounds' times. A sample repeats its case for as long as the clock needs,
 * and starts after a collection of young objects, so that nobody pays for another's garbage. (Only of those: a full collection that is asked
 * for also throws compiled code away, and what is measured next is three times as slow as it ever is otherwise.)
 */

/** @typedef {{ readonly key: string, readonly run: () => unknown }} Case `run` does the work once; a promise is awaited. */

/**
 * Takes `rounds` samples of each case, after running it for `warmMs`. Gives, by key, the milliseconds that one call took, sample by sample.
 *
 * @param {readonly Case[]} cases
 * @param {{ readonly rounds: number, readonly sampleMs: number, readonly warmMs: number }} pace
 */
export async function interleave(cases, pace) {
  const prepared = [];
  for (const one of cases) prepared.push({ ...one, calls: await warmUp(one, pace), samples: [] });
  for (let round = 0; round < pace.rounds; round += 1) {
    for (const one of prepared) {
      globalThis.gc?.({ type: "minor" });
      one.samples.push((await timeOf(one, one.calls)) / one.calls);
    }
  }
  return new Map(prepared.map(({ key, samples }) => [key, samples]));
}

const mostCalls = 100_000;

/** Runs a case until the compiler has had its chance, and says how many calls make one sample. */
async function warmUp(one, { sampleMs, warmMs }) {
  let calls = 1;
  let ms = await timeOf(one, calls);
  for (let spent = ms; spent < warmMs; spent += ms) {
    if (ms < sampleMs && calls < mostCalls) calls *= 2;
    ms = await timeOf(one, calls);
  }
  return Math.max(1, Math.min(mostCalls, Math.round((calls * sampleMs) / ms)));
}

/** Synchronous work is not awaited: a microtask would cost more than the least of it. */
async function timeOf({ run }, calls) {
  const from = performance.now();
  for (let call = 0; call < calls; call += 1) {
    const pending = run();
    if (pending instanceof Promise) await pending;
  }
  return performance.now() - from;
}
