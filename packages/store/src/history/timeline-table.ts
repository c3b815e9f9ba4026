/** From a record to what people are told about it: one row for each type, those that say nothing to people included. */
import { MANUAL, type Node } from "@rb/ir";
import type { Id, JournalRecord, RecordOf, RecordType } from "@rb/kernel";
import type { FramePlace, Scene, TokenPlace } from "./scene.js";
import { pointerTo, shortened } from "./timeline-entry.js";
import { atFrame, atJob, atToken, placed, type Told, waiting } from "./timeline-place.js";
import { awaited, outcomeText, verdictText } from "./timeline-words.js";

/** What is said about a record; `failing` has the tokens whose step has failed or was interrupted, and is about to be left. */
export type Teller<T extends RecordType> = (
  record: RecordOf<T>,
  scene: Scene,
  failing: Map<Id, string>,
) => readonly Told[];

const silent = (): readonly Told[] => [];

const timelineTable: { readonly [T in RecordType]: Teller<T> } = {
  received,
  tokenCreated: (record, scene) => {
    const origin = record.from === null ? undefined : scene.tokens.get(record.from);
    if (record.via === null && origin?.frame === record.frame && origin.node === record.node) return [];
    const frame = scene.frames.get(record.frame);
    return frame === undefined ? [] : entered(frame, record.node, scene);
  },
  tokenMoved: (record, scene, failing) => {
    const place = scene.tokens.get(record.token);
    const frame = place === undefined ? undefined : scene.frames.get(place.frame);
    if (place === undefined || frame === undefined) return [];
    return [...left(record.token, place, scene, failing), ...entered(frame, record.to, scene)];
  },
  tokenJoined: silent,
  tokenEnded: (record, scene, failing) => {
    const place = scene.tokens.get(record.token);
    if (place === undefined) return [];
    if (record.how === "terminated" && !failing.has(record.token)) failing.set(record.token, "cancelled");
    return left(record.token, place, scene, failing);
  },
  joinFired: silent,
  joinAbsorbed: silent,
  frameOpened: silent,
  frameClosed: silent,
  variablesSet: ({ set }, scene) => [
    {
      level: "info",
      eventType: "variables.set",
      message: shortened(set.map(([name]) => name).join(", ")),
      result: scene.point,
    },
  ],
  activityStarted: ({ token, attempt }, scene) =>
    attempt < 2
      ? []
      : [atToken(token, scene, { eventType: "step.retried", message: (name) => `${name}, attempt ${attempt}` })],
  activityCompleted: silent,
  activityFailed: ({ token, failure, retry }, scene, failing) => {
    if (!retry) failing.set(token, "failed");
    return [
      atToken(token, scene, {
        level: retry ? "warning" : "error",
        eventType: retry ? "step.attempt-failed" : "step.failed",
        message: (name) => `${name}: ${failure.message === "" ? failure.code : failure.message}`,
        data: { code: failure.code },
      }),
    ];
  },
  loopStarted: ({ token, total }, scene) => [
    atToken(token, scene, {
      eventType: "loop.started",
      message: (name) => (total === null ? `${name}, round by round` : `${name}, ${total} times`),
    }),
  ],
  loopAdvanced: ({ token, index, how }, scene) => [
    atToken(token, scene, {
      level: how === "completed" ? "info" : "warning",
      eventType: "loop.advanced",
      message: (name) => `${name}: number ${index + 1} ${how}`,
      data: { index, how },
    }),
  ],
  loopEnded: silent,
  jobStaged: ({ token, job }, scene) => [
    atToken(token, scene, {
      eventType: "job.requested",
      message: (name) => `${name}: ${job.kind === "review" ? "a review" : `executor ${job.executor}`}`,
      effect: job.effect,
      result: scene.point,
      data: { kind: job.kind, executor: job.executor, attempt: job.attempt, hash: job.hash },
    }),
  ],
  jobDecided,
  jobReviewed: ({ effect, approval, counts, why }, scene) => [
    {
      ...atJob(effect, scene, {
        level: counts && approval.verdict === "approve" ? "info" : "warning",
        eventType: counts
          ? approval.verdict === "approve"
            ? "approval.given"
            : "approval.rejected"
          : "approval.ignored",
        message: (name) =>
          `${approval.by} ${approval.verdict === "approve" ? "approves" : "rejects"} ${name}${counts ? "" : `, which does not count: ${why ?? ""}`}`,
        data: { verdict: approval.verdict, counts, hash: approval.hash },
      }),
      actor: approval.by,
    },
  ],
  jobStarted: ({ effect }, scene) => [dispatched(effect, scene)],
  jobSettled: ({ effect, outcome, late }, scene) => [
    {
      ...atJob(effect, scene, {
        level: outcome.kind === "ok" ? "info" : outcome.kind === "unknown" ? "error" : "warning",
        eventType: "job.settled",
        message: (name) => `${name}: ${outcomeText(outcome)}${late ? ", too late to matter" : ""}`,
        data: { outcome: outcome.kind, late },
      }),
      result: pointerTo(outcome.kind === "ok" ? outcome.output : null, scene.point),
    },
  ],
  jobCancelled: ({ effect, started }, scene) => [
    atJob(effect, scene, {
      level: started ? "warning" : "info",
      eventType: "job.withdrawn",
      message: (name) => `${name}, ${started ? "after it had started" : "before it started"}`,
      data: { started },
    }),
  ],
  waitOpened: ({ wait }, scene) => [waiting("wait.opened", `waiting for ${awaited(wait)}`, wait, scene)],
  waitFired: ({ wait: id, payload, assumed }, scene) => {
    const wait = scene.waits.get(id);
    if (wait === undefined) return [];
    const told = waiting(
      "wait.fired",
      `${awaited(wait)} has come${assumed ? ", or is taken to have" : ""}`,
      wait,
      scene,
    );
    return [payload === null ? told : { ...told, result: pointerTo(payload, scene.point) }];
  },
  conditionSeen: silent,
  waitClosed: silent,
  throwReached: silent,
  raised: ({ what, token, name, caughtBy }, scene) => {
    const thrown = name === undefined ? what : `${what} '${name}'`;
    const about = {
      level: what === "error" ? "warning" : "info",
      eventType: `${what}.raised`,
      message: (step: string) => `${step}: ${thrown}${caughtBy.length === 0 ? ", caught by nobody" : ""}`,
    } as const;
    return [token === null ? { ...about, message: thrown } : atToken(token, scene, about)];
  },
  handlerFired: ({ owner, of, handler, interrupting }, scene, failing) => {
    if (of === "token" && interrupting && !failing.has(owner)) failing.set(owner, "interrupted");
    const about = {
      eventType: "handler.fired",
      message: (name: string) => `${name}: ${handler}${interrupting ? ", interrupting" : ""}`,
      data: { handler, interrupting },
    };
    return [of === "token" ? atToken(owner, scene, about) : atFrame(owner, scene, about)];
  },
  messageBuffered: ({ id, name, payload }, scene) => [
    {
      level: "info",
      eventType: "message.kept",
      message: `'${name}', until somebody waits for it`,
      result: pointerTo(payload, scene.point),
      data: { id },
    },
  ],
  messageTaken: ({ id }) => [{ level: "info", eventType: "message.taken", message: "one that was kept", data: { id } }],
  compensationQueued: ({ token, of }, scene) => [
    atToken(token, scene, {
      level: "warning",
      eventType: "compensation.started",
      message: (name) => `${name}: undoing ${of === null ? "everything that has completed" : `'${of}'`}`,
    }),
  ],
  compensationNext: ({ token, node, expand }, scene) =>
    expand
      ? []
      : [
          atToken(token, scene, {
            level: "warning",
            eventType: "compensation.next",
            message: () => `undoing '${node}'`,
          }),
        ],
  compensationEnded: ({ token }, scene) => [
    atToken(token, scene, { eventType: "compensation.ended", message: (name) => name }),
  ],
  choiceMade: ({ token, about, option, because }, scene) => [
    atToken(token, scene, {
      eventType: "choice.made",
      message: (name) => `${name}: ${option.join(", ")}`,
      data: { about, option: [...option], because: [...because] },
    }),
  ],
  entryPicked: ({ frame, node }, scene) => [
    atFrame(frame, scene, {
      eventType: "entry.picked",
      message: (name) => (node === null ? `${name} is declared complete` : `${name}: ${node}`),
    }),
  ],
  incidentOpened: ({ token, code, message }, scene) => [
    atToken(token, scene, { level: "error", eventType: "incident.opened", message: () => message, data: { code } }),
  ],
  incidentResolved: ({ token, how }, scene) => [
    atToken(token, scene, {
      eventType: "incident.resolved",
      message: (name) => `${name}: ${how.do === "choose" ? `on by ${how.flows.join(", ")}` : how.do}`,
      data: { how: how.do },
    }),
  ],
  statusChanged: ({ status, failure, outputs }, scene) => [
    {
      level: status === "failed" ? "error" : status === "stuck" || status === "cancelled" ? "warning" : "info",
      eventType: `run.${status}`,
      message: failure === undefined ? `The run is ${status}.` : failure.message,
      ...(failure === undefined ? {} : { data: { code: failure.code } }),
      ...(outputs === undefined ? {} : { result: scene.point }),
    },
  ],
  ignored: ({ why }) => [{ level: "warning", eventType: "input.ignored", message: why }],
};

