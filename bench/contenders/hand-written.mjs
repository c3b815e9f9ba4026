/** The lower bound: the same functions, called by a function that somebody wrote by hand. */
import { count, noop } from "./work.mjs";

const steps = (number) => async () => {
  for (let step = 0; step < number; step += 1) await noop();
};

export const shapes = {
  sequence: steps,
  repeat: steps,
  fanOut: (width) => async () => {
    await Promise.all(Array.from({ length: width }, noop));
  },
  cycle: (rounds) => async () => {
    for (let i = 0; i < rounds; ) i = await count(i);
  },
  concurrent: (runs, stepsEach) => {
    const one = steps(stepsEach);
    return async () => {
      await Promise.all(Array.from({ length: runs }, one));
    };
  },
};
