import { bpmn } from "../diagnostics.js";
import type { Findings } from "../findings.js";
import { attribute, child, childrenOf, isBpmn, type XmlElement } from "../xml/element.js";
import type { Source } from "../xml/source.js";
import { describe, words } from "./describe.js";
import { orderFlows } from "./flow-order.js";
import { activityTypes, eventTypes, flowNodeTypes, isEventSubprocess, subprocessTypes } from "./kinds.js";
import { linkPartners } from "./links.js";
import type {
  EventDefinition,
  FlowNode,
  Level,
  MessageEnd,
  MessageFlow,
  Model,
  Process,
  SequenceFlow,
} from "./model.js";
import { nameOf } from "./name.js";

/** While it is built, a model can still be written to. */
type Draft<T> = { -readonly [K in keyof T]: T[K] extends readonly (infer E)[] ? E[] : T[K] };

/** Most nodes have one flow in and one out; a list is only made when there is something in it. */
const none: never[] = [];

interface Builder {
  readonly definitions: XmlElement;
  readonly elements: XmlElement[];
  readonly source: Source;
  readonly findings: Findings;
  /** Called for each child of a level that is neither a node nor a flow. */
  readonly other: (element: XmlElement) => void;
  readonly byId: Map<string, XmlElement>;
  readonly nodes: Map<string, Draft<FlowNode>>;
  readonly processes: Map<string, Process>;
  readonly levels: Draft<Level>[];
  /** By the process that they refer to. */
  readonly participants: Map<XmlElement, XmlElement>;
  readonly flowElements: XmlElement[];
  /** Ends of flows that are none, by the side on which they are missing. */
  readonly torn: { readonly incoming: Set<FlowNode>; readonly outgoing: Set<FlowNode> };
  /** Levels with a flow that leads nowhere, or comes from nowhere: any node of theirs may be meant. */
  readonly loose: { readonly incoming: Set<Level>; readonly outgoing: Set<Level> };
  readonly associations: Map<string, string[]>;
  readonly unnamed: XmlElement[];
  made: number;
}

/** `other` is called for each child of a process or subprocess that is neither a node nor a flow. */
export function buildModel(
  definitions: XmlElement,
  source: Source,
  findings: Findings,
  other: (element: XmlElement) => void,
): Model {
  const builder: Builder = {
    definitions,
    elements: [],
    source,
    findings,
    other,
    byId: new Map(),
    nodes: new Map(),
    processes: new Map(),
    levels: [],
    participants: new Map(),
    flowElements: [],
    torn: { incoming: new Set(), outgoing: new Set() },
    loose: { incoming: new Set(), outgoing: new Set() },
    associations: new Map(),
    unnamed: [],
    made: 0,
  };
  collect(definitions, builder.elements);
  indexIds(builder);
  for (const element of participantsOf(definitions)) {
    const process = lookUp(builder.byId, attribute(element, "processRef") ?? "");
    if (process !== undefined && !builder.participants.has(process)) builder.participants.set(process, element);
  }
  for (const element of childrenOf(definitions, "process")) readProcess(builder, element);
  for (const node of builder.nodes.values()) if (node.type === "boundaryEvent") attach(builder, node);
  for (const element of builder.flowElements) connect(builder, element);
  for (const level of builder.levels) orderFlows(level);
  const resolve = (reference: string): XmlElement | undefined => lookUp(builder.byId, reference);
  const flows = messageFlows(builder);
  const flowsAt = groupByEnd(flows);
  const thrown = thrownElements(builder);
  const links = new Map(builder.levels.flatMap((level) => linkPartners(level.nodes, resolve)));
  const linked = new Set(links.values());
  return {
    definitions,
    elements: builder.elements,
    processes: [...builder.processes.values()],
    unnamed: builder.unnamed,
    messageFlows: flows,
    messageFlowsAt: (node) => flowsAt.get(node) ?? [],
    linkTarget: (node) => links.get(node),
    isLinkTarget: (node) => linked.has(node),
    isTorn: (node, side) => builder.torn[side].has(node) || builder.loose[side].has(node.level),
    isThrown: (element) => thrown.has(element),
    associatedWith: (id) => builder.associations.get(id) ?? [],
    resolve,
    nodeOf: (reference) => lookUp(builder.nodes, reference),
    processOf: (reference) => lookUp(builder.processes, reference),
    near: (reference) => findings.near(reference, builder.byId.keys()),
  };
}

function participantsOf(definitions: XmlElement): readonly XmlElement[] {
  return childrenOf(definitions, "collaboration").flatMap((one) => childrenOf(one, "participant"));
}

/** References are qualified names; the prefix only says which file, and there is one. */
function lookUp<T>(map: ReadonlyMap<string, T>, reference: string): T | undefined {
  return map.get(reference) ?? map.get(reference.slice(reference.indexOf(":") + 1));
}

/** What vendors put into a file, diagrams among it, has ids of its own. */
function collect(element: XmlElement, into: XmlElement[]): void {
  into.push(element);
  for (const one of element.children) if (isBpmn(one) && one.type !== "extensionElements") collect(one, into);
}

