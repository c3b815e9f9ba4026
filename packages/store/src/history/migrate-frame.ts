/** An instance on its way to another plan: what it is an instance of, what waits in it to be started or undone, and its variables. */
import type { GraphId, Variable } from "@rb/ir";
import type { SavedState } from "@rb/kernel";
import type { Holder, MigrationLedger, SavedFrame } from "./migration-ledger.js";

type Done = NonNullable<SavedFrame["done"]>[number];
type Variables = NonNullable<SavedFrame["variables"]>;

export function migrateFrame(ledger: MigrationLedger, frame: SavedFrame): SavedFrame {
  const heldBy = { frame: frame.id };
  const graph = ledger.to.graphs.get(frame.graph);
  if (graph === undefined) {
    ledger.gone("graph", frame.graph, "the plan has no such graph any more", heldBy);
    return frame;
  }
  if (frame.node !== undefined) ledger.sameNode(frame.graph, frame.node, heldBy);
  for (const id of frame.pending ?? []) ledger.sameNode(frame.graph, id, heldBy);
  for (const { node, slots } of frame.absorbing ?? []) {
    const join = ledger.sameNode(frame.graph, node, heldBy);
    for (const slot of slots)
      if (join?.slots.has(slot) === false) ledger.gone("flow", slot, `'${node}' still absorbs a token from it`, heldBy);
  }
  migrateDone(ledger, frame.done ?? [], frame.graph, heldBy);
  checkCallee(ledger, frame);
  checkHandler(ledger, frame);
  return withNewVariables(ledger, frame);
}

/** What has completed and may have to be undone. */
export function migrateDone(ledger: MigrationLedger, list: readonly Done[], graph: GraphId, heldBy: Holder): void {
  for (const done of list) {
    const inside = done.graph ?? graph;
    const node = ledger.sameNode(inside, done.node, heldBy);
    const old = ledger.oldNode(inside, done.node);
    if (node !== null && old !== undefined && old.compensation !== null && node.compensation === null)
      ledger.gone("compensation", old.compensation.id, `it would undo '${done.node}', which has completed`, heldBy);
    migrateDone(ledger, done.children ?? [], graph, heldBy);
  }
}

function checkCallee(ledger: MigrationLedger, frame: SavedFrame): void {
  if (frame.kind !== "call") return;
  const token = ledger.token(frame.owner);
  const caller = token === undefined ? undefined : ledger.newNode(ledger.graphOf(token), token.node);
  if (caller !== undefined && caller.callee?.id !== frame.graph)
    ledger.gone("graph", frame.graph, `'${caller.id}' calls another graph now`, { frame: frame.id });
}

function checkHandler(ledger: MigrationLedger, frame: SavedFrame): void {
  if (frame.handler === undefined || ledger.regionOf(frame, ledger.to) !== null) return;
  ledger.gone("handler", frame.handler, "it is running, and there is no such handler any more", { frame: frame.id });
}

/** An instance under way gets the variables that its region has come to declare, where nothing has to be evaluated for that. */
function withNewVariables(ledger: MigrationLedger, frame: SavedFrame): SavedFrame {
  const [old, now] = [ledger.regionOf(frame, ledger.from), ledger.regionOf(frame, ledger.to)];
  if (now === null) return frame;
  const names = new Set((now.variables ?? []).map(({ name }) => name));
  for (const { name } of old?.variables ?? [])
    if (!names.has(name))
      ledger.notes.add(`Variable '${name}' is not declared any more; it keeps the value that it has.`);
  const has = new Set((frame.variables ?? []).map(([name]) => name));
  const added = (now.variables ?? []).filter(({ name }) => !has.has(name)).flatMap((one) => firstValue(ledger, one));
  return added.length === 0 ? frame : { ...frame, variables: [...(frame.variables ?? []), ...added] };
}

function firstValue(ledger: MigrationLedger, { name, init, external }: Variable): Variables {
  if (init === undefined && external !== true) return [[name, { json: null }]];
  if (init !== undefined && "json" in init) return [[name, { json: init.json }]];
  const why = init === undefined ? "has to be given at the start" : "would have to be evaluated";
  ledger.notes.add(
    `Variable '${name}' is new, and its first value ${why}: reading it before it is set is an incident.`,
  );
  return [];
}

/** A message that was kept for a node. */
export function checkKept(ledger: MigrationLedger, { id, graph, node }: SavedState["inbox"][number]): void {
  if (node === undefined || graph === undefined || ledger.newNode(graph, node) !== undefined) return;
  ledger.gone("node", node, `graph '${graph}' has no such node any more`, { message: id });
}
