/** The picture of a document (BPMN 2.0.2, 12): one plane; several processes are pools, one below the other. */
import type { Point } from "@rb/ir";
import { type Arranged, arrange, type Place } from "./arrange.js";
import type { WrittenProcess } from "./write-process.js";
import { type Xml, xml } from "./xml.js";

/** A process, and the participant that stands for it where there are several. */
export interface Pool {
  readonly process: WrittenProcess;
  readonly participant: string | undefined;
}

const heading = 30;
const gap = 40;

export function diagramOf(pools: readonly Pool[], plane: string, id: string, place: Place): Xml {
  const content: Xml[] = [];
  let top = 0;
  for (const { process, participant } of pools) {
    const arranged = arrange(process.sheet, place);
    const corner = { x: participant === undefined ? 0 : heading, y: top };
    const height = arranged.height + gap;
    if (participant !== undefined) {
      const bounds = { x: 0, y: top, width: arranged.width + heading + gap, height };
      content.push(shape(participant, bounds, { isHorizontal: "true" }));
    }
    content.push(...picture(arranged, corner));
    top += height + gap;
  }
  const planes = [xml("bpmndi:BPMNPlane", { id: `${id}_plane`, bpmnElement: plane }, content)];
  return xml("bpmndi:BPMNDiagram", { id }, planes);
}

function picture({ shapes, lines }: Arranged, by: Point): readonly Xml[] {
  const figures = [...shapes].map(([id, { bounds, box }]) =>
    shape(
      id,
      { ...bounds, x: bounds.x + by.x, y: bounds.y + by.y },
      box.inside === undefined ? {} : { isExpanded: "true" },
    ),
  );
  const edges = [...lines].map(([id, points]) =>
    xml(
      "bpmndi:BPMNEdge",
      { id: `${id}_di`, bpmnElement: id },
      points.map(({ x, y }) => xml("di:waypoint", { x: String(x + by.x), y: String(y + by.y) })),
    ),
  );
  return [...figures, ...edges];
}

function shape(
  id: string,
  bounds: { readonly x: number; readonly y: number; readonly width: number; readonly height: number },
  attributes: Xml["attributes"],
): Xml {
  const { x, y, width, height } = bounds;
  return xml("bpmndi:BPMNShape", { id: `${id}_di`, bpmnElement: id, ...attributes }, [
    xml("dc:Bounds", { x: String(x), y: String(y), width: String(width), height: String(height) }),
  ]);
}
