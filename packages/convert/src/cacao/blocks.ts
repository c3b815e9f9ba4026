/**
 * Which splits of a level are blocks: all that they lead to comes together in one place, or ends.
 *
 * THEORY OF OPERATION. A walk begins at the entry and follows ways. It goes on at a spot only once every way to it has been followed within
 * the walk; else the spot stays *loose*. At a split each way is a walk of its own; what stays loose in several of them and is then complete
 * comes after the split. So a split is a block when each of its walks stays loose at the same spot and nowhere else. Ways back (found
 * beforehand, depth first) are never waited for; they stay loose until the walk that their spot belongs to is over.
 *
 * A choice that is no block is still right as steps that lead to each other, since only one way is taken. A fork that is none, and a join
 * that closes none, can't be said in CACAO.
 */
import type { Flow, NodeId } from "@rb/ir";
import { isPlainEnd } from "../passages.js";
import { Frontier, type Loose } from "./frontier.js";
import type { Spot, Spots, Way } from "./spots.js";
import { waysBack } from "./ways-back.js";

export interface Block {
  readonly split: NodeId;
  /** The first spot behind it; of a loop, its own split. Undefined where all branches end: of a choice, that is how it is drawn. */
  readonly closesAt: NodeId | undefined;
  /** Of a loop: which way leads into its body. */
  readonly body: number | undefined;
  /** Its branches lead to the join of a block around it, each by itself. */
  readonly isTail: boolean;
}

/** One way of a block. */
export interface Branch {
  readonly block: Block;
  readonly way: number;
}

export interface Blocks {
  readonly blocks: ReadonlyMap<NodeId, Block>;
  /** The innermost branch that a spot is in; none for what isn't in any. */
  readonly branches: ReadonlyMap<NodeId, Branch>;
  /** The first flow that keeps a fork or a join from being in a block. */
  readonly culprit: Culprit | undefined;
}

export interface Culprit {
  readonly flow: Flow;
  readonly why: string;
}

/** Splits lie in each other more deeply than can be followed. */
export class TooManySplits extends Error {}

const deepest = 800;
/** Blocks in each other at most: readers follow branches only so far. */
const deepestBlocks = 400;

export function blocksOf(spots: Spots): Blocks {
  const walk = new Walk(spots);
  if (spots.first !== undefined) walk.all(spots.first);
  return walk;
}

interface Walked {
  readonly frontier: Frontier;
  /** Its spots, as places in the order of the walk. */
  readonly from: number;
  readonly to: number;
}

class Walk implements Blocks {
  readonly blocks = new Map<NodeId, Block>();
  readonly branches = new Map<NodeId, Branch>();
  culprit: Blocks["culprit"];
  private readonly spots: Spots;
  private readonly back: ReadonlySet<Way>;
  /** From where ways lead back to a spot. */
  private readonly backTo = new Map<NodeId, NodeId[]>();
  /** Ways to a spot that have to be followed before it. */
  private readonly needed = new Map<NodeId, number>();
  private readonly total = new Map<NodeId, number>();
  private readonly order: NodeId[] = [];
  private readonly places = new Map<NodeId, number>();
  private readonly closing = new Set<NodeId>();
  /** How many blocks lie in each other, by the outermost. */
  private readonly heights = new Map<NodeId, number>();
  private depth = 0;

  constructor(spots: Spots) {
    this.spots = spots;
    this.back = waysBack(spots);
    for (const { ways } of spots.spots.values()) {
      for (const way of ways) {
        if (this.back.has(way)) this.noteBack(way);
        this.total.set(way.to, (this.total.get(way.to) ?? 0) + 1);
        if (!this.back.has(way)) this.needed.set(way.to, (this.needed.get(way.to) ?? 0) + 1);
      }
    }
  }

  private noteBack({ from, to }: Way): void {
    const known = this.backTo.get(to);
    if (known === undefined) this.backTo.set(to, [from]);
    else known.push(from);
  }

