/** xstate: every step is a state that invokes a promise actor; the machine has been made before. */
import { assign, createActor, createMachine, fromPromise, toPromise } from "xstate";
import { count, noop } from "./work.mjs";

const noopActor = fromPromise(noop);
const countActor = fromPromise(({ input }) => count(input));
const numbered = (number, make) => Object.fromEntries(Array.from({ length: number }, (_, index) => make(index)));
const step = (target) => ({ invoke: { src: noopActor, onDone: target } });
const final = { type: "final" };

function sequence(steps) {
  const target = (index) => (index === steps - 1 ? "end" : `step-${index + 1}`);
  const states = numbered(steps, (index) => [`step-${index}`, step(target(index))]);
  return createMachine({ initial: "step-0", states: { ...states, end: final } });
}

function fanOut(width) {
  const region = () => ({ initial: "step", states: { step: step("end"), end: final } });
  const states = numbered(width, (index) => [`region-${index}`, region()]);
  return createMachine({ initial: "all", states: { all: { type: "parallel", states, onDone: "end" }, end: final } });
}

function cycle(rounds) {
  const invoke = {
    src: countActor,
    input: ({ context }) => context.i,
    onDone: { target: "again", actions: assign({ i: ({ event }) => event.output }) },
  };
  const again = { always: [{ guard: ({ context }) => context.i < rounds, target: "count" }, { target: "end" }] };
  return createMachine({ context: { i: 0 }, initial: "again", states: { again, count: { invoke }, end: final } });
}

async function complete(machine) {
  const actor = createActor(machine);
  actor.start();
  await toPromise(actor);
}

const single = (makeMachine) => (size) => {
  const machine = makeMachine(size);
  return () => complete(machine);
};

export const shapes = {
  sequence: single(sequence),
  fanOut: single(fanOut),
  cycle: single(cycle),
  concurrent: (runs, stepsEach) => {
    const machine = sequence(stepsEach);
    return async () => {
      await Promise.all(Array.from({ length: runs }, () => complete(machine)));
    };
  },
};
