import { bpmn } from "../diagnostics.js";
import type { Level, Process } from "../model/model.js";
import { attribute } from "../xml/element.js";
import type { Scene } from "./scene.js";

/** A process that a call activity runs can be begun by a token, not only by an event. */
export function checkCalledProcesses({ model, source, findings }: Scene): void {
  const called = new Set<Process>();
  const visit = (level: Level): void => {
    for (const { element, content } of level.nodes) {
      const callee = model.processOf(attribute(element, "calledElement") ?? "");
      if (callee !== undefined) called.add(callee);
      if (content !== null) visit(content);
    }
  };
  for (const process of model.processes) visit(process.level);
  for (const { id, element, level } of called) {
    const starts = level.nodes.filter((node) => node.type === "startEvent");
    if (starts.length === 0 || starts.some((start) => start.definitions.length === 0)) continue;
    findings.add(bpmn.report("called-process-start", source.originOf(element), { id }));
  }
}
