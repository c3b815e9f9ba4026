import { decode, problemOfSaved, runLimits, transition } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import { readGraph } from "../../../kernel/test/scenario/graph.js";
import { Driven, type History, programOf, randomHistory } from "../../test/histories.js";
import { planMigration } from "./migrate.js";

/** A run of one graph, waiting, and the plan of moving it to another. */
function moved(from: string, to: string, drive: (run: Driven) => void = () => {}) {
  const run = new Driven(readGraph(from), (effect) => (effect.type === "review" ? null : undefined)).start();
  drive(run);
  const program = programOf(readGraph(to));
  return { run, program, plan: planMigration(run.program, program, run.saved) };
}

const manual = "start s\naction a executor: manual\nend e\ns > a > e";

describe("a run is moved", () => {
  test("to the same plan unchanged, whatever it is doing", () => {
    const histories: History[] = [];
    for (let seed = 1; seed <= 150; seed += 1) histories.push(...[randomHistory(seed)].flatMap((one) => one ?? []));
    for (const { program, state } of histories) {
      const plan = planMigration(program, program, state);
      expect(plan.vanished).toEqual([]);
      expect(plan.changed).toEqual([]);
      expect(plan.state, plan.notes.join()).not.toBeNull();
      if (plan.askedAgain.length === 0) expect(plan.state).toEqual(state);
    }
  });

  test("with its tokens at the nodes of the same ids, and goes on from there", () => {
    const { run, program, plan } = moved(manual, "start s\naction a executor: manual\naction b\nend e\ns > a > b > e");
    expect(plan.continues).toEqual([{ graph: "main", node: "a", name: "a" }]);
    expect(plan.changed).toEqual([]);
    expect(plan.askedAgain).toEqual([run.effectOf("a")]);
    if (plan.state === null) throw new Error("not moved");
    expect(problemOfSaved(program, plan.state)).toBeNull();
    const [token] = plan.state.tokens;
    expect(token?.job).toMatchObject({ stage: "deciding", request: { effect: run.effectOf("a") } });
    expect(token?.job?.request.hash).not.toBe(run.saved.tokens[0]?.job?.request.hash);
  });

  test("with a job that has started neither asked about nor started again", () => {
    const run = new Driven(readGraph("start s\naction a\nend e\ns > a > e"), (effect) =>
      effect.type === "invoke" ? null : undefined,
    ).start();
    const program = programOf(readGraph("start s\naction a\naction b\nend e\ns > a > b > e"));
    const { state, askedAgain } = planMigration(run.program, program, run.saved);
    expect(askedAgain).toEqual([]);
    if (state === null) throw new Error("not moved");
    expect(state.tokens[0]?.job).toMatchObject({ stage: "started", verdict: { decision: "allow" } });
    const input = {
      type: "settled",
      effect: run.effectOf("a"),
      outcome: { kind: "ok", output: { json: 1 } },
    } as const;
    const made = transition(program, decode(program, state), { nowMs: 99, actor: "system", input }, runLimits);
    const nodes = made.kind === "done" ? [...made.state.tokens.values()].map(({ node }) => node.id) : [];
    expect(nodes).toEqual(["b"]);
  });

  test("and what people have said is asked for again", () => {
    const gated = "start s\ngate g count: 2\nend e\ns > g > e";
    const { plan } = moved(gated, gated.replace("count: 2", "count: 3"), (run) => {
      const job = run.saved.tokens[0]?.job?.request;
      if (job === undefined) throw new Error("no job");
      run.send({
        type: "reviewed",
        effect: job.effect,
        approval: { by: "user:bob", verdict: "approve", hash: job.hash },
      });
    });
    expect(plan.changed).toEqual([{ graph: "main", node: "g", name: "g", members: ["count"] }]);
    expect(plan.state?.tokens[0]?.job?.approvals).toBeUndefined();
    expect(plan.notes).toEqual(["What people said about 'g' was about the old plan; they are asked again."]);
  });

  test("with new variables, as far as nothing has to be evaluated for them", () => {
    const { plan } = moved(`var x = =1\n${manual}`, `var y = =2\nvar z\nvar w = $x\n${manual}`);
    expect(plan.state?.frames[0]?.variables).toEqual([
      ["x", { json: 1 }],
      ["y", { json: 2 }],
      ["z", { json: null }],
    ]);
    expect(plan.notes.join()).toContain("Variable 'x' is not declared any more");
    expect(plan.notes.join()).toContain("Variable 'w' is new, and its first value would have to be evaluated");
  });

  test("off a flow that is gone, where that makes no difference", () => {
    const { plan } = moved(manual, "start s\ngateway g\naction a executor: manual\nend e\ns > g > a > e");
    expect(plan.state?.tokens[0]).toMatchObject({ node: "a", via: null });
  });
});

describe("a run is not moved when it holds on to", () => {
  const held = (from: string, to: string) => {
    const { plan } = moved(from, to);
    expect(plan.state).toBeNull();
    return plan.vanished.map(({ what, id }) => `${what} ${id}`);
  };

  test.each([
    ["a node that is gone", manual, "start s\naction b executor: manual\nend e\ns > b > e", "node a"],
    ["a node that is of another kind", manual, "start s\ngate a\nend e\ns > a > e", "node a"],
    [
      "a flow into a join",
      "start s\ngateway f\naction a executor: manual\ngateway j all\nend e\ns > f\nf > a\nf > j\na > j > e",
      "start s\ngateway f\naction a executor: manual\ngateway k\ngateway j all\nend e\ns > f\nf > a\nf > k > j\na > j > e",
      "flow f>j",
    ],
    [
      "a handler that listens",
      "start s\naction a executor: manual\n  boundary b on: timer, after: =1000\nend e\ns > a > e\na:b > e",
      manual,
      "handler b",
    ],
    [
      "an arm that waits",
      "start s\ncatch c\n  arm x on: timer, after: =1\n  arm y on: message, name: =m\nend e\ns > c\nc:x > e\nc:y > e".replace(
        "=m",
        '="m"',
      ),
      "start s\ncatch c\n  arm y on: message, name: =m\n  arm x on: timer, after: =1\nend e\ns > c\nc:x > e\nc:y > e".replace(
        "=m",
        '="m"',
      ),
      "arm c#0",
    ],
    [
      "a loop that runs",
      'start s\naction a executor: manual, loop: {kind: "each", items: =[1, 2], item: "i"}\nend e\ns > a > e',
      manual,
      "loop a",
    ],
    [
      "a scope that is gone",
      "start s\nscope r [t]\nstart t\naction a executor: manual\nend e\ns > r > e\nt > a",
      manual,
      "node r",
    ],
  ])("%s", (_, from, to, vanished) => {
    expect(held(from, to)).toContain(vanished);
  });
});
