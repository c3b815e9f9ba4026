/** The steps of a level: one for each spot that needs one, and ends where branches end. */
import type { Node, NodeId } from "@rb/ir";
import type { Level } from "../levels.js";
import { isPlainEnd } from "../passages.js";
import { endsSilently } from "../silent-end.js";
import { activityStep } from "./activities.js";
import type { Block, Branch } from "./blocks.js";
import { isCommandSequence } from "./command-sequence.js";
import type { Draft, OwnWords, StepDraft } from "./draft.js";
import { nodeFacts } from "./facts.js";
import { type Plan, planOf } from "./plan.js";
import { choiceStep, forkStep, loopStep } from "./splits.js";
import type { Spot, Way } from "./spots.js";

/** Where a way begins: in no branch, or in one. */
export type Place = Branch | undefined;

export class LevelSteps {
  readonly draft: Draft;
  readonly level: Level;
  readonly plan: Plan;
  private readonly isRoot: boolean;
  /** Scopes that jumps leave. */
  readonly left: ReadonlySet<NodeId>;
  /** Ends that are there already. */
  private readonly ends = new Map<string, string>();
  private readonly compensators: ReadonlySet<NodeId>;

  constructor(draft: Draft, level: Level, isRoot: boolean, left: ReadonlySet<NodeId>) {
    this.draft = draft;
    this.level = level;
    this.isRoot = isRoot;
    this.plan = planOf(level, draft.ids, left);
    this.left = left;
    this.compensators = new Set(this.plan.spots.compensators);
    const { culprit } = this.plan.blocks;
    if (culprit !== undefined) draft.culprits.push(culprit);
  }

  /** Writes the steps; the answer is those with which the region begins. */
  write(): readonly string[] {
    if (this.draft.culprits.length > 0) return [];
    const spots = this.inOrder();
    for (const spot of spots) {
      if (this.hasStep(spot)) this.draft.stepOf.set(spot.id, this.draft.identifiers.fresh(this.typeOf(spot), spot.id));
    }
    for (const spot of spots) if (this.hasStep(spot)) this.step(spot);
    return this.entries();
  }

  /** What lies in a scope. */
  inside(id: NodeId): LevelSteps {
    return this.stepsOf(this.level.inside.get(id) as Level);
  }

  /** What is further in. */
  stepsOf(level: Level): LevelSteps {
    return new LevelSteps(this.draft, level, false, this.left);
  }

  /** The step that a way leads to, from that place. */
  to(way: Way, place: Place): string {
    return this.toSpot(way.to, place, way);
  }

  toSpot(id: NodeId, place: Place, way?: Way): string {
    const { spots, blocks, merges, delayed } = this.plan;
    const node = spots.spots.get(id)?.node;
    if (node !== undefined && isPlainEnd(node)) return this.end(place, node);
    if (place !== undefined && place.block.closesAt === id && !isIn(blocks.branches.get(id), place)) {
      return this.branchEnd(place, way);
    }
    if (merges.has(id)) return this.merge(id);
    return this.draft.stepOf.get(delayed.get(id) ?? id) as string;
  }

  /** An end behind which nothing comes. In a branch that goes on behind its step, it has to say so. */
  end(place: Place, node?: Node): string {
    const key = JSON.stringify(["end", keyOf(place), node?.id ?? null]);
    const own: OwnWords = this.goesOn(place) ? { node: { kind: "end" } } : {};
    return this.known(key, () => this.draft.end(node?.id ?? `${this.wish(place)} end`, node?.name, own));
  }

  /** Whether ends are read as those of a branch behind whose step something follows. A choice whose branches all end is no such step. */
  private goesOn(place: Place): boolean {
    const { blocks, spots } = this.plan;
    let at = place;
    while (at !== undefined && at.block.closesAt === undefined && spots.spots.get(at.block.split)?.split === "choice") {
      at = blocks.branches.get(at.block.split);
    }
    return at?.block.closesAt !== undefined;
  }

  /** The end of a branch that goes on behind its step; a join counts each of them. */
  private branchEnd(place: Branch, way: Way | undefined): string {
    const joins = this.plan.spots.passages.joins(place.block.closesAt as NodeId);
    const of = joins && way !== undefined ? `${way.from} ${way.flow.id}` : null;
    const key = JSON.stringify(["branch", keyOf(place), of]);
    const { slot } = way?.flow ?? {};
    const own: OwnWords = slot === undefined ? {} : { slots: { out: slot } };
    return this.known(key, () => this.draft.end(`${this.wish(place)} done`, undefined, own));
  }

  /** A merge in front of a join is the end of a branch that several ways lead to. */
  private merge(id: NodeId): string {
    const { spots, blocks } = this.plan;
    const [way] = (spots.spots.get(id) as Spot).ways;
    return this.to(way as Way, blocks.branches.get(id));
  }

  private known(key: string, make: () => string): string {
    const known = this.ends.get(key) ?? make();
    this.ends.set(key, known);
    return known;
  }

