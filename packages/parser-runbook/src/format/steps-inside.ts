/** The lists of steps that belong to a step, or to steps together. */
import type { FlowRegion } from "./flow/model.js";
import type { Action, Block, Handler, Step } from "./model.js";

const none: readonly (readonly Step[])[] = [];

/** What has steps together. */
export interface Together extends Pick<Block, "steps" | "finally"> {
  readonly on?: readonly Handler[];
}

export function listsTogether({ steps, on = [], finally: last }: Together): readonly (readonly Step[])[] {
  return [steps, ...on.map((handler) => handler.steps), ...(last === undefined ? [] : [last])];
}

/** What is done when something happens to a step, or to undo it. */
export function listsBeside({ on = [], undo }: Step): readonly (readonly Step[])[] {
  return on.length === 0 && undo === undefined
    ? none
    : [...on.map((handler) => handler.steps), ...(undo === undefined ? [] : [undo])];
}

export function listsUnder(action: Action): readonly (readonly Step[])[] {
  switch (action.kind) {
    case "group":
      return listsTogether(action);
    case "forEach":
    case "until":
    case "while":
      return [action.steps];
    case "switch":
      return action.cases.map((one) => one.steps);
    case "parallel":
      return action.branches.map((branch) => branch.steps);
    case "race":
      return action.arms.map((arm) => arm.steps);
    case "flow":
      return listsInFlow(action.region);
    default:
      return none;
  }
}

/** The steps of a flow, and of those in it; each flow has a list, which may be empty. */
export function listsInFlow({ steps, inner }: FlowRegion): readonly (readonly Step[])[] {
  return [steps, ...inner.flatMap(listsInFlow)];
}

/** All lists that are inside of a step. */
export function listsInside(step: Step): readonly (readonly Step[])[] {
  return [...(step.action === undefined ? [] : listsUnder(step.action)), ...listsBeside(step)];
}
