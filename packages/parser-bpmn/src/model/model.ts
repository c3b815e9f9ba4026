/** A BPMN document with its references resolved: what the rules look at and what is lowered. It holds no meaning yet. */
import type { XmlElement } from "../xml/element.js";

export interface EventDefinition {
  /** `messageEventDefinition`, … */
  readonly type: string;
  readonly element: XmlElement;
  /** Where the event has it: the definition itself, or the `eventDefinitionRef` that names it. */
  readonly at: XmlElement;
}

export interface SequenceFlow {
  readonly id: string;
  readonly element: XmlElement;
  readonly source: FlowNode;
  readonly target: FlowNode;
}

/** An activity, an event or a gateway. */
export interface FlowNode {
  readonly id: string;
  readonly type: string;
  readonly element: XmlElement;
  readonly level: Level;
  readonly incoming: readonly SequenceFlow[];
  readonly outgoing: readonly SequenceFlow[];
  readonly definitions: readonly EventDefinition[];
  /** Boundary events attached to it. */
  readonly boundary: readonly FlowNode[];
  /** The activity that a boundary event is attached to. */
  readonly host: FlowNode | null;
  /** What a subprocess contains. */
  readonly content: Level | null;
}

/** What one process or subprocess contains directly. */
export interface Level {
  readonly element: XmlElement;
  /** The subprocess; null for a process. */
  readonly owner: FlowNode | null;
  readonly process: Process;
  readonly nodes: readonly FlowNode[];
  /** Those whose ends are both known and on this level. */
  readonly flows: readonly SequenceFlow[];
}

export interface Process {
  readonly id: string;
  readonly element: XmlElement;
  readonly level: Level;
  /** The pool that it is drawn in. */
  readonly participant: XmlElement | null;
  /** Lane names by the id of the flow node, outermost lane first. */
  readonly lanes: ReadonlyMap<string, string>;
}

export interface MessageFlow {
  readonly id: string;
  readonly element: XmlElement;
  readonly source: MessageEnd;
  readonly target: MessageEnd;
}
/** A node, a whole pool, or (both null) something outside of the document. */
export interface MessageEnd {
  readonly node: FlowNode | null;
  readonly process: Process | null;
}

export interface Model {
  readonly definitions: XmlElement;
  /** Every BPMN element in document order; what vendors added, diagrams among it, is left out. */
  readonly elements: readonly XmlElement[];
  readonly processes: readonly Process[];
  /** Processes and nodes without an id of their own. */
  readonly unnamed: readonly XmlElement[];
  readonly messageFlows: readonly MessageFlow[];
  readonly messageFlowsAt: (node: FlowNode) => readonly MessageFlow[];
  /** The catching end of a link that a node throws. */
  readonly linkTarget: (node: FlowNode) => FlowNode | undefined;
  readonly isLinkTarget: (node: FlowNode) => boolean;
  /** Whether a flow of the document names the node as its source (`outgoing`) or target, or may mean it, but is none: its other end, or this one, is broken. */
  readonly isTorn: (node: FlowNode, side: "incoming" | "outgoing") => boolean;
  /** Whether an event of the document throws this error or escalation. */
  readonly isThrown: (element: XmlElement) => boolean;
  /** The other ends of the associations that an element is an end of. */
  readonly associatedWith: (id: string) => readonly string[];
  /** By id, or by a qualified name whose prefix is left out. */
  readonly resolve: (reference: string) => XmlElement | undefined;
  readonly nodeOf: (reference: string) => FlowNode | undefined;
  readonly processOf: (reference: string) => Process | undefined;
  /** The id that was probably meant by one that isn't there. */
  readonly near: (reference: string) => string | undefined;
}
