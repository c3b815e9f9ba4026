/** A level of a document while it is written. */
import type { Flow, Node, NodeId } from "@rb/ir";
import type { Account } from "../conversion.js";
import type { Ids } from "../ids.js";
import type { Level } from "../levels.js";
import { isCompensated, type LevelKind, type Situation } from "./elements.js";
import type { RootElements } from "./event-definitions.js";
import type { Box, Line } from "./sheet.js";
import { type Xml, xml } from "./xml.js";

/** What a whole document shares. */
export interface Writing {
  readonly ids: Ids;
  readonly root: RootElements;
  readonly account: Account;
}

export interface LevelDraft {
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

export function draftOf(writing: Writing, level: Level, kind: LevelKind): LevelDraft {
  const nodes = level.nodes;
  return {
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

export function situationOf(
  { kind, entries, incoming }: LevelDraft,
  { id }: Node,
): Omit<Situation, "outgoing" | "root"> {
  return { level: kind, isEntry: entries.has(id), incoming: incoming.get(id) ?? [] };
}

/** A flow that the graph doesn't have. */
export function addExtraFlow(draft: LevelDraft, from: NodeId, to: NodeId): string {
  const id = draft.writing.ids.fresh(`${from}_flow`);
  draft.elements.push(xml("bpmn:sequenceFlow", { id, sourceRef: from, targetRef: to }));
  draft.lines.push({ id, from, to });
  return id;
}
