/** What the lowering of every type of step shares: the members of a node, the ways on, the timeout. */
import { type BoundaryHandler, type Meta, type NodeId, type Origin } from "@rb/ir";
import type { Instance, Lowering } from "./lowering.js";
/** Members that every node of a step begins with. */
export declare function nodeOf(instance: Instance): {
  readonly id: NodeId;
  readonly name?: string;
  readonly description?: string;
  readonly origin: Origin;
  readonly meta?: Meta;
};
/** Flows from an activity to what the step goes on with, after success and after failure. */
export declare function goOn(lowering: Lowering, instance: Instance, from: NodeId): void;
export declare function goOnFailed(lowering: Lowering, { step, frame }: Instance, from: NodeId): void;
/**
 * The step's `timeout`: a timer on the activity that leads to `on_failure`; without one, to an error that the workflow's
 * exception step can take (CACAO 2.0, workflow step: timeout).
 */
export declare function timeoutHandler(
  lowering: Lowering,
  instance: Instance,
): {
  readonly handlers?: readonly BoundaryHandler[];
};
