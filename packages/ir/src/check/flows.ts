import type { Flow, Node } from "../graph.js";
import { portsOf } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import { first, type GraphScene } from "./scene.js";

/** Each flow by itself, and then the flows of each node together. */
export function checkFlows(scene: GraphScene): void {
  const { graph, index, add, hint } = scene;
  for (const flow of graph.flows) {
    for (const end of ["from", "to"] as const) {
      const node = flow[end];
      if (index.nodes.has(node)) continue;
      add(ir.report("dangling-flow", flow.origin, { id: flow.id, end, node, hint: hint(node, index.nodes.keys()) }));
    }
  }
  for (const node of graph.nodes) {
    // Of two nodes with one id, the first has the flows.
    if (index.nodes.get(node.id) !== node) continue;
    const flows = index.flowsFrom(node.id);
    if (flows.length > 0) checkFlowsOf(scene, node, flows);
    if (node.routing?.take === "case" && node.routing.select === undefined) {
      add(ir.report("case-without-select", node.origin, { node: node.id }));
    }
  }
}

function checkFlowsOf(scene: GraphScene, node: Node, flows: readonly Flow[]): void {
  const { add } = scene;
  checkPorts(scene, node, flows);
  const byCase = node.routing?.take === "case";
  const defaults = new Map<string, Flow>();
  for (const flow of flows) {
    const args = { flow: flow.id, node: node.id };
    if (flow.cases !== undefined && !byCase) add(ir.report("cases-without-case-routing", flow.origin, args));
    if (flow.cases === undefined && byCase && flow.otherwise !== true) {
      add(ir.report("flow-without-cases", flow.origin, args));
    }
    if (flow.guard !== undefined && "arrived" in flow.guard) checkArrived(scene, node, flow, flow.guard.arrived);
    if (flow.otherwise !== true) continue;
    const port = flow.port ?? "out";
    const before = defaults.get(port);
    if (before === undefined) defaults.set(port, flow);
    else add(ir.report("second-otherwise", flow.origin, { node: node.id, port }, first(before.origin)));
  }
}

function checkPorts({ index, add, hint }: GraphScene, node: Node, flows: readonly Flow[]): void {
  // Nearly every flow leaves by `out`, which nearly every node has.
  const always = node.kind !== "end" && node.kind !== "catch" ? "out" : undefined;
  if (flows.every((flow) => (flow.port ?? "out") === always)) return;
  const ports = portsOf(index, node);
  const known = new Set(ports);
  for (const flow of flows) {
    const port = flow.port ?? "out";
    if (known.has(port)) continue;
    const args = { flow: flow.id, node: node.id, kind: node.kind, port, ports, hint: hint(port, ports) };
    add(ir.report("unknown-port", flow.origin, args));
  }
}

function checkArrived({ index, add, hint }: GraphScene, node: Node, flow: Flow, arrived: readonly string[]): void {
  if (node.kind !== "gateway") {
    add(ir.report("misplaced-arrived", flow.origin, {}));
    return;
  }
  for (const id of arrived) {
    if (index.flows.get(id)?.to === node.id) continue;
    const candidates = index.flowsTo(node.id).map((incoming) => incoming.id);
    add(ir.report("foreign-arrived", flow.origin, { flow: id, node: node.id, hint: hint(id, candidates) }));
  }
}