/** What is said about a record. */
export function tell(record: JournalRecord, scene: Scene, failing: Map<Id, string>): readonly Told[] {
  // The type comes from a file, and may be a name that every object knows.
  if (!Object.hasOwn(timelineTable, record.type)) throw new TypeError(`There are no records of type '${record.type}'.`);
  return (timelineTable[record.type] as Teller<RecordType>)(record, scene, failing);
}

// ---------------------------------------------------------------------------------------------------------------
// Inputs and decisions

/** What came in, where what follows doesn't say it. */
function received({ input }: RecordOf<"received">): readonly Told[] {
  switch (input.type) {
    case "start":
      return [{ level: "info", eventType: "run.started", message: `Run ${input.run} starts.` }];
    case "delivered": {
      const message = `'${input.name}' is handed over`;
      return [{ level: "info", eventType: `${input.kind}.received`, message, data: { id: input.id } }];
    }
    case "cancelled": {
      const why = input.why === undefined ? "" : `: ${input.why}`;
      const eventType = input.frame === undefined ? "run.cancelling" : "instance.cancelling";
      return [{ level: "warning", eventType, message: `Somebody cancels${why}` }];
    }
    case "refused":
      return [{ level: "warning", eventType: "job.refused", effect: input.effect, message: input.why }];
    default:
      return [];
  }
}

