/** Coming to steps, leaving them, and the ways between. */
import type { FlowId, Node } from "@rb/ir";
import type { Id, RecordOf, TokenAt } from "@rb/kernel";
import type { Scene, TokenPlace } from "./scene.js";
import { placed, type Told } from "./timeline-place.js";
import type { Story } from "./timeline-story.js";
import { wayText } from "./timeline-ways.js";

export function tokenCreated(record: RecordOf<"tokenCreated">, scene: Scene, story: Story): readonly Told[] {
  const origin = record.from === null ? undefined : scene.tokens.get(record.from);
  if (record.via === null && origin?.frame === record.frame && origin.node === record.node) return [];
  const frame = scene.frames.get(record.frame);
  if (frame === undefined) return [];
  const isSpawned = record.via !== null && record.from !== null && origin?.frame === record.frame;
  const way = isSpawned ? went(record.frame, record.via, record.from, "spawns", scene, story) : [];
  return [...way, ...entered(record, scene)];
}

export function tokenMoved(record: RecordOf<"tokenMoved">, scene: Scene, story: Story): readonly Told[] {
  const place = scene.tokens.get(record.token);
  if (place === undefined || !scene.frames.has(place.frame)) return [];
  return [
    ...left(record.token, place, scene, story.failing),
    ...went(place.frame, record.flow, record.token, "moves", scene, story),
    ...entered({ frame: place.frame, node: record.to }, scene),
  ];
}

export function tokenEnded(record: RecordOf<"tokenEnded">, scene: Scene, { failing }: Story): readonly Told[] {
  const place = scene.tokens.get(record.token);
  if (place === undefined) return [];
  if (record.how === "terminated" && !failing.has(record.token)) failing.set(record.token, "cancelled");
  return left(record.token, place, scene, failing);
}

/** Nodes that people would call steps; the others only lead from one to the next. */
function isStep(node: Node | undefined): boolean {
  return node !== undefined && node.kind !== "gateway" && node.kind !== "start" && node.kind !== "end";
}

function entered({ frame: id, node }: TokenAt, scene: Scene): readonly Told[] {
  const frame = scene.frames.get(id);
  if (frame === undefined || !isStep(scene.node(frame.graph, node))) return [];
  const item = frame.kind === "iteration" && frame.node === node ? `, number ${(frame.index ?? 0) + 1}` : "";
  const message = `${scene.name(frame.graph, node)}${item}`;
  return [{ ...placed(frame.graph, { frame: id, node }, scene), level: "info", eventType: "step.entered", message }];
}

function left(id: Id, place: TokenPlace, scene: Scene, failing: Map<Id, string>): readonly Told[] {
  const how = failing.get(id) ?? "completed";
  failing.delete(id);
  // That it failed has been said.
  if (how === "failed" || place.beside !== null || !isStep(scene.node(place.graph, place.node))) return [];
  const told = placed(place.graph, place, scene);
  const level = how === "completed" ? "info" : "warning";
  return [{ ...told, level, eventType: `step.${how}`, message: scene.name(place.graph, place.node) }];
}

function went(
  frame: Id,
  id: FlowId,
  token: Id,
  visit: "moves" | "spawns",
  scene: Scene,
  story: Story,
): readonly Told[] {
  const graph = scene.frames.get(frame)?.graph ?? "";
  const flow = story.ways.taken(graph, id, token, visit);
  if (flow === null) return [];
  const message = `${scene.name(graph, flow.from)}: ${wayText(flow)}, on to ${scene.name(graph, flow.to)}`;
  const data = { flow: flow.id, to: flow.to };
  return [
    { ...placed(graph, { frame, node: flow.from }, scene), level: "info", eventType: "decision.taken", message, data },
  ];
}
