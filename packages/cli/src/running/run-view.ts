/**
 * Turns the records of a run, one by one, into lines for people.
 *
 * Records name tokens, frames, jobs and waits by number; the view remembers what these stand for, and nothing that is over. Ids begin
 * anew in each world of a dry run, so a world is shown by a fork of the view as it was where the world branched off.
 */
import { type Graph, isUnknown, MANUAL, type Node, type Slot } from "@rb/ir";
import type { FrameKind, JobRequest, JournalRecord, RecordOf, WaitFacts } from "@rb/kernel";
import { wayTitle } from "../destination.js";
import { handlerLabel } from "../drawing/labels.js";
import { type BundleIndex, nodeTitle } from "./bundle-index.js";
import { jobLines } from "./job-text.js";

export type LineSign = "done" | "assumed" | "choice" | "failed" | "wait" | "inside" | "event";

export interface RunLine {
  readonly depth: number;
  readonly sign: LineSign;
  readonly title: string;
  /** What became of it, in a few words. */
  readonly note: string;
  /** What exactly it would have done. */
  readonly details: readonly string[];
  /** Whose step it is, where several processes run side by side. */
  readonly pool: Pool | null;
  /** The rounds that it is in, from 1 and outermost first, of loops whose rounds run side by side. */
  readonly rounds: readonly number[];
}

/** An instance of a process that nothing else contains. */
export interface Pool {
  readonly frame: number;
  readonly name: string;
}

interface TokenFacts {
  readonly frame: number;
  readonly node: Node;
}
interface Job {
  readonly token: number;
  readonly request: JobRequest;
}
interface FrameFacts {
  readonly graph: Graph["id"];
  readonly depth: number;
  readonly pool: Pool;
  readonly kind: FrameKind;
  readonly node: string | null;
  readonly rounds: readonly number[];
}

export class RunView {
  readonly #index: BundleIndex;
  readonly #tokens = new Map<number, TokenFacts>();
  readonly #frames = new Map<number, FrameFacts>();
  readonly #jobs = new Map<string, Job>();
  readonly #waits = new Map<number, WaitFacts>();
  /** Tokens whose loop has its rounds side by side. */
  readonly #parallel = new Set<number>();
  /** Why a token's next way is an assumption. */
  readonly #because = new Map<number, readonly string[]>();
  #pools = 0;
  /** `graph/node` of everything that a token has been at since the view was made. */
  readonly visited: Set<string> = new Set();

  constructor(index: BundleIndex) {
    this.#index = index;
  }

