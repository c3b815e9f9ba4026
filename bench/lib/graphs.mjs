/** The graphs that are run, as a parser would give them. */
const origin = { kind: "source", uri: "bench", pointer: "", start: { line: 1, column: 1 } };

const node = (kind, id, more = {}) => ({ kind, id, origin, ...more });
const noop = (id, more = {}) => node("action", id, { executor: "noop", ...more });
const flow = (from, to, more = {}) => ({ id: `${from}>${to}`, from, to, origin, ...more });
const numbered = (count, make) => Array.from({ length: count }, (_, index) => make(index));
const guard = (text) => ({ expr: { language: "bench", text, origin } });

function bundle(nodes, flows, variables = []) {
  const region = { entries: ["start"], variables };
  return { version: 1, main: "main", graphs: [{ id: "main", region, nodes, flows, origin }] };
}

/** start, then `steps` actions in a row, then the end. */
export function sequence(steps) {
  const ids = ["start", ...numbered(steps, (index) => `step-${index}`), "end"];
  const nodes = [node("start", "start"), ...numbered(steps, (index) => noop(`step-${index}`)), node("end", "end")];
  return bundle(
    nodes,
    numbered(steps + 1, (index) => flow(ids[index], ids[index + 1])),
  );
}

/** A fork to `width` actions, and a join that waits for all of them. */
export function fanOut(width) {
  const actions = numbered(width, (index) => noop(`step-${index}`));
  const join = node("gateway", "join", { join: { rule: "all" } });
  return bundle(
    [node("start", "start"), node("gateway", "fork"), ...actions, join, node("end", "end")],
    [
      flow("start", "fork"),
      ...actions.map(({ id }) => flow("fork", id)),
      ...actions.map(({ id }) => flow(id, "join")),
      flow("join", "end"),
    ],
  );
}

/** A loop drawn as a flow back: each round asks the executor `count` for the next number, and a guard reads it. */
export function cycle(rounds) {
  const count = node("action", "count", {
    executor: "count",
    request: { variable: "i" },
    outputs: [{ path: ["i"], from: { result: [] } }],
  });
  const decision = node("gateway", "again", { routing: { take: "first" } });
  return bundle(
    [node("start", "start"), decision, count, node("end", "end")],
    [
      flow("start", "again"),
      flow("again", "count", { guard: guard(`i < ${rounds}`) }),
      flow("again", "end", { otherwise: true }),
      flow("count", "again"),
    ],
    [{ name: "i", init: { json: 0 } }],
  );
}

/** A loop that an action has itself. */
export function repeat(rounds) {
  const loop = { kind: "repeat", while: guard(`i < ${rounds}`), index: "i" };
  return bundle(
    [node("start", "start"), noop("step", { loop }), node("end", "end")],
    [flow("start", "step"), flow("step", "end")],
  );
}

/** A fork to `width` actions that go round by themselves, and a join that waits for all of them. */
export function repeats(width, rounds) {
  const loop = { kind: "repeat", while: guard(`i < ${rounds}`), index: "i" };
  const ids = numbered(width, (index) => `step-${index}`);
  return bundle(
    [
      node("start", "start"),
      node("gateway", "fork"),
      ...ids.map((id) => noop(id, { loop })),
      node("gateway", "join", { join: { rule: "all" } }),
      node("end", "end"),
    ],
    [
      flow("start", "fork"),
      ...ids.map((id) => flow("fork", id)),
      ...ids.map((id) => flow(id, "join")),
      flow("join", "end"),
    ],
  );
}

/** One person has to do one thing. */
export function waiting() {
  return bundle(
    [node("start", "start"), node("action", "by-hand", { executor: "manual" }), node("end", "end")],
    [flow("start", "by-hand"), flow("by-hand", "end")],
  );
}

/** What is waited for depends on the input `i`: a person, a message, or tomorrow. */
export function waitingForOneOfThree() {
  const wait = (id, trigger) => node("catch", id, { arms: [{ trigger, origin }] });
  return bundle(
    [
      node("start", "start"),
      node("gateway", "which", { routing: { take: "first" } }),
      node("action", "by-hand", { executor: "manual" }),
      wait("message", { on: "message", name: { json: "news" } }),
      wait("timer", { on: "timer", after: { json: "P1D" } }),
      node("end", "end"),
    ],
    [
      flow("start", "which"),
      flow("which", "by-hand", { guard: guard("i < 1") }),
      flow("which", "message", { guard: guard("i < 2") }),
      flow("which", "timer", { otherwise: true }),
      ...["by-hand", "message", "timer"].map((id) => flow(id, "end")),
    ],
    [{ name: "i", external: true }],
  );
}

/** `i < 10`, answered at once. */
export const language = {
  name: "bench",
  version: "1",
  compile(text) {
    const bound = Number(/^i < (\d+)$/.exec(text)?.[1]);
    return { reads: ["i"], evaluate: (environment) => ({ json: environment("i").json < bound }) };
  },
};