  private wish(place: Place): string {
    return place === undefined ? (this.level.region.entries[0] ?? "") : `${place.block.split} ${place.way}`;
  }

  private hasStep({ id, node }: Spot): boolean {
    const { delayed, taken, merges, branchScopes } = this.plan;
    if (node !== undefined && isPlainEnd(node)) return false;
    if (delayed.has(id) || taken.has(id) || merges.has(id) || branchScopes.has(id)) return false;
    return !this.isSpreadOut(id);
  }

  /** A fork of entries whose branches all end is said by the scope itself. */
  private isSpreadOut(id: NodeId): boolean {
    const { spots, blocks } = this.plan;
    return !this.isRoot && id === spots.entries && blocks.blocks.get(id)?.closesAt === undefined;
  }

  private inOrder(): readonly Spot[] {
    const { spots } = this.plan.spots;
    const found = this.level.nodes.flatMap(({ id }) => spots.get(id) ?? []);
    return [...found, ...[...spots.values()].filter(({ node }) => node === undefined)];
  }

  private entries(): readonly string[] {
    const { spots, first, entries } = this.plan.spots;
    if (first === undefined) return [];
    if (entries === undefined || !this.isSpreadOut(entries)) return [this.toSpot(first, undefined)];
    const { ways } = spots.get(entries) as Spot;
    return ways.map((way, at) => this.to(way, this.branch(entries, at)));
  }

  /** The branch that a way of a block leads into. */
  branch(split: NodeId, way: number): Place {
    const block: Block | undefined = this.plan.blocks.blocks.get(split);
    const isBranch = block !== undefined && (block.body === undefined || block.body === way);
    return isBranch ? { block, way } : this.plan.blocks.branches.get(split);
  }

  private typeOf(spot: Spot): string {
    const { node, split, ways } = spot;
    switch (node?.kind) {
      case "start":
        return this.isRoot && this.isFirst(spot) ? "start" : "action";
      case "end":
        return "end";
      case "call":
        return "playbook-action";
      case "scope":
        return isCommandSequence(this, node) ? "action" : "parallel";
      case "action":
      case "gate":
      case "throw":
        return "action";
      default:
        if (split !== undefined) return this.typeOfSplit(spot);
        return ways.length > 0 || (node !== undefined && endsSilently(node, [])) ? "action" : "end";
    }
  }

  private typeOfSplit({ id, node, split, ways }: Spot): string {
    if (split === "fork") return "parallel";
    if (this.plan.blocks.blocks.get(id)?.body !== undefined) return "while-condition";
    if (node?.kind === "catch" || node?.routing?.take === "case") return "switch-condition";
    return ways.length < 3 ? "if-condition" : "switch-condition";
  }

  private isFirst({ id }: Spot): boolean {
    return id === this.plan.spots.first && (this.plan.spots.passages.incoming.get(id) ?? 0) === 0;
  }

  private step(spot: Spot): void {
    const { id, node, split } = spot;
    const { draft } = this;
    const type = this.typeOf(spot);
    const delay = this.plan.delays.get(id);
    const step: StepDraft = {
      type,
      ...(node?.name === undefined ? {} : { name: node.name }),
      ...(node?.description === undefined ? {} : { description: node.description }),
      ...(delay === undefined ? {} : { delay: delay.ms }),
      ...draft.authored(node?.meta?.author, stepMembers),
    };
    const own = this.fill(spot, type, step);
    draft.add(draft.stepOf.get(id) as string, step, own);
    if (delay !== undefined) draft.account.native();
    if (node === undefined) return;
    if (Object.keys(own).length === 0) draft.account.native();
    else draft.account.extended(whatIs(node, split !== undefined), node.origin);
  }

  private fill(spot: Spot, type: string, step: StepDraft): OwnWords {
    if (type === "end") return { node: nodeFacts(this, spot.node as Node) };
    if (spot.split === "fork") return forkStep(this, spot, step);
    if (spot.split === "choice")
      return type === "while-condition" ? loopStep(this, spot, step) : choiceStep(this, spot, type, step);
    return activityStep(this, spot, step, this.compensators.has(spot.id));
  }
}

/** Members of a step that the graph has no place for. */
const stepMembers = ["owner", "external_references"];

function isIn(branch: Place, place: Branch): boolean {
  return branch !== undefined && branch.block === place.block && branch.way === place.way;
}

function keyOf(place: Place): string {
  return place === undefined ? "" : `${place.block.split} ${place.way}`;
}

function whatIs({ kind }: Node, isSplit: boolean): string {
  if (kind === "gateway") return isSplit ? "How ways part and come together" : "What has to come together";
  const words: { readonly [kind: string]: string } = {
    start: "What starts a run",
    end: "What an end raises",
    catch: "What is waited for",
    throw: "What is raised",
    action: "What an executor is asked to do",
    gate: "Who has to approve what",
    scope: "What a part of the playbook has of its own",
    call: "What a call gives and takes",
  };
  return words[kind] ?? kind;
}