  fork(): RunView {
    const copy = new RunView(this.#index);
    for (const [id, token] of this.#tokens) copy.#tokens.set(id, token);
    for (const [id, frame] of this.#frames) copy.#frames.set(id, frame);
    for (const [id, job] of this.#jobs) copy.#jobs.set(id, job);
    for (const [id, wait] of this.#waits) copy.#waits.set(id, wait);
    for (const [id, because] of this.#because) copy.#because.set(id, because);
    for (const token of this.#parallel) copy.#parallel.add(token);
    copy.#pools = this.#pools;
    return copy;
  }

  /** Takes a record in, and gives what there is to show about it. */
  see(record: JournalRecord): RunLine | null {
    switch (record.type) {
      case "frameOpened":
        return this.#frameOpened(record);
      case "frameClosed":
        this.#frames.delete(record.frame);
        return null;
      case "tokenCreated":
        this.#place(record.token, record.frame, record.node);
        return record.via === null || record.from === null ? null : this.#taken(record.token, record.via, record.from);
      case "tokenMoved": {
        const line = this.#taken(record.token, record.flow, record.token);
        this.#place(record.token, this.#tokens.get(record.token)?.frame ?? 0, record.to);
        return line;
      }
      case "tokenEnded":
        this.#tokens.delete(record.token);
        this.#parallel.delete(record.token);
        this.#because.delete(record.token);
        return null;
      case "loopStarted":
        if (record.total !== null && record.limit !== 1) this.#parallel.add(record.token);
        else this.#parallel.delete(record.token);
        return null;
      case "choiceMade":
        this.#because.set(record.token, record.because);
        return null;
      case "jobStaged":
        this.#jobs.set(record.job.effect, { token: record.token, request: record.job });
        return null;
      case "jobDecided":
        return this.#decided(record);
      case "jobReviewed":
        return this.#reviewed(record);
      case "jobSettled":
        return this.#settled(record);
      case "activityFailed":
        return this.#activityFailed(record);
      case "waitOpened":
        this.#waits.set(record.wait.id, record.wait);
        return null;
      case "waitClosed":
        this.#waits.delete(record.wait);
        return null;
      case "waitFired":
        return this.#waitFired(record);
      case "handlerFired":
        return this.#handlerFired(record);
      case "raised":
        return record.token === null
          ? null
          : this.#lineAt(record.token, "event", `raises ${[record.what, record.name ?? ""].join(" ").trim()}`);
      case "incidentOpened":
        return this.#lineAt(record.token, "failed", `incident ${record.code}: ${record.message}`);
      default:
        return null;
    }
  }

  /** What a job that has started is called, for showing that it runs. */
  jobTitle(effect: string): string | null {
    const job = this.#jobs.get(effect)?.request;
    const node = job && this.#index.node(job.graph, job.node);
    return node === undefined ? null : nodeTitle(node);
  }

  #place(token: number, frame: number, id: string): void {
    const graph = this.#frames.get(frame)?.graph;
    const node = graph === undefined ? undefined : this.#index.node(graph, id);
    if (graph === undefined || node === undefined) return;
    this.#tokens.set(token, { frame, node });
    this.visited.add(`${graph}/${id}`);
  }

  #frameOpened(record: RecordOf<"frameOpened">): RunLine | null {
    const { frame, kind, owner, graph } = record;
    const outer = this.#frames.get(kind === "handler" ? (owner ?? -1) : (this.#tokens.get(owner ?? -1)?.frame ?? -1));
    const depth = outer === undefined ? 0 : outer.depth;
    const title = this.#frameTitle(record, outer);
    if (kind === "root") this.#pools += 1;
    const pool = outer?.pool ?? { frame, name: this.#index.graph(graph)?.graph.name ?? graph };
    const around = outer?.rounds ?? [];
    const isBeside = kind === "iteration" && this.#parallel.has(owner ?? -1);
    const rounds = isBeside ? [...around, (record.index ?? 0) + 1] : around;
    this.#frames.set(frame, {
      graph,
      depth: title === null ? depth : depth + 1,
      pool,
      kind,
      node: record.node ?? null,
      rounds,
    });
    if (title === null) return null;
    return { depth, sign: "inside", title, note: "", details: [], pool: this.#pool(frame), rounds: around };
  }

  /** Null for what is no level of its own to a reader: the run itself, and what lowering wrapped. */
  #frameTitle(record: RecordOf<"frameOpened">, outer: FrameFacts | undefined): string | null {
    const { kind, graph, node, handler, index, owner } = record;
    const found = node === undefined ? undefined : this.#index.node(graph, node);
    if (kind === "root") return this.#frames.size === 0 ? null : (this.#index.graph(graph)?.graph.name ?? graph);
    if (kind === "handler") return `because of ${handler ?? "an event"}`;
    const caller = this.#tokens.get(owner ?? -1)?.node;
    const named = kind === "call" ? caller : (found ?? caller);
    if (named === undefined || (named.origin.kind === "synthesized" && kind === "scope")) return null;
    // The round that it is has said so.
    if (kind === "scope" && outer?.kind === "iteration" && outer.node === node) return null;
    if (kind === "iteration") return `${nodeTitle(named)}, round ${(index ?? 0) + 1}`;
    return kind === "compensation" ? `undoing ${nodeTitle(named)}` : nodeTitle(named);
  }

  /** A way taken where there was a choice. */
  #taken(token: number, flowId: string, chooser: number): RunLine | null {
    const facts = this.#tokens.get(chooser) ?? this.#tokens.get(token);
    const graph = facts && this.#index.graph(this.#frames.get(facts.frame)?.graph ?? "");
    const flow = graph?.flows.get(flowId);
    const place = flow && graph?.places.get(flow.from);
    const from = place?.node;
    if (facts === undefined || graph === undefined || flow === undefined || from?.kind !== "gateway") return null;
    const ways = place?.outgoing ?? [];
    const chooses =
      from.routing?.take === "first" || from.routing?.take === "case" || ways.some(({ guard }) => guard !== undefined);
    if (ways.length < 2 || !chooses || from.origin.kind !== "source") return null;
    const because = this.#because.get(chooser);
    this.#because.delete(chooser);
    const note = `→ ${wayTitle(flow, from, (id) => graph.places.get(id)?.node)}`;
    const [reason, ...others] = because ?? [];
    const details =
      reason === undefined ? [] : [`assumed: ${reason}${others.length > 0 ? ` (and ${others.length} more)` : ""}`];
    return { ...this.#placeIn(facts.frame), sign: "choice", title: nodeTitle(from), note, details };
  }

  /** A failure is shown when the activity fails by it: it may yet be tried again. */
  #settled({ effect, outcome, late }: RecordOf<"jobSettled">): RunLine | null {
    const job = this.#jobs.get(effect);
    if (late || job === undefined || outcome.kind !== "ok") return null;
    this.#jobs.delete(effect);
    const { executor, kind } = job.request;
    // What people have decided was shown when they did.
    if (kind === "review") return null;
    const assumed = isUnknown(outcome.output);
    const result = assumed ? "assumed done" : `done${outputText(outcome.output)}`;
    return this.#line(
      job,
      assumed ? "assumed" : "done",
      `${executor === MANUAL ? "by a person" : executor}, ${result}`,
    );
  }

  /** A denial has been shown where it was made, and a scope only passes on what failed inside of it. */
  #activityFailed({ token, failure, retry }: RecordOf<"activityFailed">): RunLine | null {
    if (failure.code === "denied" || this.#tokens.get(token)?.node.kind === "scope") return null;
    const note = `failed (${failure.code}): ${failure.message}${retry ? "; will be tried again" : ""}`;
    const job = [...this.#jobs.values()].find((one) => one.token === token);
    if (job === undefined) return this.#lineAt(token, "failed", note);
    this.#jobs.delete(job.request.effect);
    return this.#line(job, "failed", note);
  }

  /** That something may be done goes without saying, unless the policy was what the author asked. */
  #decided({ effect, verdict, stage }: RecordOf<"jobDecided">): RunLine | null {
    const { decision, rule, reason } = verdict;
    const job = this.#jobs.get(effect)?.request;
    const node = job && this.#index.node(job.graph, job.node);
    const asked = node?.kind === "gate" && node.by === "policy";
    const policy = asked ? `policy ${node.policy ?? ""}`.trim() : "";
    if (decision === "deny")
      return this.#jobLine(effect, "failed", `${asked ? `${policy}: ` : ""}denied: ${reason ?? `rule ${rule}`}`);
    if (!asked || stage !== "permitted") return null;
    return rule === "dry-run"
      ? this.#jobLine(effect, "assumed", `${policy}: assumed allowed`)
      : this.#jobLine(effect, "done", `${policy}: allowed${reason === undefined ? ` by rule ${rule}` : `: ${reason}`}`);
  }

  #reviewed({ effect, approval, counts, why }: RecordOf<"jobReviewed">): RunLine | null {
    const verdict = approval.verdict === "approve" ? "approved" : "rejected";
    const assumed = approval.by.startsWith("dry-run:");
    const note = `${assumed ? `assumed ${verdict}` : `${verdict} by ${approval.by}`}${counts ? "" : `, which does not count: ${why ?? ""}`}`;
    return this.#jobLine(effect, assumed ? "assumed" : verdict === "approved" ? "done" : "failed", note);
  }

  #waitFired({ wait, assumed, payload }: RecordOf<"waitFired">): RunLine | null {
    const facts = this.#waits.get(wait);
    if (facts === undefined || facts.purpose !== "arm" || facts.token === undefined) return null;
    const what =
      facts.kind === "timer"
        ? "time passed"
        : [facts.kind, facts.name ?? "", "came"].filter((part) => part !== "").join(" ");
    const known = payload !== null && !isUnknown(payload);
    return this.#lineAt(facts.token, assumed && !known ? "assumed" : "wait", assumed ? `assumed that ${what}` : what);
  }

