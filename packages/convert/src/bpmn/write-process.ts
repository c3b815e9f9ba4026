/** A graph as a process: what lies on each level, and the extensions that make it exact. */
import { type Flow, isActivity, type Node, type NodeId, type ScopeHandler } from "@rb/ir";
import type { Account } from "../conversion.js";
import type { Ids } from "../ids.js";
import type { GraphLevels, Level } from "../levels.js";
import { endsSilently } from "../silent-end.js";
import {
  type Element,
  elementOf,
  exitPorts,
  isCompensated,
  isDrawnAsStart,
  type LevelKind,
  levelKindOf,
  type Situation,
} from "./elements.js";
import { conditionOf, type RootElements, throwDefinition, triggerDefinition } from "./event-definitions.js";
import { ownWords, wordsOf } from "./own-words.js";
import type { Box, Line, Sheet } from "./sheet.js";
import { type Xml, xml } from "./xml.js";

export interface Writing {
  readonly ids: Ids;
  readonly root: RootElements;
  readonly account: Account;
}

export interface WrittenProcess {
  readonly element: Xml;
  readonly id: string;
  readonly sheet: Sheet;
}

export function writeProcess(writing: Writing, { graph, id, level }: GraphLevels): WrittenProcess {
  const words = wordsOf(graph);
  const { region: _region, nodes: _nodes, flows: _flows, id: _id, origin: _origin, name: _name, ...rest } = graph;
  const { description: _description, ...facts } = rest;
  const { entries: _entries, ...region } = level.region;
  // Said even when it is empty: a reader adds the variables that a process reads and nothing declares.
  const said = { ...words.unsaid, ...facts, region };
  const written = writeLevel(writing, level, "process");
  const element = xml("bpmn:process", { id, name: words.name, isExecutable: "false" }, [
    ...words.documentation,
    ownWords("graph", said),
    ...propertiesOf(writing, level),
    ...written.elements,
  ]);
  return { element, id, sheet: written.sheet };
}

/** For people and other tools; the variables themselves are in the extension. */
function propertiesOf({ ids }: Writing, level: Level): readonly Xml[] {
  return (level.region.variables ?? []).map(({ name, description }) => {
    const words = wordsOf({ name, ...(description === undefined ? {} : { description }) });
    return xml("bpmn:property", { id: ids.fresh(`property_${name}`), name: words.name }, words.documentation);
  });
}

interface WrittenLevel {
  readonly elements: readonly Xml[];
  readonly sheet: Sheet;
}

interface LevelDraft {
  readonly writing: Writing;
  readonly kind: LevelKind;
  readonly entries: ReadonlySet<NodeId>;
  readonly elements: Xml[];
  readonly artifacts: Xml[];
  readonly boxes: Box[];
  readonly lines: Line[];
  readonly outgoing: ReadonlyMap<NodeId, Flow[]>;
  readonly incoming: ReadonlyMap<NodeId, Flow[]>;
  /** Boundary events, by node and port. */
  readonly exits: Map<string, string>;
  readonly compensators: ReadonlySet<NodeId>;
  /** Flows that are drawn as the default of their gateway or activity. */
  readonly defaults: Set<string>;
  /** Gateways that choose among several flows. */
  readonly choosing: Set<NodeId>;
}

function writeLevel(writing: Writing, level: Level, kind: LevelKind, start?: StartOf): WrittenLevel {
  const nodes = level.nodes;
  const draft: LevelDraft = {
    writing,
    kind,
    entries: new Set(level.region.entries),
    elements: [],
    artifacts: [],
    boxes: [],
    lines: [],
    outgoing: grouped(level.flows, ({ from }) => from),
    incoming: grouped(level.flows, ({ to }) => to),
    exits: new Map(),
    defaults: new Set(),
    choosing: new Set(),
    compensators: new Set(nodes.filter(isCompensated).map(({ compensation }) => compensation)),
  };
  const isOrdered = kind !== "anyOrder";
  const begun = isOrdered ? addStarts(draft, level, start) : addPassages(draft, level);
  for (const node of nodes) {
    if (begun.written.has(node.id)) continue;
    const end = isOrdered ? addEnd(draft, node) : undefined;
    addNode(draft, node, level, { begin: begun.flows.get(node.id), end });
  }
  for (const { handler, body } of level.handlers) addHandler(draft, handler, body);
  for (const flow of level.flows) addFlow(draft, flow);
  return {
    elements: [...draft.elements, ...draft.artifacts],
    sheet: { boxes: draft.boxes, lines: draft.lines },
  };
}

