import type { Diagnostic } from "../diagnostics.js";
import type { CatchNode, Guard, Node, Throw, Trigger } from "../graph.js";
import type { Origin } from "../origin.js";
import { isActivity } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import type { GraphScene } from "./scene.js";

const waitTriggers: ReadonlySet<string> = new Set(["timer", "message", "signal", "condition"]);

/** Triggers where they can be waited for, and well formed. */
export function checkEvents(scene: GraphScene): void {
  const { graph, regions, add } = scene;
  for (const node of graph.nodes) {
    if (node.kind === "start") {
      for (const trigger of node.triggers ?? []) checkWait(scene, trigger, node.origin, "at a start");
    } else if (node.kind === "catch") checkCatch(scene, node);
    if (!isActivity(node)) continue;
    if (node.handlers === undefined) continue;
    const transaction = node.kind === "scope" && node.region.transaction === true;
    for (const handler of node.handlers) {
      if (handler.triggers.length === 0) add(nothing(`Handler '${handler.id}'`, handler.origin));
      for (const trigger of handler.triggers) checkBoundary(scene, trigger, handler.origin, transaction);
    }
  }
  for (const { region } of regions) {
    for (const handler of region.handlers ?? []) {
      if (handler.triggers.length === 0) add(nothing(`Handler '${handler.id}'`, handler.origin));
      for (const trigger of handler.triggers) {
        checkTrigger(scene, trigger, handler.origin);
        if (trigger.on !== "cancel") continue;
        const args = {
          on: trigger.on,
          where: "inside a region",
          instead: "Put the handler on the transaction itself.",
        };
        add(ir.report("trigger-not-allowed", handler.origin, args));
      }
    }
  }
}

function nothing(what: string, origin: Origin): Diagnostic {
  return ir.report("nothing-to-wait-for", origin, { what });
}

function checkCatch(scene: GraphScene, node: CatchNode): void {
  if (node.arms.length === 0) scene.add(nothing(`'${node.id}'`, node.origin));
  const ports = new Set<string>();
  for (const arm of node.arms) {
    checkWait(scene, arm.trigger, arm.origin, "in a catch");
    if (node.need === "all" || arm.port === undefined || arm.port === "out") continue;
    if (ports.has(arm.port)) scene.add(ir.report("shared-arm-port", arm.origin, { node: node.id, port: arm.port }));
    ports.add(arm.port);
  }
}

function checkWait(scene: GraphScene, trigger: Trigger, origin: Origin, where: string): void {
  checkTrigger(scene, trigger, origin);
  if (waitTriggers.has(trigger.on)) return;
  const instead = "Catch it with a handler of the activity or region that it comes from.";
  scene.add(ir.report("trigger-not-allowed", origin, { on: trigger.on, where, instead }));
}

function checkBoundary(scene: GraphScene, trigger: Trigger, origin: Origin, transaction: boolean): void {
  checkTrigger(scene, trigger, origin);
  if (trigger.on === "compensation") {
    const args = {
      on: trigger.on,
      where: "on a handler without a body",
      instead: "Name the activity that undoes in `compensation`.",
    };
    scene.add(ir.report("trigger-not-allowed", origin, args));
  } else if (trigger.on === "cancel" && !transaction) {
    const args = { on: trigger.on, where: "on what is no transaction", instead: "Make the scope a transaction." };
    scene.add(ir.report("trigger-not-allowed", origin, args));
  }
}

function checkTrigger({ add }: GraphScene, trigger: Trigger, origin: Origin): void {
  if (trigger.on === "timer") {
    const count = [trigger.at, trigger.after, trigger.every].filter((value) => value !== undefined).length;
    if (count !== 1) add(ir.report("unclear-timer", origin, { count }));
  } else if (trigger.on === "condition") checkGuardWithoutTokens(add, trigger.test, origin);
}

/** A guard anywhere but on a flow: no token has arrived that it could ask about. */
export function checkGuardWithoutTokens(add: GraphScene["add"], guard: Guard | undefined, origin: Origin): void {
  if (guard !== undefined && "arrived" in guard) add(ir.report("misplaced-arrived", origin, {}));
}

const noThrows: readonly Throw[] = [];

/** The throws that a node may make, wherever they stand. */
export function throwsOf(node: Node): readonly Throw[] {
  if (node.kind === "throw" || node.kind === "end") return node.throws ?? noThrows;
  if (isActivity(node) && node.loop?.kind === "each") return (node.loop.emit ?? []).map((emit) => emit.raise);
  return noThrows;
}
