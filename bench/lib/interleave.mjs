/**
 * Theory of operation. The machine is shared and noisy, so absolute times mean little and ratios only mean something between samples that
 * were taken next to each other. All cases are therefore measured in turns, A B C A B C …; each round gives one sample of each case, a ratio
 * is the median of the rounds' ratios, and a time the median of the rounds' times. A sample repeats its case for as long as the clock needs.
 */

/**
 * @typedef {{ readonly key: string, readonly time: (calls: number) => number | Promise<number> }} Case
 *   `time` does the work that often, one after the other, and gives the milliseconds.
 */

/**
 * Takes `rounds` samples of each case, after running it for `warmMs`. Gives, by key, the milliseconds that one call took, round by round.
 *
 * @param {readonly Case[]} cases
 * @param {{ readonly rounds: number, readonly sampleMs: number, readonly warmMs: number }} pace
 */
export async function interleave(cases, pace) {
  const prepared = [];
  for (const one of cases) prepared.push({ ...one, calls: await warmUp(one, pace), samples: [] });
  for (let round = 0; round < pace.rounds; round += 1) {
    for (const one of prepared) one.samples.push((await one.time(one.calls)) / one.calls);
  }
  return new Map(prepared.map(({ key, samples }) => [key, samples]));
}

const mostCalls = 100_000;

/** Runs a case until the compiler has had its chance, and says how many calls make one sample. */
async function warmUp({ time }, { sampleMs, warmMs }) {
  let calls = 1;
  let ms = await time(calls);
  for (let spent = ms; spent < warmMs; spent += ms) {
    if (ms < sampleMs && calls < mostCalls) calls *= 2;
    ms = await time(calls);
  }
  return Math.max(1, Math.min(mostCalls, Math.round((calls * sampleMs) / ms)));
}
