/**
 * Running again from a step: what the step depends on counts as done, with the results that it had; the step and everything after it is done
 * for real. What counts is what had succeeded when the run first came to the step, round by round in loops. With a newer definition, nodes that
 * mean something else there, or are new, are done for real as well, and so is everything that may come after them.
 */
import { type Bundle, type GraphId, type Node, planHash, suggest } from "@rb/ir";
import type { Input, JournalRecord } from "@rb/kernel";
import { StoreError } from "../store-error.js";
import { diffBundles, type GraphDiff, type GraphPart } from "./graph-diff.js";
import type { RecordPoint, Stretch } from "./history.js";
import { type Precedent, precedentOf } from "./precedent.js";
import { type NodeRef, reachableFrom } from "./reach.js";
import { nodeKey } from "./scene.js";
import type { Step } from "./step.js";
import { stepsOf } from "./steps.js";

/** A node, as people know it. */
export interface NamedNode extends NodeRef {
  readonly name: string;
}

/** A step of the earlier run whose result counts. */
export interface ReusedStep extends NamedNode {
  readonly occurrence: number;
  /** What of it counts. */
  readonly what: readonly ("outcome" | "approval" | "event" | "choice")[];
}

/** A node that had run, and will run again. */
export interface RepeatedNode extends NamedNode {
  /** How often it had. */
  readonly times: number;
  readonly because: "from" | "after" | "changed" | "after-change" | "unfinished";
}

/** What a rerun will do. */
export interface RerunPlan {
  readonly from: NamedNode;
  /** The bundle to run. */
  readonly bundle: Bundle;
  /** The starts that the earlier run was given before it came to the step; the first one's inputs are the new run's. */
  readonly starts: readonly Extract<Input, { type: "start" }>[];
  readonly reused: readonly ReusedStep[];
  readonly again: readonly RepeatedNode[];
  /** Between the definition that ran and the newer one; null without one. */
  readonly changes: GraphDiff | null;
  readonly notes: readonly string[];
  /** A stand-in for one new run. */
  readonly precedent: () => Precedent;
}

/** What to run again. */
export interface RerunRequest {
  readonly history: Iterable<Stretch>;
  /** A node, by its id or, where only one has it, its name. */
  readonly from: string;
  readonly newer?: Bundle;
}

/**
 * Plans a rerun.
 *
 * @throws StoreError `store/cannot-rerun` when the step isn't there, was never reached, or depends on one that did not succeed.
 */
export function planRerun({ history, from, newer }: RerunRequest): RerunPlan {
  const stretches = [...history].map((stretch) => ({ ...stretch, records: [...stretch.records] }));
  const old = stretches.at(-1)?.bundle;
  if (old === undefined) throw refusal("The run has no history.", "Start it anew.");
  const bundle = newer ?? old;
  const step = findNode(bundle, from);
  const all = stepsOf(stretches).steps;
  const past = stepsBefore(stretches, all, step);
  const changes = newer === undefined ? null : diffBundles(old, newer);
  const again = reachableFrom(bundle, changes === null ? [] : changedNodes(old, bundle, changes));
  const behind = reachableFrom(bundle, [step]);
  const counts = past.filter((one) => doesCount(one) && !again.has(nodeKey(one.graph, one.node)));
  return {
    from: step,
    bundle,
    starts: startsIn(stretches, past),
    reused: counts.flatMap(reusedOf),
    again: repeated(all, counts, reasonFor({ from: step, bundle, changes, again, behind })),
    changes,
    notes: notesOn(old, bundle, past, counts),
    precedent: () => precedentOf({ steps: counts, from: step, behind, again }),
  };
}

function refusal(message: string, help: string): StoreError {
  return new StoreError("store/cannot-rerun", message, help);
}

