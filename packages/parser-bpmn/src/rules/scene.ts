import type { Findings } from "../findings.js";
import type { Model } from "../model/model.js";
import type { Source } from "../xml/source.js";
import type { Tallies } from "./tally.js";

/** What a rule looks at, and where it says what it found. */
export interface Scene {
  readonly model: Model;
  readonly source: Source;
  readonly findings: Findings;
  /** For rules that drawings break everywhere. */
  readonly tallies: Tallies;
}
