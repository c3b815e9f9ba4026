import { betsyConstraints } from "./bpmn/betsy/betsy-constraints.js";
import { betsyModels } from "./bpmn/betsy/betsy-models.js";
import { tokenSimulation } from "./bpmn/token-simulation/token-simulation.js";
import type { ConformanceSet } from "./conformance-set.js";

/** Every set that there is, in the order in which they are told. */
export const sets: readonly ConformanceSet[] = [betsyModels, betsyConstraints, tokenSimulation];