function findNode(bundle: Bundle, wanted: string): NamedNode {
  const all = bundle.graphs.flatMap((graph) => graph.nodes.map((node) => named(graph.id, node)));
  // An id of the main graph before the same one elsewhere: that is what people mean.
  const byId = all.filter(({ node }) => node === wanted);
  const [own] = byId.filter(({ graph }) => graph === bundle.main);
  const found = own !== undefined ? [own] : byId.length > 0 ? byId : all.filter(({ name }) => name === wanted);
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  if (only !== undefined) {
    const ids = found.map(({ graph, node }) => `'${node}' in '${graph}'`).join(", ");
    throw refusal(`More than one step is called '${wanted}': ${ids}.`, "Name it by an id that only one step has.");
  }
  const near = suggest(
    wanted,
    all.flatMap(({ node, name }) => [node, name]),
  );
  throw refusal(`There is no step '${wanted}'.`, near === undefined ? "Name it by its id." : `Did you mean '${near}'?`);
}

function named(graph: GraphId, node: Node): NamedNode {
  return { graph, node: node.id, name: node.name ?? node.id };
}

// ---------------------------------------------------------------------------------------------------------------

/** The steps before the first arrival at the node, as they stood then; that arrival is the last of them. */
function stepsBefore(stretches: readonly Materialized[], all: readonly Step[], from: NamedNode): readonly Step[] {
  const arrival = all.find(({ graph, node }) => graph === from.graph && node === from.node);
  if (arrival === undefined) {
    throw refusal(
      `The run never came to '${from.name}', so there is nothing before it to go on from.`,
      "Start it anew.",
    );
  }
  const past = stepsOf(cut(stretches, arrival.at)).steps;
  const last = past.at(-1) as Step;
  for (const step of dependenciesOf(past, last)) {
    if (step.status !== "failed" && step.status !== "cancelled") continue;
    const why = step.failure === null ? "it was cancelled" : `it failed with '${step.failure.code}'`;
    throw refusal(
      `'${from.name}' depends on '${step.name}', which did not succeed: ${why}.`,
      `Rerun from '${step.name}', or from a step before it.`,
    );
  }
  return past.slice(0, -1);
}

interface Materialized extends Stretch {
  readonly records: readonly JournalRecord[];
}

/** Everything up to and including a record. */
function* cut(stretches: readonly Materialized[], { seq, record }: RecordPoint): Generator<Stretch> {
  let [at, inside] = [0, 0];
  for (const stretch of stretches) {
    const end = stretch.records.findIndex((one) => {
      [at, inside] = one.type === "received" ? [one.seq, 0] : [at, inside + 1];
      return at === seq && inside === record;
    });
    if (end < 0) yield stretch;
    else return yield { ...stretch, records: stretch.records.slice(0, end + 1) };
  }
}

/** The activities that the last step comes after, by whatever way. Those that it is inside of are not over yet. */
function* dependenciesOf(past: readonly Step[], last: Step): Generator<Step> {
  const around = new Set<number>();
  for (let at = last.inside; at !== null; at = past[at]?.inside ?? null) around.add(at);
  const seen = new Set<number>([...around, ...last.after]);
  for (const index of seen) {
    const step = past[index];
    if (step === undefined) continue;
    for (const before of step.after) seen.add(before);
    const isActivity = step.kind === "action" || step.kind === "gate" || step.kind === "scope" || step.kind === "call";
    if (isActivity && !around.has(index)) yield step;
  }
}

function doesCount({ status }: Step): boolean {
  return status !== "failed" && status !== "cancelled";
}

function startsIn(stretches: readonly Materialized[], past: readonly Step[]): RerunPlan["starts"] {
  const until = past.at(-1)?.at.seq ?? 1;
  return stretches.flatMap(({ records }) =>
    records.flatMap((record) =>
      record.type === "received" && record.seq <= until && record.input.type === "start" ? record.input : [],
    ),
  );
}

/** Where a newer definition begins to mean something else. Another name alone is no other meaning. */
function changedNodes(old: Bundle, newer: Bundle, { added, gone, changed }: GraphDiff): readonly NodeRef[] {
  const differs = changed.filter(({ members }) => members.some((member) => member !== "name"));
  const nodes = [...added, ...differs].filter(({ what }) => what === "node");
  const flows = [...added, ...differs].filter(({ what }) => what === "flow");
  return [
    ...nodes.map(({ graph, id }) => ({ graph, node: id })),
    ...targetsOf(newer, flows),
    ...targetsOf(
      old,
      gone.filter(({ what }) => what === "flow"),
    ),
  ];
}

