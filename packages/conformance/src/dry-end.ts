/** Whether a document runs dry to its end, in every way that a dry run finds. */
import type { Bundle, GraphId, Json } from "@rb/ir";
import { type Languages, run, type Status } from "@rb/kernel";
import type { Difference } from "./conformance-set.js";

/** Where nothing more happens; where else it stands still, an incident has to say why. */
const ends: ReadonlySet<Status> = new Set<Status>(["completed", "failed", "cancelled"]);

/** Runs a graph of the bundle dry. Nothing in the answer: all its ways come to an end. */
export async function notEnding(bundle: Bundle, main: GraphId, languages: Languages): Promise<readonly Difference[]> {
  const { status, incidents, waiting, worlds } = await run({ ...bundle, main }, { languages, keepRecords: false });
  const differences: Difference[] = [];
  for (const [way, { status: came, codes }] of [
    { status, codes: incidents.map(({ code }) => code) },
    ...worlds.map((world) => ({ status: world.status, codes: world.incidents.map(({ code }) => code) })),
  ].entries()) {
    if (ends.has(came) || codes.length > 0) continue;
    const actual: Json = { status: came, incidents: codes, waiting: way === 0 ? waiting.length : null };
    differences.push({ what: `way ${way} through ${main}`, expected: "an end, or an incident", actual });
  }
  return differences;
}
