import type { Flow } from "../graph.js";
import { isActivity, type Place, portsOf } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import { first, type GraphScene } from "./scene.js";

/** Flows that hang in the air, and then the flows of each node together. */
export function checkFlows(scene: GraphScene): void {
  const { index, add, hint } = scene;
  for (const flow of index.danglingFlows) {
    for (const end of ["from", "to"] as const) {
      const node = flow[end];
      if (index.places.has(node)) continue;
      add(ir.report("dangling-flow", flow.origin, { id: flow.id, end, node, hint: hint(node, index.places.keys()) }));
    }
  }
  for (const place of index.places.values()) {
    const { node, outgoing } = place;
    if (node.routing?.take === "case" && node.routing.select === undefined) {
      add(ir.report("case-without-select", node.origin, { node: node.id }));
    }
    if (outgoing.length === 0) continue;
    checkPorts(scene, place);
    checkRouting(scene, place);
  }
}

function checkRouting(scene: GraphScene, place: Place): void {
  const { add } = scene;
  const { node, outgoing } = place;
  const byCase = node.routing?.take === "case";
  let defaults = 0;
  for (const flow of outgoing) {
    if (flow.otherwise === true) defaults++;
    if (flow.cases !== undefined && !byCase) {
      add(ir.report("cases-without-case-routing", flow.origin, { flow: flow.id, node: node.id }));
    } else if (flow.cases === undefined && byCase && flow.otherwise !== true) {
      add(ir.report("flow-without-cases", flow.origin, { flow: flow.id, node: node.id }));
    }
    if (flow.guard !== undefined && "arrived" in flow.guard) checkArrived(scene, place, flow, flow.guard.arrived);
  }
  if (defaults > 1) checkDefaults(scene, place);
}

/** A gateway routes all of its flows together; of every other node, each port has its own default. */
function checkDefaults({ add }: GraphScene, { node, outgoing }: Place): void {
  const byPort = new Map<string, Flow>();
  for (const flow of outgoing) {
    if (flow.otherwise !== true) continue;
    const port = node.kind === "gateway" ? "out" : (flow.port ?? "out");
    const before = byPort.get(port);
    if (before === undefined) byPort.set(port, flow);
    else add(ir.report("second-otherwise", flow.origin, { node: node.id, port }, first(before.origin)));
  }
}

function checkPorts({ index, add, hint }: GraphScene, { node, outgoing }: Place): void {
  // Nearly every flow leaves by one of these, and nearly every node has them.
  const hasOut = node.kind !== "end" && node.kind !== "catch";
  const hasFailed = isActivity(node);
  let known: ReadonlySet<string> | undefined;
  for (const flow of outgoing) {
    const port = flow.port ?? "out";
    if ((port === "out" && hasOut) || (port === "failed" && hasFailed)) continue;
    known ??= new Set(portsOf(index, node));
    if (known.has(port)) continue;
    const ports = [...known];
    const args = { flow: flow.id, node: node.id, kind: node.kind, port, ports, hint: hint(port, ports) };
    add(ir.report("unknown-port", flow.origin, args));
  }
}

function checkArrived({ index, add, hint }: GraphScene, place: Place, flow: Flow, arrived: readonly string[]): void {
  const { node, incoming } = place;
  if (node.kind !== "gateway") {
    add(ir.report("misplaced-arrived", flow.origin, {}));
    return;
  }
  for (const id of arrived) {
    if (index.flows.get(id)?.to === node.id) continue;
    const candidates = incoming.map((way) => way.id);
    add(ir.report("foreign-arrived", flow.origin, { flow: id, node: node.id, hint: hint(id, candidates) }));
  }
}
