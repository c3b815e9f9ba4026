/** What a run gives to keep: outputs whose type the document says, and what has become of each. */
import { type Bundle, type OutputType, outputTypes, type Slot } from "@rb/ir";

/**
 * `pending`: planned, or named by its path or address, and nothing has fetched it. `copied`: its content is kept outside of the run, under a
 * hash. `materialized`: the value itself is in the run's record.
 */
export type ArtifactStatus = "pending" | "copied" | "materialized";

export interface Artifact {
  readonly name: string;
  readonly type: OutputType;
  readonly status: ArtifactStatus;
}

/** In the order of the outputs. */
export function artifactsOf(
  bundle: Bundle,
  outputs: Iterable<readonly [name: string, slot: Slot]>,
  dry: boolean,
): readonly Artifact[] {
  const types = outputTypes(bundle.graphs.find(({ id }) => id === bundle.main)?.meta?.labels);
  return [...outputs].flatMap(([name, slot]): readonly Artifact[] => {
    const type = types.get(name);
    return type === undefined ? [] : [{ name, type, status: dry ? "pending" : statusOf(type, slot) }];
  });
}

function statusOf(type: OutputType, slot: Slot): ArtifactStatus {
  if ("pointer" in slot) return "copied";
  return type === "object" && "json" in slot ? "materialized" : "pending";
}

/** Outputs as lines: `report = "a.pdf"  (file, pending)`. */
export function outputLines(
  outputs: Iterable<readonly [name: string, slot: Slot]>,
  artifacts: readonly Artifact[],
  text: (slot: Slot) => string,
): readonly string[] {
  const byName = new Map(artifacts.map((artifact) => [artifact.name, artifact]));
  return [...outputs].map(([name, slot]) => {
    const artifact = byName.get(name);
    return `${name} = ${text(slot)}${artifact === undefined ? "" : `  (${artifact.type}, ${artifact.status})`}`;
  });
}
