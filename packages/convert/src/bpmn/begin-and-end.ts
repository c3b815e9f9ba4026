/** Start and end events that the graph has no node for, and a drawing has to have. */
import type { Node, NodeId } from "@rb/ir";
import type { Level } from "../levels.js";
import { endsSilently } from "../silent-end.js";
import { isDrawnAsStart } from "./elements.js";
import { addExtraFlow, type LevelDraft, situationOf } from "./level-draft.js";
import { ownWords, wordsOf } from "./own-words.js";
import { type Xml, xml } from "./xml.js";

/** How the start event of an event subprocess is written. */
export type StartOf = (id: string, outgoing: readonly Xml[], words: readonly Xml[], name: string | undefined) => Xml;

/** Flows that were added in front of entries, and starts that are written already. */
export interface Begun {
  readonly flows: ReadonlyMap<NodeId, string>;
  readonly written: ReadonlySet<NodeId>;
}

/** Steps in any order begin at what no flow leads to; an entry that one leads back to gets an event in front of it. */
export function addPassages(draft: LevelDraft, { region }: Level): Begun {
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
export function addStarts(draft: LevelDraft, level: Level, startOf: StartOf | undefined): Begun {
  const byId = new Map(level.nodes.map((node) => [node.id, node]));
  const entries = level.region.entries.flatMap((id) => byId.get(id) ?? []);
  const flows = new Map<NodeId, string>();
  const [first, ...others] = entries;
  if (startOf !== undefined && first?.kind === "start" && others.length === 0 && !draft.incoming.has(first.id)) {
    const outgoing = (draft.outgoing.get(first.id) ?? []).map((flow) => xml("bpmn:outgoing", {}, flow.id));
    const words = wordsOf(first);
    draft.elements.push(startOf(first.id, outgoing, words.documentation, words.name));
    draft.boxes.push({ id: first.id, look: "event", name: words.name });
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

/** Where a token ends without an end, an end event is drawn: a level with a start has to have one. */
export function addEnd(draft: LevelDraft, node: Node): string | undefined {
  if (!endsSilently(node, draft.outgoing.get(node.id) ?? []) || draft.compensators.has(node.id)) return undefined;
  const end = draft.writing.ids.fresh(`${node.id}_end`);
  const flow = addExtraFlow(draft, node.id, end);
  draft.elements.push(xml("bpmn:endEvent", { id: end }, [xml("bpmn:incoming", {}, flow)]));
  draft.boxes.push({ id: end, look: "event" });
  return flow;
}
