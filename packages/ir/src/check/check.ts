/**
 * Structural checks: whether a bundle can be run at all, whatever format it came from. Pure, and linear in nodes and flows.
 * Expressions are not compiled here; the languages that they are in are the host's.
 */
import type { Diagnostic } from "../diagnostics.js";
import type { Bundle } from "../graph.js";
import { type DocumentLimits, documentLimits } from "../parse.js";
import { type GraphIndex, indexGraph } from "../traverse.js";
import { checkActivities } from "./activities.js";
import { checkBundle } from "./bundle.js";
import { checkEvents } from "./events.js";
import { checkFlows } from "./flows.js";
import { checkIds } from "./ids.js";
import { checkReachability } from "./reachability.js";
import { checkRecursion } from "./recursion.js";
import { irDiagnostics as ir } from "./rules.js";
import { type BundleScene, createHint, graphScene, originOf } from "./scene.js";

/** Levels of plain JSON: each of a document's levels may become a few in the graph. */
const maxLevels = 512;

/** Everything that is wrong with the structure of a bundle. A bundle with an error among it must not be run. */
export function check(bundle: Bundle, limits: Partial<DocumentLimits> = {}): Diagnostic[] {
  // Whatever looks at values, here or later, may recurse into them; this must not.
  if (isDeeperThan(bundle, maxLevels)) return [ir.report("value-too-deep", originOf(bundle), { limit: maxLevels })];
  const diagnostics: Diagnostic[] = [];
  const graphs = new Map<string, GraphIndex>();
  const indices = bundle.graphs.map((graph) => indexGraph(graph));
  for (const index of indices) if (!graphs.has(index.graph.id)) graphs.set(index.graph.id, index);
  const scene: BundleScene = {
    bundle,
    limits: { ...documentLimits, ...limits },
    graphs,
    add: (diagnostic) => void diagnostics.push(diagnostic),
    hint: createHint(),
  };
  checkBundle(scene);
  for (const index of indices) {
    const ofGraph = graphScene(scene, index);
    checkIds(ofGraph);
    checkFlows(ofGraph);
    checkEvents(ofGraph);
    checkActivities(ofGraph);
    checkReachability(ofGraph);
  }
  checkRecursion(scene);
  return diagnostics;
}

/** Goes no deeper than the limit itself, so that no nesting can exhaust the stack. Origins are flat and by far the most, so they are left out. */
function isDeeperThan(value: object, limit: number): boolean {
  if (limit < 0) return true;
  if (Array.isArray(value)) return value.some((item) => isObject(item) && isDeeperThan(item, limit - 1));
  for (const key in value) {
    const member = (value as { readonly [key: string]: unknown })[key];
    if (isObject(member) && key !== "origin" && isDeeperThan(member, limit - 1)) return true;
  }
  return false;
}

function isObject(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}
