import type { Bundle, Node } from "@rb/ir";
import { isFinal } from "@rb/kernel";
import { describe, expect, test } from "vitest";
import {
  action,
  bundle,
  call,
  end,
  first,
  gate,
  gateway,
  graph,
  raise,
  scope,
  start,
  wait,
} from "../../../kernel/test/build.js";
import { type History, randomHistory } from "../../test/histories.js";
import { PlainDisk } from "../../test/plain-disk.js";
import { WrittenRun } from "../../test/written-run.js";
import type { StepResult } from "./step-result.js";
import { StepResults } from "./step-results.js";

const into = (name: string) => [{ path: [name], from: { result: [] } }];

/** The results of a run that `play` leads through a bundle, folded again from what a trace would give back. */
async function results(of: Bundle, play: (run: WrittenRun) => Promise<void>): Promise<readonly StepResult[]> {
  const run = new WrittenRun(new PlainDisk(), of);
  await run.start();
  await play(run);
  const again = new StepResults(run.program, run.id);
  for (const record of JSON.parse(JSON.stringify(run.records))) again.see(record);
  return again.take();
}

const brief = (all: readonly StepResult[]) =>
  all.map(({ step_id, status, error, iteration }) =>
    [step_id, ...(iteration === undefined ? [] : [iteration]), status, ...(error === null ? [] : [error.code])].join(
      " ",
    ),
  );

const line = (node: Node, more: readonly Node[] = [], flows: readonly string[] = []) =>
  bundle([start("s"), node, end("e"), ...more], ["s > a", "a > e", ...flows], {
    variables: [{ name: "x" }, { name: "xs", init: { json: [1, 2] } }],
  });

describe("one for each activity that ended", () => {
  test("with its times, its attempt, its effect and what its outputs set", async () => {
    const of = line(action("a", { retry: { attempts: 2, firstMs: 10 }, outputs: into("x") }));
    const found = await results(of, async (run) => {
      run.nowMs = 5;
      await run.fail("a", "busy");
      run.nowMs = 20;
      await run.send({ type: "tick" });
      run.nowMs = 30;
      await run.ok("a", { done: true });
    });
    expect(found).toEqual([
      {
        run_id: "r1",
        step_id: "a",
        status: "passed",
        actor: "engine",
        started_at: "1970-01-01T00:00:00.000Z",
        ended_at: "1970-01-01T00:00:00.030Z",
        attempt: 2,
        effect: "r1.2.2",
        frame: 1,
        evidence: {},
        captures: { x: { preview: { done: true } } },
        error: null,
      },
    ]);
  });

  test("a large value is shown by its beginning, its size and its hash", async () => {
    const found = await results(line(action("a", { outputs: into("x") })), (run) => run.ok("a", "é".repeat(300)));
    expect(found[0]?.captures).toEqual({
      x: {
        sha256: "711c1786f5628873308bd2c9c0cc4c3bd4e8381df608abbdb4d1dd31b9aca98d",
        size: 602,
        preview: `"${"é".repeat(127)}`,
      },
    });
  });

  test("that failed for good", async () => {
    const found = await results(line(action("a")), (run) => run.fail("a", "broken"));
    expect(found).toMatchObject([{ status: "failed", error: { code: "broken", message: "It failed." } }]);
    const caught = line(action("a"), [end("f")], ["a:failed > f"]);
    expect(brief(await results(caught, (run) => run.fail("a")))).toEqual(["a failed E"]);
  });

  test("scopes and calls too, with what they hand out", async () => {
    const inner = graph(
      [start("s2"), action("b"), end("e2")],
      ["s2 > b", "b > e2"],
      {},
      { id: "inner", outputs: [{ path: ["out"], from: { json: 5 } }] },
    );
    const outer = line(scope("a", { entries: ["c"] }, { outputs: [{ path: ["x"], from: { json: 1 } }] }), [
      call("c", "inner", { outputs: into("y") }),
    ]);
    const found = await results({ ...outer, graphs: [...outer.graphs, inner] }, (run) => run.ok("b"));
    expect(brief(found)).toEqual(["b passed", "c passed", "a passed"]);
    expect(found.map(({ graph: of, captures }) => [of, captures])).toEqual([
      ["inner", {}],
      [undefined, { y: { preview: { out: 5 } } }],
      [undefined, { x: { preview: 1 } }],
    ]);
  });

  test("each instance and each round of a loop, and then the whole", async () => {
    const each = line(
      action("a", {
        loop: {
          kind: "each",
          items: { variable: "xs" },
          collect: [{ path: ["x"], from: { result: [] } }],
          onFailure: "collect",
        },
      }),
    );
    const found = await results(each, async (run) => {
      const effects = [...run.state.tokens.values()].flatMap(({ job }) => (job === null ? [] : job.request.effect));
      await run.send({
        type: "settled",
        effect: effects[1] as string,
        outcome: { kind: "failed", code: "E", message: "" },
      });
      await run.ok("a", "one");
    });
    expect(brief(found)).toEqual(["a 1 failed E", "a 0 passed", "a passed"]);
    expect(found[2]?.captures).toEqual({ x: { preview: ["one", null] } });
    const repeat = line(action("a", { loop: { kind: "repeat", max: 2 }, outputs: into("x") }));
    const rounds = await results(repeat, async (run) => {
      await run.ok("a", 1);
      await run.ok("a", 2);
    });
    expect(brief(rounds)).toEqual(["a 0 passed", "a 1 passed", "a passed"]);
    expect(rounds.map(({ captures }) => captures)).toEqual([1, 2, 2].map((preview) => ({ x: { preview } })));
  });

  test("not those that a handler or a carrier sends out beside it", async () => {
    const handler = { id: "late", triggers: [{ on: "timer", after: { json: 5 } }], interrupting: false } as const;
    const of = line(action("a", { handlers: [{ ...handler, origin: start("x").origin }] }), [end("l")], ["a:late > l"]);
    const found = await results(of, async (run) => {
      run.nowMs = 5;
      await run.send({ type: "tick" });
      await run.ok("a");
    });
    expect(brief(found)).toEqual(["a passed"]);
  });
});

