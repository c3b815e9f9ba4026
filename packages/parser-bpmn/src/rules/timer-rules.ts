import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import type { Scene } from "./scene.js";

const values: ReadonlySet<string> = new Set(["timeDate", "timeDuration", "timeCycle"]);

/** A timer has one value (BPMN 2.0.2, 10.5.5). Whether that one can be read is seen when it is lowered. */
export function checkTimers({ source, findings }: Scene, node: FlowNode): void {
  for (const { type, element, at } of node.definitions) {
    if (type !== "timerEventDefinition") continue;
    if (element.children.filter((one) => values.has(one.type)).length < 2) continue;
    findings.add(bpmn.report("timer-values", source.originOf(at), { what: describe(node) }));
  }
}
