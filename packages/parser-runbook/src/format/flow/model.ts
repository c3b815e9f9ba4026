/** Flows as they were written. */
import type { NameRef, Step } from "../model.js";
import type { Fragment } from "./fragment.js";

/** A region of the graph: the nodes that stand in it, and how it begins. */
export interface FlowRegion {
  /** Absent: the first of the flow. */
  readonly entries?: readonly NameRef[];
  readonly items: readonly FlowItem[];
  /** Those items that are steps. */
  readonly steps: readonly Step[];
  /** Whatever else is said about it. */
  readonly fragment: Fragment;
  /** The names of the variables that it declares. */
  readonly variables: readonly string[];
  /** The regions in it, but for those in them and those inside of steps. */
  readonly inner: readonly FlowRegion[];
}

export type FlowItem = FlowNode | FlowStep | UnreadItem;
/** What couldn't be read, which has been reported: others may name it all the same. */
export interface UnreadItem {
  readonly kind: "unread";
  readonly id: string;
  readonly then?: never;
}
/** A node in the words of the graph. */
export interface FlowNode {
  readonly kind: "node";
  readonly fragment: Fragment;
  readonly then?: readonly Way[];
}
/** A step with a word of its own. */
export interface FlowStep {
  readonly kind: "step";
  readonly step: Step;
  readonly then?: readonly Way[];
}

/** Where a token goes next. */
export interface Way {
  readonly to: NameRef;
  readonly id?: string;
  /** The members of the flow but for its ends. */
  readonly fragment: Fragment;
  /** Whether nothing is said but where it leads. */
  readonly isPlain: boolean;
}

/** What a runbook with a flow is, besides what every runbook may be. */
export interface FlowBody {
  readonly region: FlowRegion;
  /** The name of the graph. */
  readonly title?: string;
  readonly outputs?: Fragment;
}