function indexIds({ byId, elements, source, findings }: Builder): void {
  for (const element of elements) {
    const id = attribute(element, "id");
    if (id === undefined) continue;
    const first = byId.get(id);
    if (first === undefined) {
      byId.set(id, element);
      continue;
    }
    findings.add(
      bpmn.report("duplicate-id", source.originOf(element), { id }, [
        { message: `The first '${id}' is here.`, origin: source.originOf(first) },
      ]),
    );
  }
}

function readProcess(builder: Builder, element: XmlElement): void {
  const id = idOf(builder, element);
  if (builder.processes.has(id)) return;
  const process: Draft<Process> = {
    id,
    element,
    level: undefined as never,
    participant: builder.participants.get(element) ?? null,
    lanes: lanesOf(element),
  };
  process.level = readLevel(builder, element, null, process);
  builder.processes.set(id, process);
}

function readLevel(builder: Builder, element: XmlElement, owner: FlowNode | null, process: Process): Level {
  const level: Draft<Level> = { element, owner, process, nodes: [], flows: [] };
  builder.levels.push(level);
  for (const one of element.children) {
    if (one.type === "sequenceFlow") builder.flowElements.push(one);
    else if (flowNodeTypes.has(one.type)) readNode(builder, one, level);
    else if (one.type === "association") readAssociation(builder, one);
    else builder.other(one);
  }
  return level;
}

function readNode(builder: Builder, element: XmlElement, level: Draft<Level>): void {
  const id = idOf(builder, element);
  // A second one of the same id has been reported; no flow could tell the two apart.
  if (builder.nodes.has(id)) return;
  const node: Draft<FlowNode> = {
    id,
    type: element.type,
    element,
    level,
    incoming: none,
    outgoing: none,
    definitions: definitionsOf(builder, element),
    boundary: none,
    host: null,
    content: null,
  };
  builder.nodes.set(id, node);
  level.nodes.push(node);
  if (subprocessTypes.has(element.type)) node.content = readLevel(builder, element, node, level.process);
}

/** Where nothing can name an element, its kind and number have to do. */
function idOf(builder: Builder, element: XmlElement): string {
  const id = attribute(element, "id");
  if (id !== undefined) return id;
  let made: string;
  do made = `${element.type}-${++builder.made}`;
  while (builder.byId.has(made));
  builder.unnamed.push(element);
  return made;
}

function definitionsOf(builder: Builder, element: XmlElement): EventDefinition[] {
  if (!eventTypes.has(element.type)) return [];
  const found: EventDefinition[] = [];
  for (const one of element.children) {
    if (one.type.endsWith("EventDefinition") && isBpmn(one)) found.push({ type: one.type, element: one, at: one });
    if (one.type !== "eventDefinitionRef") continue;
    const ref = one.text.trim();
    const target = lookUp(builder.byId, ref);
    if (target?.type.endsWith("EventDefinition")) found.push({ type: target.type, element: target, at: one });
    else reportReference(builder, element, "eventDefinitionRef", ref, target, "an event definition");
  }
  return found;
}

function readAssociation(builder: Builder, element: XmlElement): void {
  const [from, to] = [attribute(element, "sourceRef"), attribute(element, "targetRef")];
  if (from === undefined || to === undefined) return;
  appendTo(builder.associations, from, to);
  appendTo(builder.associations, to, from);
}

function attach(builder: Builder, node: Draft<FlowNode>): void {
  const ref = attribute(node.element, "attachedToRef");
  const host = ref === undefined ? undefined : lookUp(builder.nodes, ref);
  if (host === undefined || !activityTypes.has(host.type) || host.level !== node.level || isEventSubprocess(host)) {
    const origin = builder.source.originOf(node.element);
    builder.findings.add(bpmn.report("boundary-not-attached", origin, { what: describe(node), ref }));
    return;
  }
  node.host = host;
  if (host.boundary === none) host.boundary = [node];
  else host.boundary.push(node);
}

function connect(builder: Builder, element: XmlElement): void {
  const id = attribute(element, "id") ?? flowName(element);
  const source = endOf(builder, element, id, "source");
  const target = endOf(builder, element, id, "target");
  if (source === undefined || target === undefined || source.level !== target.level) {
    if (source !== undefined) builder.torn.outgoing.add(source);
    if (target !== undefined) builder.torn.incoming.add(target);
  }
  if (source !== undefined && target === undefined) builder.loose.incoming.add(source.level);
  if (source === undefined && target !== undefined) builder.loose.outgoing.add(target.level);
  if (source === undefined || target === undefined) return;
  const origin = builder.source.originOf(element);
  if (source.level !== target.level) {
    builder.findings.add(bpmn.report("flow-crosses-border", origin, { id }));
    return;
  }
  const flow: SequenceFlow = { id, element, source, target };
  if (source.outgoing === none) source.outgoing = [flow];
  else source.outgoing.push(flow);
  if (target.incoming === none) target.incoming = [flow];
  else target.incoming.push(flow);
  (source.level as Draft<Level>).flows.push(flow);
}