describe("that was cut short", () => {
  const parallel = bundle(
    [start("s"), gateway("g"), action("a"), action("b"), end("e"), end("stop", { throws: [{ raise: "terminate" }] })],
    ["s > g", "g > a", "g > b", "a > e", "b > stop"],
  );

  test("by the end of what it is in", async () => {
    expect(brief(await results(parallel, (run) => run.ok("b")))).toEqual(["b passed", "a failed terminated"]);
  });

  test("by whoever cancelled the run", async () => {
    const found = await results(parallel, (run) => run.send({ type: "cancelled", why: "Enough." }));
    expect(brief(found)).toEqual(["b failed cancelled", "a failed cancelled"]);
    expect(found[0]?.error?.message).toBe("Enough.");
  });

  test("by a handler", async () => {
    const handler = { id: "late", triggers: [{ on: "timer", after: { json: 5 } }], origin: start("x").origin } as const;
    const of = line(action("a", { handlers: [handler] }), [action("b")], ["a:late > b"]);
    const found = await results(of, async (run) => {
      run.nowMs = 5;
      await run.send({ type: "tick" });
      await run.ok("b");
    });
    expect(brief(found)).toEqual(["a failed cancelled", "b passed"]);
  });
});

describe("that was not done", () => {
  test("as the way past it was taken", async () => {
    const of = bundle(
      [start("s"), gateway("when", first), action("a"), end("e")],
      ["s > when", "when > a if false", "when > e else", "a > e"],
    );
    const [main] = of.graphs;
    if (main === undefined) throw new Error("it has a graph");
    const named = main.flows.map((flow) => (flow.id === "when>e" ? { ...flow, name: "skipped" } : flow));
    const found = await results({ ...of, graphs: [{ ...main, flows: named }] }, async () => {});
    expect(brief(found)).toEqual(["a skipped"]);
  });

  test("as its loop had nothing to do", async () => {
    const of = line(action("a", { loop: { kind: "each", items: { json: [] } } }));
    expect(brief(await results(of, async () => {}))).toEqual(["a skipped"]);
    const never = line(action("a", { loop: { kind: "repeat", while: { json: false } } }));
    expect(brief(await results(never, async () => {}))).toEqual(["a skipped"]);
  });

  test("as a person led past it", async () => {
    const found = await results(line(action("a")), async (run) => {
      await run.send({ type: "settled", effect: run.jobAt("a").effect, outcome: { kind: "unknown", reason: "?" } });
      await run.send({ type: "resolved", token: 2, how: { do: "choose", flows: ["a>e"] } }, { actor: "user:bob" });
    });
    expect(found).toMatchObject([
      { status: "skipped", actor: "human", evidence: { people: [{ by: "user:bob", said: "choose" }] } },
    ]);
  });
});

