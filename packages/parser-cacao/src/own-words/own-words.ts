/** Own words put into the graph while a playbook is lowered. */
import { checkShape, type Flow, type JsonObject, type NodeId, type PartName, withOrigins } from "@rb/ir";
import { type ObjectTree, toJson } from "../json-tree.js";
import type { Instance, Lowering } from "../lowering.js";
import { objectMember } from "../read-members.js";
import { entriesOf } from "./own-step.js";

type Facts = Partial<Omit<Flow, "id" | "from" | "to" | "origin">>;

/** Everything of an instance but its branches: ports, what undoes it, and what its node is. */
export function lowerOwnWords(lowering: Lowering, instance: Instance): void {
  const { step, frame, id } = instance;
  const { own } = step;
  if (own === undefined) return;
  if (own.slots.size > 0) lowering.ownSlots.set(id, own.slots);
  if (own.isSpread) lowering.spread.add(id);
  if (own.isEntries) lowering.entryForks.add(id);
  if (own.ways !== undefined) lowering.ownWays.set(id, [...own.ways.keys()].flatMap(rolesOf));
  for (const [port, ref] of own.exits) {
    const to = lowering.target(frame, ref, id);
    if (to !== undefined) lowering.flow(id, to, lowering.document.originOf(ref.at), { port });
  }
  if (own.node === undefined) return;
  const members = ownMembers(lowering, own.node, "node");
  const [undo] = own.others.filter(({ at }) => at.parent === own.node);
  const compensation = undo === undefined ? undefined : lowering.target(frame, undo, id);
  const region = objectMember(own.node, "region");
  lowering.ownNodes.set(id, {
    at: own.node,
    members: {
      ...members,
      ...(compensation === undefined ? {} : { compensation }),
      ...(region === undefined ? {} : { region: ownRegion(lowering, region) }),
    },
  });
}

/** A way for which nothing is drawn has the role of the member that it lacks. */
function rolesOf(branch: string): readonly string[] {
  return branch === "false" ? ["false", "on_false"] : [branch];
}

/** The region as an extension has it, its handlers lowered. */
export function ownRegion(lowering: Lowering, tree: ObjectTree): JsonObject {
  const region = ownMembers(lowering, tree, "region");
  const handlers = tree.members.get("handlers");
  if (handlers?.kind !== "array") return region;
  const lowered = handlers.items.map((item) => {
    const handler = isObject(item) ? ownMembers(lowering, item, "scopeHandler") : toJson(item);
    const body = isObject(item) ? objectMember(item, "body") : undefined;
    return body === undefined ? handler : { ...(handler as JsonObject), body: ownBody(lowering, body) };
  });
  return { ...region, handlers: lowered };
}

/** A region with its entries, which are lowered. */
export function ownBody(lowering: Lowering, tree: ObjectTree): JsonObject {
  const entries = entriesOf(tree).flatMap((ref) => {
    const label = lowering.freshId(`${ref.id}/handler`);
    return lowering.target(lowering.branches.rootFrame(ref.id, label), ref, label) ?? [];
  });
  return { ...ownRegion(lowering, tree), entries };
}

function isObject(tree: { readonly kind: string }): tree is ObjectTree {
  return tree.kind === "object";
}

/** The members of a part, with the origin of what says them. */
function ownMembers(lowering: Lowering, tree: ObjectTree, part: PartName | "region"): JsonObject {
  const origin = lowering.document.originOf(tree);
  if (part !== "region") return withOrigins(part, toJson(tree), origin) as JsonObject;
  const { body } = withOrigins("scopeHandler", { body: toJson(tree) }, origin) as { readonly body: JsonObject };
  return body;
}

/** What is said of a branch's flow, or what the step says by itself; undefined for a branch that isn't one. */
export function wayOf<T extends Facts>(
  lowering: Lowering,
  { step }: Instance,
  branch: string,
  native: T,
): Facts | undefined {
  const { ways } = step.own ?? {};
  if (ways === undefined) return native;
  const tree = ways.get(branch);
  if (tree === undefined) return undefined;
  const { branch: _branch, ...said } = ownMembers(lowering, tree, "flow");
  const place = { id: "", from: "", to: "", origin: lowering.document.originOf(tree) };
  const problem = checkShape("flow", { ...said, ...place })[0]?.what;
  const { name } = native;
  if (problem === undefined) return { ...(name === undefined ? {} : { name }), ...said };
  reportOwnWords(lowering, tree, problem);
  return native;
}

export function reportOwnWords(lowering: Lowering, tree: ObjectTree, problem: string): void {
  const { document } = lowering;
  lowering.reportOnce(tree, () => document.report("own-words", document.originOf(tree), { problem }));
}

/** Whether branches are no instances of their own. Branches that lead out of themselves have to be, for jumps to leave them. */
export function isInline(lowering: Lowering, { step, frame }: Instance): boolean {
  if (step.own?.isInline !== true) return false;
  const isClosed = step.branches.every((branch) => lowering.branches.reach(frame, step, branch).hits.size === 0);
  if (!isClosed) reportOwnWords(lowering, step.own.tree, "a branch leads out of itself");
  return isClosed;
}

/** Where branches go on that are no instances of their own: at the gateway where they come together, or behind the step. */
export function behindBranches(lowering: Lowering, instance: Instance): NodeId | undefined {
  const { step, frame, id, origin } = instance;
  const following = lowering.branches.continuation(frame, step);
  if (step.own?.isTail === true) {
    if (following !== undefined) lowering.passOver(following);
    return frame.after;
  }
  const next = following === undefined ? undefined : lowering.target(frame, following, id);
  const tree = step.own?.join;
  if (tree === undefined) return next;
  const join = lowering.freshId(`${id}/join`);
  const members = ownMembers(lowering, tree, "node");
  lowering.add({ id: join, kind: "gateway", origin });
  lowering.ownNodes.set(join, { at: tree, members });
  if (next !== undefined) lowering.flow(join, next, origin);
  return join;
}