  all(first: NodeId): void {
    const frontier = this.walk(first);
    for (let next = this.complete(frontier); next !== undefined; next = this.complete(frontier)) {
      frontier.loose.delete(next);
      frontier.addAll(this.walk(next));
    }
  }

  private walk(first: NodeId): Frontier {
    if (++this.depth > deepest) throw new TooManySplits();
    const begin = this.order.length;
    const frontier = new Frontier();
    for (let id: NodeId | undefined = first; id !== undefined; ) id = this.pass(id, frontier);
    for (const id of frontier.loose.keys()) if ((this.places.get(id) ?? -1) >= begin) frontier.loose.delete(id);
    this.depth--;
    return frontier;
  }

  /** The spot that comes next, unless the walk can't go on. */
  private pass(id: NodeId, frontier: Frontier): NodeId | undefined {
    const spot = this.spots.spots.get(id) as Spot;
    this.places.set(id, this.order.length);
    this.order.push(id);
    const [way] = spot.ways;
    if (this.spots.passages.joins(id) && !this.closing.has(id)) {
      this.culprit ??= this.blamed(id, "it joins what no fork has split");
    }
    if (spot.split !== undefined) return this.split(spot, frontier);
    if (way === undefined) frontier.hasEnd = true;
    return way === undefined ? undefined : this.follow(way, frontier);
  }

  private follow(way: Way, frontier: Frontier): NodeId | undefined {
    const node = this.spots.spots.get(way.to)?.node;
    if (node !== undefined && isPlainEnd(node)) {
      frontier.hasEnd = true;
      return undefined;
    }
    if (!this.back.has(way) && this.needed.get(way.to) === 1) return way.to;
    frontier.add(way);
    return undefined;
  }

  private split(spot: Spot, frontier: Frontier): NodeId | undefined {
    const walked: Walked[] = [];
    for (const way of spot.ways) {
      const from = this.order.length;
      const branch = new Frontier();
      const next = this.follow(way, branch);
      if (next !== undefined) branch.addAll(this.walk(next));
      walked.push({ frontier: branch, from, to: this.order.length });
    }
    const all = new Frontier();
    for (const branch of walked) all.addAll(branch.frontier);
    if (spot.split === "fork") this.fork(spot, walked, all);
    else if (spot.split === "choice") this.choice(spot, walked, all);
    for (let next = this.complete(all); next !== undefined; next = this.complete(all)) {
      all.loose.delete(next);
      if (all.loose.size === 0) {
        frontier.hasEnd ||= all.hasEnd;
        return next;
      }
      all.addAll(this.walk(next));
    }
    frontier.addAll(all);
    return undefined;
  }

  private fork(spot: Spot, walked: readonly Walked[], { loose }: Frontier): void {
    const obstacle = this.obstacle(spot, walked, loose);
    const [first] = loose.values();
    const isTail = first !== undefined && !this.canClose(first);
    if (obstacle === undefined) this.close(spot, walked, { closesAt: first?.way.to, isTail });
    // Of ways of which only one is taken, steps that lead to each other say the same.
    else if (spot.isEither !== true) this.culprit ??= obstacle;
  }

  /** What keeps a fork from being a block. */
  private obstacle(spot: Spot, walked: readonly Walked[], loose: ReadonlyMap<NodeId, Loose>): Culprit | undefined {
    const [first, second] = [...loose.values()];
    if (first !== undefined && second !== undefined) {
      const foreign = this.wayInto(spot, [...loose.keys()], walked);
      if (foreign !== undefined) return { flow: foreign.flow, why: "it leads into a fork" };
      return { flow: second.way.flow, why: "branches of a fork lead to different places" };
    }
    if (first !== undefined && this.isWalked(first.way.to)) {
      return { flow: first.way.flow, why: "it leads back out of a fork" };
    }
    const entered = this.entered(walked);
    return entered === undefined ? undefined : this.blamed(entered, "it leads into a fork");
  }