function grouped(flows: readonly Flow[], key: (flow: Flow) => NodeId): ReadonlyMap<NodeId, Flow[]> {
  const groups = new Map<NodeId, Flow[]>();
  for (const flow of flows) {
    const group = groups.get(key(flow));
    if (group === undefined) groups.set(key(flow), [flow]);
    else group.push(flow);
  }
  return groups;
}

/** How the start event of an event subprocess is written. */
type StartOf = (id: string, outgoing: readonly Xml[], words: readonly Xml[], name: string | undefined) => Xml;

/** Flows that were added in front of entries, and starts that are written already. */
interface Begun {
  readonly flows: ReadonlyMap<NodeId, string>;
  readonly written: ReadonlySet<NodeId>;
}

function situationOf({ kind, entries, incoming }: LevelDraft, { id }: Node): Omit<Situation, "outgoing" | "root"> {
  return { level: kind, isEntry: entries.has(id), incoming: incoming.get(id) ?? [] };
}

/** Steps in any order begin at what no flow leads to; an entry that one leads back to gets an event in front of it. */
function addPassages(draft: LevelDraft, { region }: Level): Begun {
  const flows = new Map<NodeId, string>();
  for (const id of region.entries) {
    if (!draft.incoming.has(id)) continue;
    const event = draft.writing.ids.fresh(`${id}_start`);
    const flow = addExtraFlow(draft, event, id);
    const own = ownWords("node", { kind: "start" });
    draft.elements.push(xml("bpmn:intermediateThrowEvent", { id: event }, [own, xml("bpmn:outgoing", {}, flow)]));
    draft.boxes.push({ id: event, look: "event" });
    flows.set(id, flow);
  }
  return { flows, written: new Set() };
}

/**
 * A level begins at its start events; so an entry that is no start gets one in front of it, and several share one with a fork behind it. The
 * answer has the flow that was added to each such entry, and the starts that are written already.
 */
function addStarts(draft: LevelDraft, level: Level, startOf: StartOf | undefined): Begun {
  const byId = new Map(level.nodes.map((node) => [node.id, node]));
  const entries = level.region.entries.flatMap((id) => byId.get(id) ?? []);
  const flows = new Map<NodeId, string>();
  const [first, ...others] = entries;
  if (startOf !== undefined && first?.kind === "start" && others.length === 0 && !draft.incoming.has(first.id)) {
    const outgoing = (draft.outgoing.get(first.id) ?? []).map((flow) => xml("bpmn:outgoing", {}, flow.id));
    const words = wordsOf(first);
    draft.elements.push(startOf(first.id, outgoing, words.documentation, words.name));
    draft.boxes.push({ id: first.id, look: "event" });
    draft.writing.account.native();
    return { flows, written: new Set([first.id]) };
  }
  const unstarted = entries.filter((node) => !isDrawnAsStart(node, situationOf(draft, node)));
  if (unstarted.length === 0) return { flows, written: new Set() };
  const { ids } = draft.writing;
  const { limit, manual } = level.region;
  // Where entries are counted, a fork would make one of several.
  if (unstarted.length > 1 && (limit !== undefined || manual === true)) return addStartEach(draft, unstarted);
  const event = ids.fresh(`${unstarted[0]?.id}_start`);
  const [next] = unstarted.length > 1 ? [ids.fresh(`${event}_fork`)] : unstarted.map(({ id }) => id);
  const begin = addExtraFlow(draft, event, next as NodeId);
  const leaving = [xml("bpmn:outgoing", {}, begin)];
  draft.elements.push(startOf?.(event, leaving, [], undefined) ?? xml("bpmn:startEvent", { id: event }, leaving));
  draft.boxes.push({ id: event, look: "event" });
  if (unstarted.length === 1) return { flows: new Map([[next as NodeId, begin]]), written: new Set() };
  for (const { id } of unstarted) flows.set(id, addExtraFlow(draft, next as NodeId, id));
  const ways = [...flows.values()].map((flow) => xml("bpmn:outgoing", {}, flow));
  draft.elements.push(xml("bpmn:parallelGateway", { id: next }, [xml("bpmn:incoming", {}, begin), ...ways]));
  draft.boxes.push({ id: next as NodeId, look: "gateway" });
  return { flows, written: new Set() };
}

