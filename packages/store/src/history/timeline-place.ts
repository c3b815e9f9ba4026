/** What people are told, put where it happened: at a token's step, an instance's, a job's. */
import type { Json } from "@rb/ir";
import type { Id, WaitFacts } from "@rb/kernel";
import type { Scene } from "./scene.js";
import type { TimelineEntry } from "./timeline-entry.js";

/** An entry before it has its number, time and run. */
export type Told = Omit<TimelineEntry, "n" | "at" | "runId">;

/** What is to be said, wherever it was. */
export interface About {
  readonly level?: TimelineEntry["level"];
  readonly eventType: string;
  /** Given what people call the step. */
  readonly message: (name: string) => string;
  readonly effect?: string;
  readonly result?: NonNullable<TimelineEntry["result"]>;
  readonly data?: { readonly [name: string]: Json };
}

export function placed(graph: string, node: string, scene: Scene): Pick<Told, "stepId" | "graph"> {
  return graph === scene.main ? { stepId: node } : { stepId: node, graph };
}

function about(graph: string, node: string, scene: Scene, { level, message, ...rest }: About): Told {
  return { ...placed(graph, node, scene), level: level ?? "info", message: message(scene.name(graph, node)), ...rest };
}

export function atToken(token: Id, scene: Scene, what: About): Told {
  const place = scene.tokens.get(token);
  const { level, message, ...rest } = what;
  if (place === undefined) return { level: level ?? "info", message: message(`token ${token}`), ...rest };
  return about(place.graph, place.node, scene, what);
}

export function atFrame(frame: Id, scene: Scene, what: About): Told {
  const place = scene.frames.get(frame);
  if (place?.token !== null && place?.token !== undefined) return atToken(place.token, scene, what);
  const { level, message, ...rest } = what;
  return { level: level ?? "info", message: message(place?.graph ?? `instance ${frame}`), ...rest };
}

export function atJob(effect: string, scene: Scene, what: About): Told {
  const job = scene.jobs.get(effect)?.job;
  const { level, message, ...rest } = what;
  if (job === undefined) return { level: level ?? "info", message: message(effect), effect, ...rest };
  return { ...about(job.graph, job.node, scene, what), effect };
}

export function waiting(eventType: string, text: string, wait: WaitFacts, scene: Scene): Told {
  const what = {
    eventType,
    message: (name: string) => `${name}: ${text}`,
    data: { kind: wait.kind, purpose: wait.purpose },
  };
  return wait.token !== undefined ? atToken(wait.token, scene, what) : atFrame(wait.frame ?? 0, scene, what);
}
