/** The diagrams of a document as they are written, whatever the numbers (BPMN 2.0.2, 12.2 BPMN Diagram Interchange). */
import type { Bounds, Point } from "@rb/ir";
import type { FlowNode, Model } from "../model/model.js";
import { attribute, child, childrenOf, flag, type XmlElement } from "../xml/element.js";

const BPMNDI = "{http://www.omg.org/spec/BPMN/20100524/DI}";
const BOUNDS = "{http://www.omg.org/spec/DD/20100524/DC}Bounds";
const WAYPOINT = "{http://www.omg.org/spec/DD/20100524/DI}waypoint";

export interface Plane {
  /** The name of the diagram. */
  readonly name: string | undefined;
  /** The process, collaboration or subprocess that it shows; undefined when that isn't in the document. */
  readonly shows: XmlElement | undefined;
  /** By the element that they stand for. Those that stand for nothing are left out, and so is a second one for the same element. */
  readonly shapes: ReadonlyMap<XmlElement, DrawnShape>;
  readonly edges: ReadonlyMap<XmlElement, DrawnEdge>;
}

interface Drawn {
  /** The shape or edge itself. */
  readonly drawn: XmlElement;
  /** What it stands for. */
  readonly element: XmlElement;
  readonly label: Bounds | undefined;
}
export interface DrawnShape extends Drawn {
  readonly node: FlowNode | undefined;
  /** Not a number where none is written. */
  readonly bounds: Bounds;
  readonly isExpanded: boolean | undefined;
  readonly isHorizontal: boolean | undefined;
  readonly isMarkerVisible: boolean | undefined;
}
export interface DrawnEdge extends Drawn {
  readonly points: readonly Point[];
}

export function readPlanes(model: Model): readonly Plane[] {
  return childrenOf(model.definitions, `${BPMNDI}BPMNDiagram`).flatMap((diagram) =>
    childrenOf(diagram, `${BPMNDI}BPMNPlane`).map((plane) => readPlane(model, plane, attribute(diagram, "name"))),
  );
}

function readPlane(model: Model, plane: XmlElement, name: string | undefined): Plane {
  const shapes = new Map<XmlElement, DrawnShape>();
  const edges = new Map<XmlElement, DrawnEdge>();
  for (const drawn of plane.children) {
    const element = standsFor(model, drawn);
    if (element === undefined) continue;
    const label = child(drawn, `${BPMNDI}BPMNLabel`);
    const common = { drawn, element, label: label && boundsOf(label) };
    if (drawn.type === `${BPMNDI}BPMNShape` && !shapes.has(element)) {
      const bounds = boundsOf(drawn) ?? { x: Number.NaN, y: Number.NaN, width: Number.NaN, height: Number.NaN };
      shapes.set(element, {
        ...common,
        node: model.nodeOf(attribute(drawn, "bpmnElement") ?? ""),
        bounds,
        isExpanded: maybe(drawn, "isExpanded"),
        isHorizontal: maybe(drawn, "isHorizontal"),
        isMarkerVisible: maybe(drawn, "isMarkerVisible"),
      });
    }
    if (drawn.type === `${BPMNDI}BPMNEdge` && !edges.has(element)) {
      const points = childrenOf(drawn, WAYPOINT).map((point) => ({ x: number(point, "x"), y: number(point, "y") }));
      edges.set(element, { ...common, points });
    }
  }
  return { name, shows: standsFor(model, plane), shapes, edges };
}

function standsFor(model: Model, drawn: XmlElement): XmlElement | undefined {
  const reference = attribute(drawn, "bpmnElement");
  return reference === undefined ? undefined : model.resolve(reference);
}

function boundsOf(drawn: XmlElement): Bounds | undefined {
  const bounds = child(drawn, BOUNDS);
  if (bounds === undefined) return undefined;
  const { x, y } = { x: number(bounds, "x"), y: number(bounds, "y") };
  return { x, y, width: number(bounds, "width"), height: number(bounds, "height") };
}

function number(element: XmlElement, name: string): number {
  const text = attribute(element, name) ?? "";
  return /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
}

function maybe(element: XmlElement, name: string): boolean | undefined {
  return attribute(element, name) === undefined ? undefined : flag(element, name, false);
}
