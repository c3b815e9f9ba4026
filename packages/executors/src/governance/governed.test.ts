import type { Bundle, Governance, Graph, Json, Node } from "@rb/ir";
import type { DecisionPoint, DecisionRequest, Verdict } from "@rb/kernel";
import { onlyDryRuns, run } from "@rb/kernel";
import { expect, test } from "vitest";
import { governed } from "./governed.js";

const origin = { kind: "synthesized", by: "test" } as const;

function graph(id: string, governance?: Governance, nodes: readonly Node[] = []): Graph {
  const region = { entries: nodes.slice(0, 1).map((node) => node.id) };
  return { id, region, nodes, flows: [], ...(governance && { governance }), origin } as unknown as Graph;
}

function bundle(...graphs: readonly Graph[]): Bundle {
  return { version: 1, main: graphs[0]?.id, graphs } as unknown as Bundle;
}

const asking = (request: Json, graph = "main", executor = "exec"): DecisionRequest =>
  ({ run: "r", job: { kind: "invoke", graph, node: "n", executor, request }, approvals: [] }) as never;

const all: DecisionPoint = {
  policy: () => "all",
  decide: () => ({ decision: "allow", rule: "all", policy: "all" }),
};

const rules: Governance = { allowedCommands: ["ssh", "rm"], deniedCommands: ["rm"] };

test.each([
  ["a program that is allowed", { command: ["ssh", "host"] }, "allow", "all"],
  ["one that isn't", { command: ["curl"] }, "deny", "allowedCommands"],
  ["one that is allowed and denied", { command: ["rm", "-rf"] }, "deny", "deniedCommands"],
  ["one of another path", { command: ["/usr/bin/ssh"] }, "deny", "allowedCommands"],
  ["one that isn't known", { command: [null, "host"] }, "deny", "allowedCommands"],
  ["no list", { command: "ssh host" }, "deny", "allowedCommands"],
  ["no command", {}, "deny", "allowedCommands"],
  ["no object", null, "deny", "allowedCommands"],
])("%s", async (_, request, decision, rule) => {
  const point = governed(all, bundle(graph("main", rules)));
  expect(await point.decide(asking(request))).toMatchObject({ decision, rule, policy: point.policy() });
});

test("other executors are none of its business", async () => {
  const point = governed(all, bundle(graph("main", rules)));
  expect(await point.decide(asking({ command: ["rm"] }, "main", "http"))).toMatchObject({ decision: "allow" });
});

test("a step of a called graph is under its own rules and under those of the run's", async () => {
  const point = governed(
    all,
    bundle(graph("main", { deniedCommands: ["rm"] }), graph("called", { allowedCommands: ["ls", "rm"] })),
  );
  const rule = async (program: string, where: string) =>
    (await point.decide(asking({ command: [program] }, where))).rule;
  expect(await rule("ls", "called")).toBe("all");
  expect(await rule("rm", "called")).toBe("deniedCommands");
  expect(await rule("cat", "called")).toBe("allowedCommands");
  expect(await rule("cat", "main")).toBe("all");
});

test("rules of a called graph hold also where the run's has none", async () => {
  const point = governed(all, bundle(graph("main"), graph("called", { deniedCommands: ["rm"] })));
  expect(await point.decide(asking({ command: ["rm"] }, "called"))).toMatchObject({ decision: "deny" });
  expect(await point.decide(asking({ command: ["rm"] }, "main"))).toMatchObject({ decision: "allow" });
});

test("rules hold for what is called by way of others, also in a circle, and for no graph that isn't called", async () => {
  const calling = (target: string) => [
    { kind: "call", id: `to-${target}`, target: { id: target }, graph: target, origin },
  ];
  const point = governed(
    all,
    bundle(
      graph("main", undefined, calling("strict") as never),
      graph("strict", { deniedCommands: ["rm"] }, calling("between") as never),
      graph("between", undefined, calling("inner") as never),
      graph("inner", undefined, calling("strict") as never),
      graph("beside"),
    ),
  );
  const decision = async (where: string) => (await point.decide(asking({ command: ["rm"] }, where))).decision;
  expect(await Promise.all(["main", "strict", "between", "inner", "beside"].map(decision))).toEqual([
    "allow",
    "deny",
    "deny",
    "deny",
    "allow",
  ]);
});

test("without rules for commands, it is the decision point itself", () => {
  expect(governed(all, bundle(graph("main", { requireEvidence: true })))).toBe(all);
});

test("a permit under some rules is none under others", () => {
  const under = (governance: Governance) => governed(all, bundle(graph("main", governance))).policy();
  expect(under({ allowedCommands: ["ls"] })).toBe(under({ allowedCommands: ["ls"] }));
  expect(under({ allowedCommands: ["ls"] })).not.toBe(under({ allowedCommands: ["ls", "rm"] }));
});

test("what the decision point says about the rest stays, also when it takes its time or says nothing", async () => {
  const slow: DecisionPoint = {
    policy: () => "slow",
    decide: async () => ({ decision: "deny", rule: "no", policy: "slow" }),
  };
  const point = governed(slow, bundle(graph("main", rules)));
  expect(await point.decide(asking({ command: ["ssh"] }))).toEqual({
    decision: "deny",
    rule: "no",
    policy: point.policy(),
  });
  const nothing: DecisionPoint = { policy: () => "x", decide: () => ({ decision: "allow", rule: "r" }) as Verdict };
  const silent = governed(nothing, bundle(graph("main", rules)));
  expect(await silent.decide(asking({ command: ["ssh"] }))).not.toHaveProperty("policy");
});

test("in a run, the step that is denied fails, and nothing comes after it", async () => {
  const command = (program: string) => ({ json: { command: [program] } });
  const nodes = ["ssh", "rm"].map((program) => ({
    kind: "action",
    id: program,
    executor: "exec",
    request: command(program),
    origin,
  }));
  const main = { ...graph("main", rules, nodes as never), flows: [{ id: "f", from: "ssh", to: "rm", origin }] };
  const bundled = bundle(main as never);
  const result = await run(bundled, { decisionPoint: governed(onlyDryRuns("dry-run"), bundled) });
  expect(result).toMatchObject({ status: "failed", failure: { code: "denied", node: "rm" } });
  expect(result.failure?.message).toMatch(/'rm' is denied by governance \(deniedCommands\)/);
});
