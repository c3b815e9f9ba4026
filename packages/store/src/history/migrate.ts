/**
 * Moving a run that is under way to another plan. Ids are what carries over: a token goes on at the node of the same id, an instance in the
 * scope of the same id. What the run holds on to and the new plan lacks is named, and then nothing is moved at all.
 *
 * A job keeps the request that was made for it. One that has not started is asked about again, since verdicts and approvals were about the
 * old plan; one that has started keeps its stage and its effect's id, and so is never done twice. Times and names that are waited for stay
 * what they were when the waiting began.
 */
import type { GraphId, NodeId } from "@rb/ir";
import { type Program, problemOfSaved, type SavedState } from "@rb/kernel";
import { changesOfNode } from "./meaning.js";
import { checkKept, migrateFrame } from "./migrate-frame.js";
import { checkWait, migrateToken } from "./migrate-token.js";
import { MigrationLedger, type Vanished } from "./migration-ledger.js";

/** A node that a token stands on. */
export interface HeldNode {
  readonly graph: GraphId;
  readonly node: NodeId;
  readonly name: string;
}

/** What moving a run would do. */
export interface MigrationPlan {
  /** The run under the new plan; null when it can't be moved. */
  readonly state: SavedState | null;
  /** Nodes at which the run goes on, in the order of its tokens. */
  readonly continues: readonly HeldNode[];
  readonly vanished: readonly Vanished[];
  /** Those of `continues` that mean something else now, and by which members. What has begun there was begun as it was before. */
  readonly changed: readonly (HeldNode & { readonly members: readonly string[] })[];
  /** Jobs that are asked about again, by effect. */
  readonly askedAgain: readonly string[];
  /** What else people should know. */
  readonly notes: readonly string[];
}

/** Says what moving `saved`, a state of `from`, to the plan `to` means, and makes the state that the run would go on with. */
export function planMigration(from: Program, to: Program, saved: SavedState): MigrationPlan {
  const ledger = new MigrationLedger(from, to, saved);
  const byId = new Map(saved.frames.map((frame) => [frame.id, frame]));
  const frames = saved.frames.map((frame) => migrateFrame(ledger, frame));
  const tokens = saved.tokens.map((token) => migrateToken(ledger, token));
  for (const wait of saved.waits) checkWait(ledger, wait, byId);
  for (const message of saved.inbox) checkKept(ledger, message);
  const moved: SavedState = { ...saved, program: to.hash, frames, tokens };
  const problem = ledger.vanished.length > 0 ? null : problemOfSaved(to, moved);
  if (problem !== null) ledger.notes.add(`The run does not fit the new plan: ${problem}`);
  const continues = heldNodes(ledger, saved);
  return {
    state: ledger.vanished.length > 0 || problem !== null ? null : moved,
    continues,
    vanished: ledger.vanished,
    changed: continues.flatMap((held) => changesAt(ledger, held)),
    askedAgain: ledger.askedAgain,
    notes: [...ledger.notes],
  };
}

function heldNodes(ledger: MigrationLedger, saved: SavedState): readonly HeldNode[] {
  const held = new Map<string, HeldNode>();
  for (const token of saved.tokens) {
    const node = ledger.newNode(ledger.graphOf(token), token.node);
    if (node === undefined) continue;
    const graph = node.graph.id;
    held.set(JSON.stringify([graph, node.id]), { graph, node: node.id, name: node.source.name ?? node.id });
  }
  return [...held.values()];
}

function changesAt(ledger: MigrationLedger, held: HeldNode): MigrationPlan["changed"] {
  const [old, now] = [ledger.oldNode(held.graph, held.node), ledger.newNode(held.graph, held.node)];
  if (old === undefined || now === undefined) return [];
  const members = changesOfNode(old.source, now.source);
  return members.length === 0 ? [] : [{ ...held, members }];
}
