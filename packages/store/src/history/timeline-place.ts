/** What people are told, put where it happened: at a token's step, an instance's, a job's. */
import type { Json } from "@rb/ir";
import { type Id, instanceName, type TokenAt, type WaitFacts } from "@rb/kernel";
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

/** A step in an instance. */
export function placed(
  graph: string,
  { frame, node }: TokenAt,
  scene: Scene,
): Pick<Told, "stepId" | "graph" | "instance"> {
  const instance = instanceName({ frame, node }, scene);
  return {
    stepId: node,
    ...(graph === scene.main ? {} : { graph }),
    ...(instance === node ? {} : { instance }),
  };
}

export function atToken(token: Id, scene: Scene, what: About): Told {
  const place = scene.tokens.get(token);
  const { level, message, ...rest } = what;
  if (place === undefined) return { level: level ?? "info", message: message(`token ${token}`), ...rest };
  return {
    ...placed(place.graph, place, scene),
    level: level ?? "info",
    message: message(scene.name(place.graph, place.node)),
    ...rest,
  };
}

export function atFrame(frame: Id, scene: Scene, what: About): Told {
  const place = scene.frames.get(frame);
  if (place?.token !== null && place?.token !== undefined) return atToken(place.token, scene, what);
  const { level, message, ...rest } = what;
  return { level: level ?? "info", message: message(place?.graph ?? `instance ${frame}`), ...rest };
}

export function atJob(effect: string, scene: Scene, what: About): Told {
  const { token, job } = scene.jobs.get(effect) ?? {};
  const { level, message, ...rest } = what;
  if (job === undefined || token === undefined)
    return { level: level ?? "info", message: message(effect), effect, ...rest };
  const at = { frame: scene.tokens.get(token)?.frame ?? -1, node: job.node };
  const name = scene.name(job.graph, job.node);
  return { ...placed(job.graph, at, scene), level: level ?? "info", message: message(name), ...rest, effect };
}

export function waiting(eventType: string, text: string, wait: WaitFacts, scene: Scene): Told {
  const what = {
    eventType,
    message: (name: string) => `${name}: ${text}`,
    data: { kind: wait.kind, purpose: wait.purpose },
  };
  return wait.token !== undefined ? atToken(wait.token, scene, what) : atFrame(wait.frame ?? 0, scene, what);
}