function addStartEach(draft: LevelDraft, entries: readonly Node[]): Begun {
  const flows = new Map<NodeId, string>();
  for (const { id } of entries) {
    const event = draft.writing.ids.fresh(`${id}_start`);
    const flow = addExtraFlow(draft, event, id);
    draft.elements.push(xml("bpmn:startEvent", { id: event }, [xml("bpmn:outgoing", {}, flow)]));
    draft.boxes.push({ id: event, look: "event" });
    flows.set(id, flow);
  }
  return { flows, written: new Set() };
}

function addExtraFlow(draft: LevelDraft, from: NodeId, to: NodeId): string {
  const id = draft.writing.ids.fresh(`${from}_flow`);
  draft.elements.push(xml("bpmn:sequenceFlow", { id, sourceRef: from, targetRef: to }));
  draft.lines.push({ id, from, to });
  return id;
}

/** Where a token ends without an end, an end event is drawn: a level with a start has to have one. */
function addEnd(draft: LevelDraft, node: Node): string | undefined {
  if (!endsSilently(node, draft.outgoing.get(node.id) ?? []) || draft.compensators.has(node.id)) return undefined;
  const end = draft.writing.ids.fresh(`${node.id}_end`);
  const flow = addExtraFlow(draft, node.id, end);
  draft.elements.push(xml("bpmn:endEvent", { id: end }, [xml("bpmn:incoming", {}, flow)]));
  draft.boxes.push({ id: end, look: "event" });
  return flow;
}

/** Flows that the graph doesn't have: from a start in front of a node, to an end behind it. */
interface ExtraFlows {
  readonly begin: string | undefined;
  readonly end: string | undefined;
}

function addNode(draft: LevelDraft, node: Node, level: Level, extra: ExtraFlows): void {
  const { writing } = draft;
  const incoming = draft.incoming.get(node.id) ?? [];
  const outgoing = draft.outgoing.get(node.id) ?? [];
  const inside = level.inside.get(node.id);
  const kind = inside && levelKindOf(inside);
  const element = elementOf(node, { ...situationOf(draft, node), inside: kind, outgoing, root: writing.root });
  const ports = exitPorts(node, outgoing);
  const words = wordsOf(node);
  const otherwise = outgoing.find((flow) => flow.otherwise === true && (flow.port ?? "out") === "out");
  const drawnDefault = canDefault(element) ? otherwise?.id : undefined;
  if (drawnDefault !== undefined) draft.defaults.add(drawnDefault);
  if (node.kind === "gateway" && element.type !== "parallelGateway" && outgoing.length > 1) draft.choosing.add(node.id);
  const leaving = outgoing.filter((flow) => !isActivity(node) || ["out", "skipped"].includes(flow.port ?? "out"));
  const content = inside === undefined ? undefined : writeLevel(writing, inside, levelKindOf(inside));
  const unsaid = element.unsaid !== undefined || Object.keys(words.unsaid).length > 0;
  draft.elements.push(
    xml(
      `bpmn:${element.type}`,
      {
        id: node.id,
        name: words.name,
        ...element.attributes,
        ...(draft.compensators.has(node.id) ? { isForCompensation: "true" } : {}),
        default: drawnDefault,
      },
      [
        ...words.documentation,
        ...(unsaid ? [ownWords("node", saidOf(node, words.unsaid, level))] : []),
        ...(extra.begin === undefined ? [] : [xml("bpmn:incoming", {}, extra.begin)]),
        ...incoming.map((flow) => xml("bpmn:incoming", {}, flow.id)),
        ...leaving.map((flow) => xml("bpmn:outgoing", {}, flow.id)),
        ...(extra.end === undefined ? [] : [xml("bpmn:outgoing", {}, extra.end)]),
        ...(inside === undefined ? [] : propertiesOf(writing, inside)),
        ...element.children,
        ...(content?.elements ?? []),
      ],
    ),
  );
  draft.boxes.push({ id: node.id, look: lookOf(element.type), ...(content && { inside: content.sheet }) });
  if (unsaid) writing.account.extended(element.unsaid ?? "A text that XML can't hold", node.origin);
  else writing.account.native();
  addBoundary(draft, node, ports);
}

