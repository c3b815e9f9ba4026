/** From a record to what people are told about it: one row for each type, those that say nothing to people included. */
import type { Id, JournalRecord, RecordOf, RecordType, Resolution } from "@rb/kernel";
import type { Scene } from "./scene.js";
import { pointerTo, shortened } from "./timeline-entry.js";
import { jobDecided, jobReviewed, jobSettled, jobStarted } from "./timeline-jobs.js";
import { atFrame, atJob, atToken, type Told, waiting } from "./timeline-place.js";
import { tokenCreated, tokenEnded, tokenMoved } from "./timeline-steps.js";
import type { Story } from "./timeline-story.js";
import { awaited, outcomeText } from "./timeline-words.js";

/** What is said about a record. */
type Teller<T extends RecordType> = (record: RecordOf<T>, scene: Scene, story: Story) => readonly Told[];

const silent = (): readonly Told[] => [];

const timelineTable: { readonly [T in RecordType]: Teller<T> } = {
  received,
  tokenCreated,
  tokenMoved,
  tokenJoined: silent,
  tokenEnded,
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
  activityFailed: ({ token, failure, retry }, scene, { failing }) => {
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
  jobReviewed,
  jobStarted,
  jobSettled,
  jobCancelled: ({ effect, started }, scene, story) => {
    if (!started) story.over(effect);
    return [
      atJob(effect, scene, {
        level: started ? "warning" : "info",
        eventType: "job.withdrawn",
        message: (name) => `${name}, ${started ? "after it had started" : "before it started"}`,
        data: { started },
      }),
    ];
  },
  waitOpened: ({ wait }, scene) => [waiting("wait.opened", `waiting for ${awaited(wait)}`, wait, scene)],
  waitFired: ({ wait: id, payload, assumed }, scene, story) => {
    const wait = scene.waits.get(id);
    if (wait === undefined) return [];
    const told = waiting(
      "wait.fired",
      `${awaited(wait)} ${assumed ? "is taken to have come" : "has come"}`,
      wait,
      scene,
    );
    const came = payload === null ? told : { ...told, result: pointerTo(payload, scene.point) };
    return [assumed ? by(story.actor(scene), came) : came];
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
  handlerFired: ({ owner, of, handler, interrupting }, scene, { failing }) => {
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
  choiceMade: ({ token, about, option, because }, scene, { ways }) => {
    const graph = scene.tokens.get(token)?.graph ?? scene.main;
    const chosen = about === "route" ? option.map((flow) => ways.name(graph, flow)) : option;
    return [
      atToken(token, scene, {
        eventType: "choice.made",
        message: (name) => `${name}: ${chosen.join(", ")}`,
        data: { about, option: [...option], because: [...because] },
      }),
    ];
  },
  entryPicked: ({ frame, node }, scene, story) => [
    by(
      story.actor(scene),
      atFrame(frame, scene, {
        eventType: "entry.picked",
        message: (name) => (node === null ? `${name} is declared complete` : `${name}: ${node}`),
      }),
    ),
  ],
  incidentOpened: ({ token, code, message }, scene) => [
    atToken(token, scene, {
      level: "error",
      eventType: "incident.opened",
      message: (name) => `${name}: ${message}`,
      data: { code },
    }),
  ],
  incidentResolved: ({ token, how }, scene, story) => [
    by(
      story.actor(scene),
      atToken(token, scene, {
        eventType: "incident.resolved",
        message: (name) => `${name}: ${resolutionText(how, token, scene, story)}`,
        data: { how: how.do },
      }),
    ),
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
  ignored: ({ why }, scene, story) => [
    by(story.actor(scene), { level: "warning", eventType: "input.ignored", message: why }),
  ],
};

/** What is said about a record. */
export function tell(record: JournalRecord, scene: Scene, story: Story): readonly Told[] {
  // The type comes from a file, and may be a name that every object knows.
  if (!Object.hasOwn(timelineTable, record.type)) throw new TypeError(`There are no records of type '${record.type}'.`);
  return (timelineTable[record.type] as Teller<RecordType>)(record, scene, story);
}

/** What somebody did carries who it was. */
function by(actor: string | null, told: Told): Told {
  return actor === null ? told : { ...told, actor };
}

function resolutionText(how: Resolution, token: Id, scene: Scene, { ways }: Story): string {
  switch (how.do) {
    case "retry":
      return "to be tried again";
    case "settle":
      return `taken as ${outcomeText(how.outcome)}`;
    case "choose": {
      const graph = scene.tokens.get(token)?.graph ?? scene.main;
      return `on by ${how.flows.map((flow) => ways.name(graph, flow)).join(", ")}`;
    }
  }
}

/** What came in, where what follows doesn't say it. */
function received(record: RecordOf<"received">, scene: Scene, story: Story): readonly Told[] {
  story.begin(record);
  const { input } = record;
  const actor = story.actor(scene);
  switch (input.type) {
    case "start":
      return [by(actor, { level: "info", eventType: "run.started", message: `Run ${input.run} starts.` })];
    case "delivered": {
      const message = `'${input.name}' is handed over`;
      return [by(actor, { level: "info", eventType: `${input.kind}.received`, message, data: { id: input.id } })];
    }
    case "cancelled": {
      const why = input.why === undefined ? "" : `: ${input.why}`;
      const eventType = input.frame === undefined ? "run.cancelling" : "instance.cancelling";
      return [by(actor, { level: "warning", eventType, message: `Somebody cancels${why}` })];
    }
    case "refused":
      return [{ level: "warning", eventType: "job.refused", effect: input.effect, message: input.why }];
    default:
      return [];
  }
}