function flowName(element: XmlElement): string {
  return `${attribute(element, "sourceRef") ?? ""}->${attribute(element, "targetRef") ?? ""}`;
}

function endOf(
  builder: Builder,
  element: XmlElement,
  id: string,
  end: "source" | "target",
): Draft<FlowNode> | undefined {
  const ref = attribute(element, `${end}Ref`);
  const node = ref === undefined ? undefined : lookUp(builder.nodes, ref);
  const origin = builder.source.originOf(element);
  if (node !== undefined) {
    if (!isEventSubprocess(node)) return node;
    builder.findings.add(bpmn.report("flow-endpoint", origin, { id, end, found: `the event subprocess '${ref}'` }));
    return undefined;
  }
  const other = ref === undefined ? undefined : lookUp(builder.byId, ref);
  if (other !== undefined) {
    builder.findings.add(bpmn.report("flow-endpoint", origin, { id, end, found: `the ${describe(other)}` }));
  } else {
    const near = ref === undefined ? undefined : builder.findings.near(ref, builder.nodes.keys());
    builder.findings.add(bpmn.report("dangling-sequence-flow", origin, { id, end, ref, near }));
  }
  return undefined;
}

/** Every node says its lane, so lanes in lanes in lanes must not add up. In UTF-16 units. */
const longestLane = 4000;

function lanesOf(process: XmlElement): ReadonlyMap<string, string> {
  const lanes = new Map<string, string>();
  const visit = (set: XmlElement, outer: string): void => {
    for (const lane of childrenOf(set, "lane")) {
      const own = nameOf(lane) ?? attribute(lane, "id") ?? "";
      const name = outer === "" ? own : `${outer} / ${own}`.slice(0, longestLane).replace(/[\uD800-\uDBFF]$/, "");
      for (const ref of childrenOf(lane, "flowNodeRef")) lanes.set(ref.text.trim(), name);
      const inner = child(lane, "childLaneSet");
      if (inner !== undefined) visit(inner, name);
    }
  };
  for (const set of childrenOf(process, "laneSet")) visit(set, "");
  return lanes;
}

function messageFlows(builder: Builder): readonly MessageFlow[] {
  const found: MessageFlow[] = [];
  for (const collaboration of childrenOf(builder.definitions, "collaboration")) {
    for (const one of collaboration.children) if (one.type === "association") readAssociation(builder, one);
    for (const element of childrenOf(collaboration, "messageFlow")) {
      const source = messageEnd(builder, element, "sourceRef");
      const target = messageEnd(builder, element, "targetRef");
      const id = attribute(element, "id") ?? `messageFlow-${found.length + 1}`;
      if (source !== null && target !== null) found.push({ id, element, source, target });
    }
  }
  return found;
}

function groupByEnd(flows: readonly MessageFlow[]): ReadonlyMap<FlowNode, readonly MessageFlow[]> {
  const groups = new Map<FlowNode, MessageFlow[]>();
  for (const flow of flows) {
    for (const { node } of [flow.source, flow.target]) {
      if (node !== null) appendTo(groups, node, flow);
    }
  }
  return groups;
}

function appendTo<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}

/** The errors and escalations that throwing events name. */
function thrownElements(builder: Builder): ReadonlySet<XmlElement> {
  const thrown = new Set<XmlElement>();
  for (const node of builder.nodes.values()) {
    if (node.type !== "endEvent" && node.type !== "intermediateThrowEvent") continue;
    for (const { element } of node.definitions) {
      const ref = attribute(element, "errorRef") ?? attribute(element, "escalationRef");
      const found = ref === undefined ? undefined : lookUp(builder.byId, ref);
      if (found !== undefined) thrown.add(found);
    }
  }
  return thrown;
}

function messageEnd(builder: Builder, flow: XmlElement, name: string): MessageEnd | null {
  const ref = attribute(flow, name);
  const node = ref === undefined ? undefined : lookUp(builder.nodes, ref);
  if (node !== undefined) return { node, process: node.level.process };
  const element = ref === undefined ? undefined : lookUp(builder.byId, ref);
  if (element?.type === "participant") {
    const process = lookUp(builder.processes, attribute(element, "processRef") ?? "");
    return { node: null, process: process ?? null };
  }
  return null;
}

function reportReference(
  builder: Builder,
  element: XmlElement,
  name: string,
  ref: string,
  found: XmlElement | undefined,
  wanted: string,
): void {
  const origin = builder.source.originOf(element);
  const what = describe(element);
  if (found !== undefined) {
    const kind = words(found.type);
    builder.findings.add(bpmn.report("wrong-reference", origin, { what, attribute: name, ref, found: kind, wanted }));
  } else {
    const near = builder.findings.near(ref, builder.byId.keys());
    builder.findings.add(bpmn.report("unresolved-reference", origin, { what, attribute: name, ref, near }));
  }
}