describe("that people had a part in", () => {
  test("by deciding, with what they handed in", async () => {
    const of = line(gate("a", { count: 2, evidence: [{ name: "ticket", kind: "text" }] }));
    const found = await results(of, async (run) => {
      for (const by of ["user:bob", "user:eve"]) {
        const { effect, hash } = run.jobAt("a");
        run.nowMs += 1000;
        await run.send({
          type: "reviewed",
          effect,
          approval: { by, verdict: "approve", hash, evidence: { ticket: by } },
        });
      }
    });
    expect(found).toMatchObject([
      {
        status: "passed",
        actor: "human",
        evidence: {
          people: [
            {
              by: "user:bob",
              at: "1970-01-01T00:00:01.000Z",
              said: "approve",
              gave: { ticket: { preview: "user:bob" } },
            },
            {
              by: "user:eve",
              at: "1970-01-01T00:00:02.000Z",
              said: "approve",
              gave: { ticket: { preview: "user:eve" } },
            },
          ],
        },
      },
    ]);
  });

  test("by doing it", async () => {
    const found = await results(line(action("a", { executor: "manual" })), (run) =>
      run.ok("a", "swapped", { actor: "user:bob" }),
    );
    expect(found).toMatchObject([
      {
        actor: "human",
        evidence: { people: [{ by: "user:bob", said: "done", gave: { output: { preview: "swapped" } } }] },
      },
    ]);
  });

  test("by settling it", async () => {
    const found = await results(line(action("a", { outputs: into("x") })), async (run) => {
      await run.send({ type: "settled", effect: run.jobAt("a").effect, outcome: { kind: "unknown", reason: "?" } });
      const outcome = { kind: "ok", output: { json: 3 } } as const;
      await run.send({ type: "resolved", token: 2, how: { do: "settle", outcome } }, { actor: "user:bob" });
    });
    expect(found).toMatchObject([{ status: "passed", actor: "human", captures: { x: { preview: 3 } } }]);
  });
});

test("secrets are shown as references, and names are only names", async () => {
  const of = line(
    action("a", {
      outputs: [
        { path: ["__proto__"], from: { result: [] } },
        { path: ["x"], from: { variable: "token" } },
      ],
    }),
  );
  const [main] = of.graphs;
  if (main === undefined) throw new Error("it has a graph");
  const variables = [...(main.region.variables ?? []), { name: "token", external: true, secret: true }];
  const run = new WrittenRun(new PlainDisk(), { ...of, graphs: [{ ...main, region: { ...main.region, variables } }] });
  await run.start({ token: { secret: "secret://vault/t" } });
  await run.ok("a", "p");
  const again = new StepResults(run.program, run.id);
  for (const record of run.records) again.see(record);
  const captures = again.take()[0]?.captures ?? {};
  expect(Object.keys(captures)).toEqual(["__proto__", "x"]);
  expect(JSON.stringify(captures)).toBe('{"__proto__":{"preview":"p"},"x":{"secret":"secret://vault/t"}}');
});

test("over random histories, every activity that a token came to has one when the run is over", () => {
  let seen = 0;
  for (let seed = 1; seed <= 150; seed += 1) {
    const history = randomHistory(seed);
    if (history === null) continue;
    const steps = new StepResults(history.program, "r");
    const again = new StepResults(history.program, "r");
    for (const record of history.records) steps.see(record);
    for (const record of JSON.parse(JSON.stringify(history.records))) again.see(record);
    const found = steps.take();
    expect(JSON.stringify(again.take()), `seed ${seed}`).toBe(JSON.stringify(found));
    if (!isFinal(history.state.status)) continue;
    seen += found.length;
    const ended = new Set(found.map(({ step_id }) => step_id));
    expect(
      [...activitiesReached(history)].filter((node) => !ended.has(node)),
      `seed ${seed}`,
    ).toEqual([]);
    for (const { started_at, ended_at, status, error } of found) {
      expect(started_at <= ended_at).toBe(true);
      expect(error !== null).toBe(status === "failed");
    }
  }
  expect(seen).toBeGreaterThan(500);
});

function activitiesReached({ program, records }: History): ReadonlySet<string> {
  const graphs = [...program.graphs.values()];
  const isActivity = (flow: string, node: string) =>
    graphs.some((of) => of.flowById.get(flow)?.to.id === node && of.nodeById.get(node)?.activity != null);
  return new Set(
    records.flatMap((record) => (record.type === "tokenMoved" && isActivity(record.flow, record.to) ? record.to : [])),
  );
}

test("a wait is no activity", async () => {
  const of = bundle(
    [start("s"), wait("w", [{ trigger: { on: "signal", name: { json: "go" } } }]), raise("t", []), end("e")],
    ["s > w", "w > t", "t > e"],
  );
  const go = { type: "delivered", kind: "signal", id: "1", name: "go", payload: { json: null } } as const;
  expect(await results(of, (run) => run.send(go))).toEqual([]);
});
