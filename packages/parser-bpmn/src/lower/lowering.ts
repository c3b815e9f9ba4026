import type { Diagnostic, Flow, Node, NodeId, SourceOrigin, Variable } from "@rb/ir";
import type { FlowNode, Model, Process, SequenceFlow } from "../model/model.js";
import type { XmlElement } from "../xml/element.js";
import type { Source } from "../xml/source.js";

/** Where a flow that leads to a node goes, and where one that leaves it comes from: lowering may have put something in front or behind. */
export interface Placement {
  readonly entry: NodeId;
  readonly exit: NodeId;
  /** The port of `exit`; default `out`. */
  readonly port?: string;
}

/** What is known while the nodes of one process are lowered. */
export interface Lowering {
  readonly model: Model;
  readonly source: Source;
  readonly process: Process;
  readonly nodes: Node[];
  readonly flows: Flow[];
  /** By the author's node; one that isn't there can't be reached or left. */
  readonly placements: Map<FlowNode, Placement>;
  readonly choices: Map<FlowNode, Choice>;
  readonly variables: VariableUse;
  /** Those that expressions are in, by name. */
  readonly languages: Set<string>;
  readonly originOf: (element: XmlElement) => SourceOrigin;
  readonly report: (...diagnostics: readonly Diagnostic[]) => void;
  /** Looks the node's type up in the table of elements. */
  readonly lowerNode: (node: FlowNode) => void;
}

/** How an author drew a choice: how many flows besides the default have a condition, which have none, and whether there is a default. */
export interface Choice {
  readonly conditions: number;
  readonly always: readonly SequenceFlow[];
  readonly hasDefault: boolean;
}

/** Which names expressions read, and which something declares; the rest comes from outside. */
export interface VariableUse {
  readonly read: Set<string>;
  readonly declared: Set<string>;
  /** What scripts mention, by name: whether one of them assigns it. */
  readonly scripts: Map<string, boolean>;
  /** Those of the whole process that no level declares, by name: data stores, and what messages are correlated by. */
  readonly added: Map<string, Variable>;
  /** Activities whose number of instances has to be given, by variable. */
  readonly asked: Map<string, string>;
}

/** Constructs that need a copy of something for each of n others are bounded, so that no document grows as its square. */
export const maxCopies = 32;

export type LowerNode = (lowering: Lowering, node: FlowNode) => void;

/** What every node that an author wrote carries. */
export type Base = Pick<Node, "id" | "name" | "description" | "origin" | "meta">;

/** A value of the graph while it is put together. Large documents have many, and adding members is cheaper than spreading objects. */
export type Draft<T> = { -readonly [K in keyof T]: T[K] };