function targetsOf(bundle: Bundle, flows: readonly GraphPart[]): readonly NodeRef[] {
  const wanted = new Set(flows.map(({ graph, id }) => nodeKey(graph, id)));
  return bundle.graphs.flatMap((graph) =>
    graph.flows.flatMap(({ id, to }) => (wanted.has(nodeKey(graph.id, id)) ? { graph: graph.id, node: to } : [])),
  );
}

// ---------------------------------------------------------------------------------------------------------------

function reusedOf(step: Step): readonly ReusedStep[] {
  const { graph, node, name, occurrence, jobs, events, choices } = step;
  const isOk = jobs.some(
    ({ job, outcome, settledAs }) => job.kind !== "review" && (settledAs ?? outcome)?.kind === "ok",
  );
  const isApproved = jobs.some(({ job, approvals }) => job.kind === "review" && approvals.some(({ counts }) => counts));
  const what = [
    ...(isOk ? (["outcome"] as const) : []),
    ...(isApproved ? (["approval"] as const) : []),
    ...(events.some(({ fromInside, kind }) => !fromInside && kind !== "condition") ? (["event"] as const) : []),
    ...(choices.length > 0 ? (["choice"] as const) : []),
  ];
  return what.length === 0 ? [] : [{ graph, node, name, occurrence, what }];
}

/** Nodes at which something was done that does not count. */
function repeated(
  all: readonly Step[],
  counts: readonly Step[],
  reason: (step: Step) => RepeatedNode["because"] | null,
): readonly RepeatedNode[] {
  const kept = new Set(counts.map(({ index }) => index));
  const found = new Map<string, RepeatedNode>();
  for (const step of all) {
    const { graph, node, name } = step;
    if (kept.has(step.index) || !step.jobs.some(({ startedAtMs, outcome }) => startedAtMs !== null || outcome !== null))
      continue;
    const because = reason(step);
    if (because === null) continue;
    const times = (found.get(nodeKey(graph, node))?.times ?? 0) + 1;
    found.set(nodeKey(graph, node), { graph, node, name, times, because });
  }
  return [...found.values()];
}

interface Reasons {
  readonly from: NamedNode;
  readonly bundle: Bundle;
  readonly changes: GraphDiff | null;
  readonly again: ReadonlySet<string>;
  readonly behind: ReadonlySet<string>;
}

/** Null for a node that the newer definition doesn't have. */
function reasonFor({ from, bundle, changes, again, behind }: Reasons): (step: Step) => RepeatedNode["because"] | null {
  const there = new Set(bundle.graphs.flatMap((graph) => graph.nodes.map((node) => nodeKey(graph.id, node.id))));
  const changed = new Set((changes?.changed ?? []).map(({ what, graph, id }) => `${what} ${nodeKey(graph, id)}`));
  return ({ graph, node }) => {
    const key = nodeKey(graph, node);
    if (!there.has(key)) return null;
    if (key === nodeKey(from.graph, from.node)) return "from";
    if (again.has(key)) return changed.has(`node ${key}`) ? "changed" : "after-change";
    return behind.has(key) ? "after" : "unfinished";
  };
}

function notesOn(old: Bundle, bundle: Bundle, past: readonly Step[], counts: readonly Step[]): readonly string[] {
  const approved = counts.filter(({ jobs }) =>
    jobs.some(({ job, approvals }) => job.kind === "review" && approvals.length > 0),
  );
  const isOther = approved.length > 0 && planHash(old) !== planHash(bundle);
  const names = (steps: readonly Step[]) => [...new Set(steps.map(({ name }) => `'${name}'`))].join(", ");
  const open = past.filter(
    ({ status, jobs }) => jobs.length > 0 && (status === "running" || status === "waiting" || status === "stuck"),
  );
  return [
    ...(isOther ? [`People are asked again about ${names(approved)}: what they said was about the old plan.`] : []),
    ...(open.length > 0 ? [`Not finished when the run came to the step, and so done for real: ${names(open)}.`] : []),
  ];
}