function jobDecided({ effect, verdict, stage }: RecordOf<"jobDecided">, scene: Scene): readonly Told[] {
  // With enough approvals, or under another policy, the decision point is asked once more; the verdict is then the old one.
  if (stage === "deciding" && verdict.decision !== "deny")
    return [atJob(effect, scene, { eventType: "decision.asked-again", message: (name) => name })];
  const decision = atJob(effect, scene, {
    level: verdict.decision === "deny" ? "warning" : "info",
    eventType: "decision.made",
    message: (name) => `${name}: ${verdictText(verdict)}`,
    data: { decision: verdict.decision, rule: verdict.rule, policy: verdict.policy },
  });
  if (stage === "started") return [decision, dispatched(effect, scene)];
  const asked = { eventType: "approval.requested", message: (name: string) => name };
  return stage === "reviewing" ? [decision, atJob(effect, scene, asked)] : [decision];
}

function dispatched(effect: string, scene: Scene): Told {
  const executor = scene.jobs.get(effect)?.job.executor ?? "";
  return atJob(effect, scene, {
    eventType: "job.dispatched",
    message: (name) => `${name}: ${executor === MANUAL ? "to a person" : `to executor ${executor}`}`,
  });
}

// ---------------------------------------------------------------------------------------------------------------
// Steps

/** Nodes that people would call steps; the others only lead from one to the next. */
function isStep(node: Node | undefined): boolean {
  return node !== undefined && node.kind !== "gateway" && node.kind !== "start" && node.kind !== "end";
}

function entered(frame: FramePlace, node: string, scene: Scene): readonly Told[] {
  if (!isStep(scene.node(frame.graph, node))) return [];
  const item = frame.kind === "iteration" && frame.node === node ? `, number ${(frame.index ?? 0) + 1}` : "";
  const message = `${scene.name(frame.graph, node)}${item}`;
  return [{ ...placed(frame.graph, node, scene), level: "info", eventType: "step.entered", message }];
}

function left(id: Id, place: TokenPlace, scene: Scene, failing: Map<Id, string>): readonly Told[] {
  const how = failing.get(id) ?? "completed";
  failing.delete(id);
  // That it failed has been said.
  if (how === "failed" || place.beside !== null || !isStep(scene.node(place.graph, place.node))) return [];
  const told = placed(place.graph, place.node, scene);
  const level = how === "completed" ? "info" : "warning";
  return [{ ...told, level, eventType: `step.${how}`, message: scene.name(place.graph, place.node) }];
}
