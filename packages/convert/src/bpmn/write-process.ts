/** A graph as a process: what lies on each level, and the extensions that make it exact. */
import { isActivity, type Node, type ScopeHandler } from "@rb/ir";
import type { GraphLevels, Level } from "../levels.js";
import { addEnd, addPassages, addStarts, type StartOf } from "./begin-and-end.js";
import { addBoundary, isDrawnGoingOn } from "./boundary.js";
import { type Element, elementOf, exitPorts, type LevelKind, levelKindOf } from "./elements.js";
import { triggerDefinition } from "./event-definitions.js";
import { draftOf, type LevelDraft, situationOf, type Writing } from "./level-draft.js";
import { ownWords, wordsOf } from "./own-words.js";
import type { Box, Sheet } from "./sheet.js";
import { addFlow } from "./write-flow.js";
import { type Xml, xml } from "./xml.js";

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

function writeLevel(writing: Writing, level: Level, kind: LevelKind, start?: StartOf): WrittenLevel {
  const draft = draftOf(writing, level, kind);
  const isOrdered = kind !== "anyOrder";
  const begun = isOrdered ? addStarts(draft, level, start) : addPassages(draft, level);
  for (const node of level.nodes) {
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
  draft.boxes.push({
    id: node.id,
    look: lookOf(element.type),
    name: words.name,
    ...(content && { inside: content.sheet }),
  });
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
