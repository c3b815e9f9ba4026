/** Everything that `rb show` tells about a run, gathered, and as JSON. */
import type { NodeKind } from "@rb/ir";
import { isoTime, type Moment, type RunSteps, type Step } from "@rb/store";
import { artifactsOf } from "../running/artifacts.js";
import { nodeTitle } from "../running/bundle-index.js";
import { tlpOf } from "../tlp.js";
import { incidentsJson } from "./incident-text.js";
import { incidentsOf } from "./incidents.js";
import { commandsFor } from "./lead-on.js";
import { nextCommands } from "./next-text.js";
import type { OpenRun } from "./open-run.js";
import { type Pending, pendingOf } from "./pending.js";
import type { Proof } from "./proof.js";

export interface ShownRun {
  readonly open: OpenRun;
  /** Nobody drives it, and it did not come to rest. Never of a run as it was at some moment. */
  readonly isInterrupted: boolean;
  /** The moment that was asked for. */
  readonly moment: Moment | null;
  readonly steps: RunSteps;
  /** Null for a run as it was at some moment: then only what is before that was read. */
  readonly proof: Proof | null;
  /** More happened after the moment that is shown. */
  readonly goesOn: boolean;
}

/** Where a token is. */
export interface Standing {
  readonly token: number;
  readonly graph: string;
  readonly node: string;
  readonly title: string;
}

export function standingOf({ state }: OpenRun): readonly Standing[] {
  return [...state.tokens.values()].map(({ id, node }) => ({
    token: id,
    graph: node.graph.id,
    node: node.id,
    title: nodeTitle(node.source),
  }));
}

const told: ReadonlySet<NodeKind> = new Set<NodeKind>(["action", "gate", "call", "scope", "catch"]);

/** Steps that an author would call one, and that are over. */
export function endedSteps({ steps }: RunSteps): readonly Step[] {
  return steps.filter(({ kind, endedAtMs }) => told.has(kind) && endedAtMs !== null);
}

/** As documented in docs/cli.md. */
export function shownJson(shown: ShownRun): object {
  const { open, isInterrupted, steps, proof, goesOn } = shown;
  const { run, header, program, state, index, holder } = open;
  const incidents = incidentsOf(state, index);
  const pending = pendingOf(program, state, index);
  const { limits: _, run_id: __, format: ___, ...facts } = header;
  const tlp = tlpOf(open.bundle);
  const artifacts = artifactsOf(open.bundle, state.outputs, false);
  return {
    version: 1,
    run,
    status: isInterrupted ? "interrupted" : state.status,
    ...facts,
    ...(tlp === undefined ? {} : { tlp }),
    at: { input: state.seq, time: isoTime(state.nowMs), goes_on: goesOn },
    driven_by: holder === null ? null : { pid: holder.pid, host: holder.host, since: holder.since },
    stands_at: standingOf(open),
    waiting: pending.map((one) => ({
      ...pendingJson(one),
      commands: goesOn ? [] : commandsFor(open, one, pending),
    })),
    incidents: incidentsJson(open, incidents, incidents),
    next: goesOn ? [] : nextCommands(open),
    steps: endedSteps(steps).map(stepJson),
    ...(state.failure === null ? {} : { failure: state.failure }),
    outputs: Object.fromEntries(state.outputs),
    ...(artifacts.length === 0 ? {} : { artifacts }),
    ...(proof === null ? {} : { proof }),
  };
}

function pendingJson(pending: Pending): object {
  if (pending.kind === "event") return { for: "event", title: pending.title, ...pending.wait };
  const { job, title } = pending;
  const asked = { for: pending.kind, title, ...job };
  if (pending.kind === "manual") return { ...asked, gives: pending.gives.names };
  if (pending.kind !== "approval") return asked;
  const { run: _, job: __, ...need } = pending.review;
  return { ...asked, ...need };
}

function stepJson({ graph, node, name, item, occurrence, status, beganAtMs, endedAtMs, failure, jobs }: Step): object {
  return {
    graph,
    node,
    title: name,
    ...(item === null ? {} : { item }),
    occurrence,
    status,
    began_at: isoTime(beganAtMs),
    ended_at: endedAtMs === null ? null : isoTime(endedAtMs),
    attempts: jobs.length,
    ...(failure === null ? {} : { failure }),
  };
}
