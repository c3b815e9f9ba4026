import type { RunResult, World } from "@rb/kernel";
import { wayTitle } from "../destination.js";
import { triggerText } from "../drawing/labels.js";
import { type BundleIndex, nodeTitle } from "./bundle-index.js";
import { type RunLine, RunView } from "./run-view.js";

export interface WorldReport {
  readonly world: World;
  readonly title: string;
  readonly lines: readonly RunLine[];
}

/** The ways that a dry run explored besides the main line, each shown from where it branched off. */
export function worldReports(result: RunResult, index: BundleIndex, visited: Set<string>): readonly WorldReport[] {
  const children = new Map<number, World[]>();
  for (const world of result.worlds) {
    const siblings = children.get(world.parent);
    if (siblings === undefined) children.set(world.parent, [world]);
    else siblings.push(world);
  }
  const reports = new Map<number, WorldReport>();
  const walk = (id: number, records: RunResult["records"], view: RunView): readonly RunLine[] => {
    const branches = (children.get(id) ?? []).toSorted((a, b) => a.at - b.at);
    const lines: RunLine[] = [];
    let next = 0;
    const branchAt = (position: number): void => {
      for (let branch = branches[next]; branch !== undefined && branch.at <= position; branch = branches[++next]) {
        const inner = walk(branch.world, branch.records, view.fork());
        reports.set(branch.world, { world: branch, title: titleOf(branch, index), lines: inner });
      }
    };
    // A branch begins with the envelope that led to its choice, once more: what comes before has been shown, and the choice is its title.
    let shown = id === 0;
    let isTitle = !shown;
    for (const [position, record] of records.entries()) {
      branchAt(position);
      const line = view.see(record);
      if (record.type === "choiceMade") shown = true;
      if (line === null || !shown) continue;
      if (!isTitle || line.sign !== "choice") lines.push(line);
      isTitle = false;
    }
    branchAt(records.length);
    for (const place of view.visited) visited.add(place);
    return lines;
  };
  walk(0, result.records, new RunView(index));
  return result.worlds.map(({ world }) => reports.get(world)).filter((report) => report !== undefined);
}

/** `'Encrypted?' → on_false: Wipe it`. */
function titleOf({ choice }: World, index: BundleIndex): string {
  const node = index.node(choice.graph, choice.node);
  const ways = choice.option.map((id) => {
    const flow = index.flow(choice.graph, id);
    const arm = node?.kind === "catch" && flow === undefined ? node.arms[Number(id)] : undefined;
    if (arm !== undefined) return triggerText(arm.trigger);
    return flow === undefined || node === undefined ? id : wayTitle(flow, node, (to) => index.node(choice.graph, to));
  });
  return `'${node === undefined ? choice.node : nodeTitle(node)}' → ${ways.join(" and ") || "none of its ways"}`;
}
