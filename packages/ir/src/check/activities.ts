import type { Activity, Guard, Loop, Node, Retry } from "../graph.js";
import type { Origin } from "../origin.js";
import { isActivity } from "../traverse.js";
import { checkGuardWithoutTokens, throwsOf } from "./events.js";
import { irDiagnostics as ir } from "./rules.js";
import type { GraphScene } from "./scene.js";

/** Loops, retries, compensation, calls, and numbers that have a least sensible value. */
export function checkActivities(scene: GraphScene): void {
  const { graph, regions, graphs, add, hint } = scene;
  for (const node of graph.nodes) {
    if (node.routing !== undefined) atLeast(scene, node.origin, "routing.copies", node.routing.copies, 1);
    for (const thrown of throwsOf(node)) {
      if (thrown.raise === "compensation") checkCompensation(scene, node, thrown.of);
    }
    if (node.kind === "gate") atLeast(scene, node.origin, "count", node.count, 1);
    if (node.kind === "call" && node.graph !== undefined && !graphs.has(node.graph)) {
      const args = { graph: node.graph, hint: hint(node.graph, graphs.keys()) };
      add(ir.report("unknown-callee", node.origin, args));
    }
    if (!isActivity(node)) continue;
    checkCompensation(scene, node, node.compensation);
    if (node.loop !== undefined) checkLoop(scene, node, node.loop);
    if (node.retry !== undefined) checkRetry(scene, node.origin, node.retry);
  }
  for (const { region, origin } of regions) {
    atLeast(scene, origin, "limit", region.limit, 1);
    checkGuardWithoutTokens(add, region.completeWhen, origin);
  }
}

function checkCompensation({ index, add, hint }: GraphScene, node: Node, target: string | undefined): void {
  if (target === undefined) return;
  const found = index.places.get(target)?.node;
  if (found === undefined) {
    const args = { node: node.id, target, hint: hint(target, index.places.keys()) };
    add(ir.report("unknown-compensation", node.origin, args));
  } else if (!isActivity(found) || found === node) {
    add(ir.report("compensation-not-activity", node.origin, { node: node.id, target, kind: found.kind }));
  }
}

function checkLoop(scene: GraphScene, node: Activity, loop: Loop): void {
  const { add } = scene;
  const { origin } = node;
  const guards: (Guard | undefined)[] = [];
  if (loop.kind === "repeat") {
    guards.push(loop.while, loop.until);
    if (loop.while === undefined && loop.until === undefined && loop.max === undefined) {
      add(ir.report("unbounded-loop", origin, { node: node.id }));
    }
    atLeast(scene, origin, "loop.max", loop.max, 0);
  } else {
    guards.push(loop.completeWhen, ...(loop.emit ?? []).map((emit) => emit.when));
    const both = loop.items !== undefined && loop.count !== undefined;
    if (both || (loop.items === undefined && loop.count === undefined)) {
      add(ir.report("unclear-loop", origin, { node: node.id, both }));
    }
    if (loop.count !== undefined && "json" in loop.count)
      literalAtLeast(scene, origin, "loop.count", loop.count.json, 0);
    if (loop.limit !== undefined && "json" in loop.limit)
      literalAtLeast(scene, origin, "loop.limit", loop.limit.json, 1);
  }
  for (const guard of guards) checkGuardWithoutTokens(add, guard, origin);
}

function checkRetry(scene: GraphScene, origin: Origin, retry: Retry): void {
  atLeast(scene, origin, "retry.attempts", retry.attempts, 1);
  atLeast(scene, origin, "retry.firstMs", retry.firstMs, 0, false);
  atLeast(scene, origin, "retry.factor", retry.factor, 1, false);
  atLeast(scene, origin, "retry.maxMs", retry.maxMs, 0, false);
  for (const wait of retry.waitsMs ?? []) atLeast(scene, origin, "retry.waitsMs", wait, 0, false);
}

function literalAtLeast(scene: GraphScene, origin: Origin, what: string, value: unknown, least: number): void {
  if (typeof value === "number") atLeast(scene, origin, what, value, least);
}

export function atLeast(
  { add }: GraphScene,
  origin: Origin,
  what: string,
  value: number | undefined,
  least: number,
  whole = true,
): void {
  if (value === undefined || (value >= least && (!whole || Number.isInteger(value)))) return;
  add(ir.report("number-out-of-range", origin, { what, value, least, whole }));
}