  #handlerFired({ owner, of, handler }: RecordOf<"handlerFired">): RunLine | null {
    const frame = of === "frame" ? owner : (this.#tokens.get(owner)?.frame ?? -1);
    const node = of === "token" ? this.#tokens.get(owner)?.node : undefined;
    const handlers = node !== undefined && "handlers" in node ? (node.handlers ?? []) : [];
    const found = handlers.find(({ id }) => id === handler);
    const title = found === undefined ? handler : handlerLabel(found);
    return {
      ...this.#placeIn(frame),
      sign: "event",
      title,
      note: node === undefined ? "" : `interrupts ${nodeTitle(node)}`,
      details: [],
    };
  }

  #jobLine(effect: string, sign: LineSign, note: string): RunLine | null {
    const job = this.#jobs.get(effect);
    return job === undefined ? null : this.#line(job, sign, note);
  }

  #line({ token, request }: Job, sign: LineSign, note: string): RunLine {
    const node = this.#index.node(request.graph, request.node);
    const title = node === undefined ? request.node : nodeTitle(node);
    // Where all that is asked for is the step's own name, it has been said.
    const details = jobLines(request).filter((line) => !line.endsWith(`: ${title}`));
    return { ...this.#placeIn(this.#tokens.get(token)?.frame ?? -1), sign, title, note, details };
  }

  #lineAt(token: number, sign: LineSign, note: string): RunLine | null {
    const facts = this.#tokens.get(token);
    if (facts === undefined) return null;
    return { ...this.#placeIn(facts.frame), sign, title: nodeTitle(facts.node), note, details: [] };
  }

  #placeIn(frame: number): Pick<RunLine, "depth" | "pool" | "rounds"> {
    const { depth = 0, rounds = [] } = this.#frames.get(frame) ?? {};
    return { depth, rounds, pool: this.#pool(frame) };
  }

  #pool(frame: number): Pool | null {
    return this.#pools > 1 ? (this.#frames.get(frame)?.pool ?? null) : null;
  }
}

function outputText(output: Slot): string {
  if (!("json" in output) || output.json === null) return "";
  const text = JSON.stringify(output.json);
  return `: ${text.length > 100 ? `${text.slice(0, 100)}…` : text}`;
}
