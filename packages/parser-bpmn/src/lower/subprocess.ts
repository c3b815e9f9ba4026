import type { Region, ScopeNode } from "@rb/ir";
import { isEventSubprocess } from "../model/kinds.js";
import type { FlowNode, Level } from "../model/model.js";
import { attribute, child, flag } from "../xml/element.js";
import { addActivity, surroundingsOf } from "./activity.js";
import { baseOf } from "./base.js";
import { guardOf } from "./expression.js";
import { lowerLevel } from "./level.js";
import type { Draft, Lowering, LowerNode } from "./lowering.js";
import { mappingOf } from "./mapping.js";

/** Embedded subprocesses and transactions; event subprocesses are handlers of the level that they lie on. */
export const lowerSubprocess: LowerNode = (lowering, node) => {
  if (isEventSubprocess(node)) return;
  const transaction = node.type === "transaction";
  addScope(lowering, node, transaction ? { transaction } : {});
};

/** What is inside may be done in any order, all at once or one by one, until the completion condition holds. */
export const lowerAdHocSubprocess: LowerNode = (lowering, node) => {
  const { element } = node;
  const completeWhen = guardOf(lowering, child(element, "completionCondition"));
  addScope(lowering, node, {
    ...(attribute(element, "ordering") === "Sequential" ? { limit: 1 } : {}),
    ...(completeWhen === undefined ? {} : { completeWhen }),
    ...(flag(element, "cancelRemainingInstances", true) ? {} : { rest: "drain" }),
  });
};

function addScope(lowering: Lowering, node: FlowNode, more: Partial<Region>): void {
  const scope: Draft<ScopeNode> = {
    kind: "scope",
    ...baseOf(lowering, node),
    ...mappingOf(lowering, node),
    region: { entries: [] },
    ...surroundingsOf(lowering, node),
  };
  // It stands before what it contains, as in the document.
  addActivity(lowering, node, scope);
  scope.region = { ...lowerLevel(lowering, node.content as Level), ...more };
}
