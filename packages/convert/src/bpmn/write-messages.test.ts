import type { Bundle, Graph, Node, Origin, Route } from "@rb/ir";
import { expect, test } from "vitest";
import type { Place } from "./arrange.js";
import { bpmnOf } from "./write-bpmn.js";

const origin: Origin = { kind: "source", uri: "t", pointer: "/here", start: { line: 3, column: 1 } };

function graphOf(id: string, nodes: readonly Partial<Node>[], flows: Graph["flows"] = []): Graph {
  return {
    id,
    origin,
    region: { entries: [nodes[0]?.id ?? ""] },
    nodes: nodes.map((node) => ({ origin, ...node }) as Node),
    flows,
  };
}

const sends = { kind: "end", id: "send", throws: [{ raise: "message", name: { json: "m" } }] } as const;
const receives = {
  kind: "catch",
  id: "wait",
  arms: [{ trigger: { on: "message", name: { json: "m" } }, origin }],
} as const;

/** Two graphs, and a route from the node in the first one to the first node of the second one. */
function pools(
  sender: Partial<Node>,
  [receiver = {}, ...others]: readonly Partial<Node>[],
  rest: Partial<Route> = {},
): Bundle {
  const flows = others.slice(0, 1).map(({ id = "" }) => ({ id: "f", from: receiver.id ?? "", to: id, origin }));
  const graphs = [graphOf("main", [sender]), graphOf("other", [receiver, ...others], flows)];
  const route = { from: { graph: "main", node: sender.id ?? "" }, to: { graph: "other", node: receiver.id ?? "" } };
  return { version: 1, main: "main", graphs, routes: [{ ...route, ...rest }] };
}

test("messages flow between pools, to what waits there, to what hears at a border, or to the pool", () => {
  const written = (...args: Parameters<typeof pools>): string => {
    const { text, counts } = bpmnOf(pools(...args));
    expect(counts.lost).toBe(0);
    return /<bpmn:messageFlow [^>]*>/.exec(text ?? "")?.[0] ?? "";
  };
  expect(written(sends, [receives])).toMatch(/sourceRef="send" targetRef="wait"\/>/);
  expect(written(sends, [receives], { message: "m" })).toMatch(/targetRef="wait" messageRef="message_m"\/>/);
  const heard = ["x", "m"].map((name) => ({
    id: `hears_${name}`,
    origin,
    triggers: [{ on: "message", name: { json: name } } as const],
  }));
  const busy: Partial<Node> = { kind: "action", id: "busy", executor: "noop", handlers: heard };
  expect(written(sends, [busy], { message: "m" })).toContain('targetRef="hears_m"');
  expect(written(sends, [busy])).toContain('targetRef="hears_x"');
  expect(written(sends, [receives], { to: { graph: "other" } })).toContain('targetRef="other_pool"');
});

test("a message flow is drawn from pool to pool", () => {
  const place: Place = (figures) => ({
    centres: new Map(figures.map(({ id, width, height }, at) => [id, { x: 200 * at + width, y: height }])),
  });
  const { text } = bpmnOf(pools(sends, [receives]), { place });
  const [, bounds] = /bpmnElement="other_pool"[^>]*>\s*<dc:Bounds ([^>]*)\/>/.exec(text ?? "") ?? [];
  const top = Number(/y="(\d+)"/.exec(bounds ?? "")?.[1]);
  const [, edge] = /bpmnElement="send_message">([\s\S]*?)<\/bpmndi:BPMNEdge>/.exec(text ?? "") ?? [];
  const heights = [...(edge ?? "").matchAll(/y="([\d.]+)"/g)].map(([, y]) => Number(y));
  expect(heights[0]).toBeLessThan(top);
  expect(heights.at(-1)).toBeGreaterThan(top);
});

const branch = (id: string): Partial<Node> => ({ kind: "scope", id, region: { entries: ["wait"] } });
const toWait = { to: { graph: "other", node: "wait" } };

test.each<[string, Bundle, string]>([
  ["within a pool", pools(sends, [receives], { to: { graph: "main" } }), "one pool to another"],
  ["from a step", pools({ kind: "action", id: "a", executor: "noop" }, [receives]), "event that throws"],
  ["to what doesn't wait", pools(sends, [{ kind: "end", id: "e" }]), "nothing waits"],
  ["with a name that XML can't hold", pools(sends, [receives], { message: "\u0007" }), "XML can't hold"],
  ["to a shared step", pools(sends, [branch("p"), branch("q"), receives], toWait), "branches that share"],
])("a message flow %s is reported at its place", (_, given, why) => {
  const { counts, diagnostics } = bpmnOf(given);
  expect(counts.lost).toBe(1);
  const [lost] = diagnostics;
  expect(lost).toMatchObject({ code: "convert/not-expressible", origin: { pointer: "/here" } });
  expect(lost?.message).toContain(why);
});
