/** The words that others hear: messages, signals, escalations, and undoing what has been done. */
import type { Throw, Value } from "@rb/ir";
import type { EscalateAction, RollbackAction, SendAction, SignalAction, Step } from "../format/model.js";
import { baseOf, type Core, waysOut } from "./activity.js";
import type { Lowering } from "./lowering.js";
import type { Place } from "./place.js";

export function lowerThrow(
  lowering: Lowering,
  step: Step,
  action: SendAction | SignalAction | EscalateAction | RollbackAction,
  place: Place,
): Core {
  const throws = [thrownBy(lowering, step, action, place)];
  lowering.builder.add({ kind: "throw", ...baseOf(lowering, step), throws });
  return { entry: step.id, done: waysOut(lowering, step, step.id) };
}

function thrownBy(
  lowering: Lowering,
  step: Step,
  action: SendAction | SignalAction | EscalateAction | RollbackAction,
  place: Place,
): Throw {
  const { values } = lowering;
  if (action.kind === "rollback") {
    reportNothingToUndo(lowering, step, action, place);
    return { raise: "compensation", ...(action.of === undefined ? {} : { of: action.of.name }), wait: true };
  }
  const payload: { readonly payload?: Value } =
    action.data === undefined ? {} : { payload: values.value(action.data, place) };
  switch (action.kind) {
    case "send":
      return {
        raise: "message",
        name: values.value(action.message, place),
        ...(action.key === undefined ? {} : { key: values.value(action.key, place) }),
        ...payload,
      };
    case "signal":
      return { raise: "signal", name: values.value(action.name, place), ...payload };
    case "escalate":
      return { raise: "escalation", code: action.code, ...payload };
  }
}

/** What is undone is what stands beside the step: what it stands in, or what is called, keeps what it has done. */
function reportNothingToUndo({ log }: Lowering, step: Step, { of, node }: RollbackAction, place: Place): void {
  const list = place.lists.at(-1)?.plan;
  const beside = (place.undoes?.plan === list ? place.undoes?.steps : list?.steps) ?? [];
  const undoable = beside.filter((one) => one.undo !== undefined);
  if (of === undefined) {
    if (undoable.length === 0) log.say("nothing-to-undo", node, { id: step.id });
    return;
  }
  if (undoable.some((one) => one.id === of.name)) return;
  const isHere = beside.some((one) => one.id === of.name);
  const hint = log.suggest(
    of.name,
    undoable.map((one) => one.id),
  );
  if (isHere) log.say("no-undo", of.node, { name: of.name });
  else log.say("unknown-step", of.node, { name: of.name, hint });
}
