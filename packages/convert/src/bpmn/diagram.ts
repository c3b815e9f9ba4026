/** The picture of a document (BPMN 2.0.2, 12): one plane; several processes are pools, one below the other, with message flows between them. */
import type { Bounds, Point } from "@rb/ir";
import { type Arranged, arrange, moved, type Place } from "./arrange.js";
import type { Line } from "./sheet.js";
import type { WrittenProcess } from "./write-process.js";
import { type Xml, xml } from "./xml.js";

/** A process, and the participant that stands for it where there are several. */
export interface Pool {
  readonly process: WrittenProcess;
  readonly participant: string | undefined;
}

/** What a picture shows, and what it and its plane are called. */
export interface Shown {
  readonly id: string;
  readonly plane: string;
  readonly pools: readonly Pool[];
  /** From figures of one pool to those of another, or to the pool. */
  readonly messages: readonly Line[];
}

const heading = 30;
const gap = 40;

/** Where a figure is, and the pool around it. */
interface Spot {
  readonly bounds: Bounds;
  readonly pool: Bounds;
}

export function diagramOf({ id, plane, pools, messages }: Shown, place: Place): Xml {
  const arranged = pools.map(({ process }) => arrange(process.sheet, place));
  const width = Math.max(0, ...arranged.map((one) => one.width)) + heading + gap;
  const content: Xml[] = [];
  const spots = new Map<string, Spot>();
  let top = 0;
  for (const [at, { participant }] of pools.entries()) {
    const inside = arranged[at] as Arranged;
    const corner = { x: participant === undefined ? 0 : heading, y: top };
    const pool = { x: 0, y: top, width, height: inside.height + gap };
    if (participant !== undefined) {
      spots.set(participant, { bounds: pool, pool });
      content.push(shape(participant, pool, { isHorizontal: "true" }));
    }
    for (const [figure, { bounds }] of inside.shapes) spots.set(figure, { bounds: moved(bounds, corner), pool });
    content.push(...picture(inside, corner));
    top += pool.height + gap;
  }
  for (const [at, message] of messages.entries()) {
    const [from, to] = [spots.get(message.from), spots.get(message.to)];
    if (from !== undefined && to !== undefined) content.push(edge(message.id, acrossPools(from, to, at)));
  }
  const planes = [xml("bpmndi:BPMNPlane", { id: `${id}_plane`, bpmnElement: plane }, content)];
  return xml("bpmndi:BPMNDiagram", { id }, planes);
}

/** Out of the pool, along the gap beside it, and in again; neighbours in the list don't run on top of each other. */
function acrossPools({ bounds: from, pool }: Spot, to: Spot, at: number): readonly Point[] {
  const isDown = to.pool.y > pool.y;
  const lane = (gap / 5) * (1 + (at % 4));
  const start = { x: from.x + from.width / 2, y: isDown ? from.y + from.height : from.y };
  const end = {
    x: to.bounds === to.pool ? start.x : to.bounds.x + to.bounds.width / 2,
    y: isDown ? to.bounds.y : to.bounds.y + to.bounds.height,
  };
  if (start.x === end.x) return [start, end];
  const y = isDown ? pool.y + pool.height + lane : pool.y - lane;
  return [start, { x: start.x, y }, { x: end.x, y }, end];
}

function picture({ shapes, lines, labels }: Arranged, by: Point): readonly Xml[] {
  const figures = [...shapes].map(([id, { bounds, box }]) =>
    shape(id, moved(bounds, by), box.inside === undefined ? {} : { isExpanded: "true" }),
  );
  const edges = [...lines].map(([id, points]) =>
    edge(
      id,
      points.map((point) => moved(point, by)),
      labels.has(id) ? moved(labels.get(id) as Bounds, by) : undefined,
    ),
  );
  return [...figures, ...edges];
}

function shape(id: string, bounds: Bounds, attributes: Xml["attributes"]): Xml {
  return xml("bpmndi:BPMNShape", { id: `${id}_di`, bpmnElement: id, ...attributes }, [boundsOf(bounds)]);
}

function edge(id: string, points: readonly Point[], label?: Bounds): Xml {
  const waypoints = points.map(({ x, y }) => xml("di:waypoint", { x: String(x), y: String(y) }));
  const labels = label === undefined ? [] : [xml("bpmndi:BPMNLabel", {}, [boundsOf(label)])];
  return xml("bpmndi:BPMNEdge", { id: `${id}_di`, bpmnElement: id }, [...waypoints, ...labels]);
}

function boundsOf({ x, y, width, height }: Bounds): Xml {
  return xml("dc:Bounds", { x: String(x), y: String(y), width: String(width), height: String(height) });
}
