import type { FlowRegion } from "../../format/flow/model.js";
import type { Step } from "../../format/model.js";
import { baseOf, type Core, finish, limitsOf } from "../activity.js";
import { atEndOf } from "../lower-block.js";
import { type Lowering, outputsInside } from "../lowering.js";
import type { Place } from "../place.js";

/** A step that does a flow. */
export function lowerFlowStep(lowering: Lowering, step: Step, region: FlowRegion, place: Place): Core {
  const given = outputsInside(lowering, step, atEndOf(lowering, [region.steps], place));
  return finish(lowering, step, place, () => ({
    kind: "scope",
    ...baseOf(lowering, step),
    ...limitsOf(lowering, step, place),
    ...given,
    region: lowering.lowerFlow(region, place),
  }));
}
