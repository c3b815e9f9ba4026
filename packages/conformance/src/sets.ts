import { betsyConstraints } from "./bpmn/betsy/betsy-constraints.js";
import { betsyModels } from "./bpmn/betsy/betsy-models.js";
import { publishedModels } from "./bpmn/published-models.js";
import { tokenSimulation } from "./bpmn/token-simulation/token-simulation.js";
import { playbookSignatures } from "./cacao/playbook-signatures.js";
import { cacaoPlaybooks } from "./cacao/playbooks.js";
import { cacaoSignatures } from "./cacao/signatures.js";
import type { ConformanceSet } from "./conformance-set.js";
import { stixMatches } from "./stix/stix-matches.js";
import { stixPatterning } from "./stix/stix-patterning.js";
import { stixPatterns } from "./stix/stix-patterns.js";

/** Every set that there is, in the order in which they are told. */
export const sets: readonly ConformanceSet[] = [
  betsyModels,
  betsyConstraints,
  tokenSimulation,
  publishedModels("miwg-reference"),
  publishedModels("soar-workflows"),
  cacaoPlaybooks,
  cacaoSignatures(playbookSignatures),
  stixPatterns(stixPatterning),
  stixMatches(stixPatterning),
];