function canDefault({ type }: Element): boolean {
  return !type.endsWith("Event") && type !== "parallelGateway";
}

function lookOf(type: string): Box["look"] {
  return type.endsWith("Event") ? "event" : type.endsWith("Gateway") ? "gateway" : "activity";
}

/** Every member that the drawing doesn't show. */
function saidOf(node: Node, unsaid: object, level: Level): object {
  const { id: _id, name: _name, description: _description, origin: _origin, ...members } = node;
  const said: { [name: string]: unknown } = { ...unsaid, ...members };
  for (const name of ["handlers", "compensation"]) delete said[name];
  const inside = level.inside.get(node.id);
  if (inside !== undefined) {
    const { entries: _entries, ...region } = inside.region;
    said.region = region;
  }
  return said;
}

function addBoundary(draft: LevelDraft, node: Node, ports: readonly string[]): void {
  if (!isActivity(node)) return;
  const { ids, root, account } = draft.writing;
  for (const { id, name, origin, ...handler } of node.handlers ?? []) {
    const words = wordsOf(name === undefined ? {} : { name });
    account.extended("What a boundary event hears", origin);
    addEvent(draft, node, id, id, {
      attributes: { name: words.name, cancelActivity: isDrawnGoingOn(handler) ? "false" : undefined },
      children: [ownWords("boundaryHandler", { ...words.unsaid, ...handler })],
      definitions: handler.triggers
        .filter(({ on }) => on !== "cancel" || isTransaction(node))
        .map((one) => triggerDefinition(one, root)),
    });
  }
  for (const port of ports) {
    const definition =
      port === "failed"
        ? triggerDefinition({ on: "error" }, root)
        : triggerDefinition({ on: "escalation", code: port }, root);
    account.extended("A way out of a step", node.origin);
    const attributes = { "rb:port": port };
    addEvent(draft, node, port, ids.fresh(`${node.id}_${port}`), {
      attributes,
      children: [],
      definitions: [definition],
    });
  }
  if (node.compensation === undefined) return;
  const id = ids.fresh(`${node.id}_compensation`);
  const definitions = [throwDefinition({ raise: "compensation", wait: true }, root)];
  addEvent(draft, node, undefined, id, { attributes: {}, children: [], definitions });
  const association = ids.fresh(`${id}_association`);
  const ends = { sourceRef: id, targetRef: node.compensation, associationDirection: "One" };
  draft.artifacts.push(xml("bpmn:association", { id: association, ...ends }));
  draft.lines.push({ id: association, from: id, to: node.compensation });
}

function isTransaction(node: Node): boolean {
  return node.kind === "scope" && node.region.transaction === true;
}

/** What hears an error or a cancel can't go on beside it (BPMN 2.0.2, 10.5.3); that ours can, only the extension says. */
function isDrawnGoingOn({ interrupting, triggers }: Pick<ScopeHandler, "interrupting" | "triggers">): boolean {
  return (
    interrupting === false && !triggers.some(({ on }) => on === "error" || on === "cancel" || on === "compensation")
  );
}

