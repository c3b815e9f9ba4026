/** What a call activity calls can be begun by a call (BPMN 2.0.2, 10.5.2), and takes and gives the same data (10.3.6). */
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import { instantiates } from "../model/kinds.js";
import type { FlowNode, Level, Process } from "../model/model.js";
import { attribute, child, isBpmn, type XmlElement } from "../xml/element.js";
import { mismatch, type Shape, shapeOf } from "./data-shape.js";
import type { Scene } from "./scene.js";

/** Processes and global tasks by what they take and give: many activities may call the same one. */
type Shapes = Map<XmlElement, Shape>;

export function checkCalls(scene: Scene): void {
  const called = new Set<Process>();
  const shapes: Shapes = new Map();
  const visit = (level: Level): void => {
    for (const node of level.nodes) {
      if (node.content !== null) visit(node.content);
      const ref = attribute(node.element, "calledElement");
      if (ref === undefined) continue;
      const process = scene.model.processOf(ref);
      if (process !== undefined) called.add(process);
      const callee = process?.element ?? scene.model.resolve(ref);
      if (callee !== undefined) checkData(scene, node, callee, shapes);
    }
  };
  for (const process of scene.model.processes) visit(process.level);
  for (const process of called) checkStart(scene, process);
}

/** A token begins the called process, so one start has to need nothing else. */
function checkStart({ source, findings }: Scene, { id, element, level }: Process): void {
  const starts = level.nodes.filter((node) => node.type === "startEvent" || instantiates(node));
  const plain = starts.some((start) => start.type === "startEvent" && start.definitions.length === 0);
  if (starts.length === 0 || plain) return;
  findings.add(bpmn.report("called-process-start", source.originOf(element), { id }));
}

function checkData({ model, source, findings }: Scene, node: FlowNode, callee: XmlElement, shapes: Shapes): void {
  const given = child(node.element, "ioSpecification");
  const declared = child(callee, "ioSpecification");
  // Engines map data by extensions of their own instead, and many a process doesn't say what it takes.
  const extensions = child(node.element, "extensionElements")?.children ?? [];
  if (declared === undefined || (given === undefined && extensions.some((one) => !isBpmn(one)))) return;
  let wanted = shapes.get(callee);
  if (wanted === undefined) {
    wanted = shapeOf(model, declared);
    shapes.set(callee, wanted);
  }
  const problem = mismatch(shapeOf(model, given), wanted);
  if (problem === undefined) return;
  const args = { what: describe(node), callee: describe(callee), problem };
  findings.add(bpmn.report("call-data", source.originOf(given ?? node.element), args));
}
