/** Which spots of a level get a step of their own, and which are members of another: delays, timeouts, joins, the scopes of branches. */
import { isActivity, type NodeId } from "@rb/ir";
import type { Ids } from "../ids.js";
import type { Level } from "../levels.js";
import { isPlainEnd, multiplies } from "../passages.js";
import { type Blocks, type Branch, blocksOf } from "./blocks.js";
import { millisecondsOf } from "./durations.js";
import { hasOnly } from "./facts.js";
import { type Spot, type Spots, spotsOf, type Way } from "./spots.js";

export interface Plan {
  readonly spots: Spots;
  readonly blocks: Blocks;
  /** By the spot that is waited in front of: how long, and the catch that says so. */
  readonly delays: ReadonlyMap<NodeId, { readonly ms: number; readonly of: NodeId }>;
  /** What comes behind a catch that is a delay. */
  readonly delayed: ReadonlyMap<NodeId, NodeId>;
  /** Joins that are the end of a block, and merges in front of one. */
  readonly taken: ReadonlySet<NodeId>;
  readonly merges: ReadonlySet<NodeId>;
  /** Choices whose branches are instances of their own, as CACAO has it, with their scopes by way. */
  readonly scoped: ReadonlyMap<NodeId, ReadonlyMap<number, NodeId>>;
  /** The scopes among them. */
  readonly branchScopes: ReadonlySet<NodeId>;
}

export function planOf(level: Level, ids: Ids, left: ReadonlySet<NodeId>): Plan {
  const spots = spotsOf(level, ids);
  const planner = new Planner(level, spots, blocksOf(spots), left);
  return planner.plan();
}

class Planner {
  private readonly level: Level;
  private readonly spots: Spots;
  private readonly blocks: Blocks;
  private readonly left: ReadonlySet<NodeId>;
  private readonly incoming = new Map<NodeId, number>();
  private readonly closing: ReadonlySet<NodeId | undefined>;

  constructor(level: Level, spots: Spots, blocks: Blocks, left: ReadonlySet<NodeId>) {
    this.level = level;
    this.spots = spots;
    this.blocks = blocks;
    this.left = left;
    this.closing = new Set([...blocks.blocks.values()].map(({ closesAt }) => closesAt));
    const targets = [...spots.spots.values()].flatMap(({ ways }) => ways.map(({ to }) => to));
    // Where tokens begin is come to without a way.
    const begun = spots.first === undefined ? spots.compensators : [spots.first, ...spots.compensators];
    for (const id of [...targets, ...begun]) this.incoming.set(id, (this.incoming.get(id) ?? 0) + 1);
  }

  plan(): Plan {
    const all = [...this.spots.spots.values()];
    const taken = new Set(all.filter((spot) => this.isTaken(spot)).map(({ id }) => id));
    const merges = new Set(all.filter((spot) => this.isMerge(spot)).map(({ id }) => id));
    const scoped = new Map(all.flatMap((spot) => this.scopes(spot)));
    const branchScopes = new Set([...scoped.values()].flatMap((byWay) => [...byWay.values()]));
    const delays = new Map<NodeId, { ms: number; of: NodeId }>();
    for (const spot of all) {
      const ms = this.delayOf(spot);
      const [next] = spot.ways;
      if (ms === undefined || next === undefined) continue;
      if (!taken.has(next.to) && !merges.has(next.to) && !branchScopes.has(next.to))
        delays.set(next.to, { ms, of: spot.id });
    }
    const delayed = new Map([...delays].map(([id, { of }]) => [of, id]));
    return { spots: this.spots, blocks: this.blocks, delays, delayed, taken, merges, scoped, branchScopes };
  }

  /** A join that closes a block and goes on in one way is said by the block. */
  private isTaken({ id, split }: Spot): boolean {
    return split === undefined && this.closing.has(id) && this.spots.passages.joins(id);
  }

  /** A merge in front of a join; any other was a passage. */
  private isMerge({ id, node, split, ways: [way] }: Spot): boolean {
    if (node?.kind !== "gateway" || split !== undefined || way === undefined) return false;
    const { passages } = this.spots;
    return !multiplies(node) && node.join?.rule !== "count" && !passages.joins(id) && passages.joins(way.flow.to);
  }

  /** Milliseconds that a catch waits, where it is no more than a delay of what follows it. */
  private delayOf({ id, node, ways }: Spot): number | undefined {
    if (node?.kind !== "catch" || node.name !== undefined || !hasOnly(node, ["arms"])) return undefined;
    const [arm, ...others] = node.arms;
    const [way] = ways;
    if (arm === undefined || others.length > 0 || way === undefined || ways.length > 1) return undefined;
    const { trigger, port = "out", into = [] } = arm;
    if (port !== "out" || into.length > 0 || trigger.on !== "timer") return undefined;
    const { after, at, every } = trigger;
    if (after === undefined || at !== undefined || every !== undefined || !("json" in after)) return undefined;
    const next = this.spots.spots.get(way.to);
    if (next === undefined || this.incoming.get(way.to) !== 1 || !isDelayable(next)) return undefined;
    if (!isSameBranch(this.blocks.branches.get(id), this.blocks.branches.get(way.to))) return undefined;
    return typeof after.json === "number" ? millisecondsOf(after) : undefined;
  }

  /** The scopes of a choice each of whose branches is one. */
  private scopes({ id, split, ways, node }: Spot): readonly (readonly [NodeId, ReadonlyMap<number, NodeId>])[] {
    if (split !== "choice" || node?.kind !== "gateway") return [];
    const block = this.blocks.blocks.get(id);
    const scopes = new Map<number, NodeId>();
    for (const [at, way] of ways.entries()) {
      const target = this.spots.spots.get(way.to);
      if (block?.body !== undefined && at !== block.body) continue;
      if (target !== undefined && this.isBranchScope(target, block?.closesAt)) scopes.set(at, way.to);
      else if (way.flow.otherwise !== true || at !== ways.length - 1 || !this.isBehind(way, block?.closesAt)) return [];
    }
    if (scopes.size === 0 || (block?.closesAt !== undefined && this.spots.passages.joins(block.closesAt))) return [];
    return [[id, scopes]];
  }

  private isBehind({ to }: Way, closesAt: NodeId | undefined): boolean {
    const node = this.spots.spots.get(to)?.node;
    return closesAt === undefined ? node !== undefined && isPlainEnd(node) : to === closesAt;
  }

  /** A scope that has nothing of its own, goes on at the end of its block, and which no jump leaves. */
  private isBranchScope({ id, node, ways }: Spot, closesAt: NodeId | undefined): boolean {
    if (node?.kind !== "scope" || this.left.has(id) || !hasOnly(node, ["region"])) return false;
    if (node.name !== undefined || node.description !== undefined) return false;
    const inside = this.level.inside.get(id);
    if (inside === undefined || inside.region.entries.length !== 1 || inside.handlers.length > 0) return false;
    if (Object.keys(inside.region).length > 1 || this.incoming.get(id) !== 1) return false;
    const [way, ...others] = ways;
    if (way === undefined) return closesAt === undefined;
    return others.length === 0 && way.port === "out" && this.isBehind(way, closesAt);
  }
}

function isDelayable({ node, ways }: Spot): boolean {
  return node !== undefined && (isActivity(node) || (node.kind === "gateway" && ways.length > 0));
}

function isSameBranch(a: Branch | undefined, b: Branch | undefined): boolean {
  return a?.block === b?.block && a?.way === b?.way;
}