interface EventParts {
  readonly attributes: Xml["attributes"];
  readonly children: readonly Xml[];
  readonly definitions: readonly Xml[];
}

function addEvent(draft: LevelDraft, node: Node, port: string | undefined, id: string, parts: EventParts): void {
  const flows = (draft.outgoing.get(node.id) ?? []).filter((flow) => flow.port === port && port !== undefined);
  draft.elements.push(
    xml("bpmn:boundaryEvent", { id, ...parts.attributes, attachedToRef: node.id }, [
      ...parts.children,
      ...flows.map((flow) => xml("bpmn:outgoing", {}, flow.id)),
      ...parts.definitions,
    ]),
  );
  draft.boxes.push({ id, look: "event", on: node.id });
  if (port !== undefined) draft.exits.set(`${node.id} ${port}`, id);
}

/** An event subprocess: its start event has what the handler hears. */
function addHandler(draft: LevelDraft, handler: Omit<ScopeHandler, "body">, body: Level): void {
  const { writing } = draft;
  const { id, name, origin, ...said } = handler;
  const words = wordsOf(name === undefined ? {} : { name });
  const definitions = handler.triggers.map((one) => triggerDefinition(one, writing.root));
  const isInterrupting = isDrawnGoingOn(handler) ? "false" : undefined;
  const content = writeLevel(writing, body, "eventSubprocess", (event, outgoing, documentation, called) =>
    xml("bpmn:startEvent", { id: event, name: called, isInterrupting }, [
      ...documentation,
      ...outgoing,
      ...definitions,
    ]),
  );
  const { entries: _entries, ...region } = body.region;
  const own = ownWords("scopeHandler", { ...words.unsaid, ...said, body: region });
  const attributes = { id, name: words.name, triggeredByEvent: "true" };
  draft.elements.push(xml("bpmn:subProcess", attributes, [own, ...propertiesOf(writing, body), ...content.elements]));
  draft.boxes.push({ id, look: "activity", inside: content.sheet });
  writing.account.extended("What an event subprocess hears", origin);
}

function addFlow(draft: LevelDraft, flow: Flow): void {
  const { id, from, to, name, port = "out", guard, origin } = flow;
  const source = draft.exits.get(`${from} ${port}`) ?? from;
  const words = wordsOf(name === undefined ? {} : { name });
  const condition = conditionOf(guard, "bpmn:conditionExpression");
  const isOwn = Object.keys(words.unsaid).length > 0 || !isReadAsMeant(draft, flow, condition !== undefined);
  const ownPort = source === from && port !== "out" ? port : undefined;
  draft.elements.push(
    xml("bpmn:sequenceFlow", { id, name: words.name, sourceRef: source, targetRef: to, "rb:port": ownPort }, [
      ...(isOwn ? [ownWords("flow", { ...words.unsaid, ...factsOf(flow) })] : []),
      ...(condition === undefined ? [] : [condition]),
    ]),
  );
  draft.lines.push({ id, from: source, to });
  const { account } = draft.writing;
  if (isOwn || ownPort !== undefined) account.extended("When a flow is taken", origin);
  else account.native();
}

/** Whether a reader finds out by itself when the flow is taken: one without a condition is what remains, or undecided, where others have one. */
function isReadAsMeant(draft: LevelDraft, flow: Flow, hasCondition: boolean): boolean {
  const { id, from, guard, otherwise, cases, slot } = flow;
  if (cases !== undefined || slot !== undefined) return false;
  if (otherwise === true) return draft.defaults.has(id) && guard === undefined;
  return guard === undefined ? !draft.choosing.has(from) : hasCondition;
}

/** All that a flow says besides its ends. */
function factsOf({ guard, otherwise, cases, slot }: Flow): object {
  return {
    ...(guard === undefined ? {} : { guard }),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(cases === undefined ? {} : { cases }),
    ...(slot === undefined ? {} : { slot }),
  };
}