  private choice(spot: Spot, walked: readonly Walked[], { loose }: Frontier): void {
    const body = this.bodyOf(spot, walked);
    const branches = walked.filter((_, way) => body === -1 || way === body);
    if (this.entered(branches) !== undefined) return;
    if (body !== -1) return this.close(spot, walked, { closesAt: spot.id, body });
    const [first, second] = [...loose.values()];
    if (first === undefined) return this.close(spot, walked, { closesAt: undefined });
    if (second !== undefined || this.isWalked(first.way.to) || !this.canClose(first)) return;
    const together = walked.every(({ frontier }) => !frontier.hasEnd && frontier.loose.size === 1);
    if (together || this.spots.passages.joins(first.way.to)) this.close(spot, walked, { closesAt: first.way.to });
  }

  /** The way of a two-way choice that leads nowhere but back to it. */
  private bodyOf({ id, node, ways }: Spot, walked: readonly Walked[]): number {
    if (node?.kind !== "gateway" || ways.length !== 2 || node.routing?.take !== "first") return -1;
    return walked.findIndex(({ frontier: { loose, hasEnd } }) => !hasEnd && loose.size === 1 && loose.has(id));
  }

  private isWalked(id: NodeId): boolean {
    return this.places.has(id);
  }

  /** A join has to have all of its ways from the block. */
  private canClose({ way, count }: Loose): boolean {
    return !this.spots.passages.joins(way.to) || count === this.total.get(way.to);
  }

  /** A way to one of these spots from outside of the branches. */
  private wayInto({ id }: Spot, targets: readonly NodeId[], walked: readonly Walked[]): Way | undefined {
    const wanted = new Set(targets);
    const inside = new Set(walked.flatMap(({ from, to }) => this.order.slice(from, to)));
    for (const { ways } of this.spots.spots.values()) {
      const way = ways.find(({ from, to }) => wanted.has(to) && !inside.has(from) && from !== id);
      if (way !== undefined && !this.spots.passages.joins(way.to)) return way;
    }
    return undefined;
  }

  /** A way back from outside of a branch into it. */
  private entered(walked: readonly Walked[]): NodeId | undefined {
    for (const { from, to } of walked) {
      const isInside = (id: NodeId): boolean => {
        const place = this.places.get(id);
        return place !== undefined && place >= from && place < to;
      };
      const found = this.order.slice(from, to).find((id) => !(this.backTo.get(id) ?? []).every(isInside));
      if (found !== undefined) return found;
    }
    return undefined;
  }

  private close(
    spot: Spot,
    walked: readonly Walked[],
    { closesAt, body, isTail = false }: Partial<Pick<Block, "body" | "isTail">> & Pick<Block, "closesAt">,
  ): void {
    const inside = walked.flatMap(({ from, to }) => this.order.slice(from, to));
    const height = 1 + inside.reduce((most, id) => Math.max(most, this.heights.get(id) ?? 0), 0);
    if (height > deepestBlocks && spot.split === "choice" && body === undefined) return;
    if (height > deepestBlocks) throw new TooManySplits();
    this.heights.set(spot.id, height);
    const block: Block = { split: spot.id, closesAt, body, isTail };
    this.blocks.set(spot.id, block);
    if (closesAt !== undefined && !isTail) this.closing.add(closesAt);
    for (const [way, { from, to }] of walked.entries()) {
      if (body !== undefined && way !== body) continue;
      for (const id of this.order.slice(from, to)) if (!this.branches.has(id)) this.branches.set(id, { block, way });
    }
  }

  private complete({ loose }: Frontier): NodeId | undefined {
    for (const [id, { count }] of loose) if (count === this.needed.get(id) && !this.isWalked(id)) return id;
    return undefined;
  }

  /** Ways back are to blame rather than those that they lead back to. */
  private blamed(id: NodeId, why: string): Culprit | undefined {
    const ways = [...this.spots.spots.values()].flatMap((spot) => spot.ways.filter(({ to }) => to === id));
    const way = ways.find((one) => this.back.has(one)) ?? ways[0];
    return way && { flow: way.flow, why };
  }
}
