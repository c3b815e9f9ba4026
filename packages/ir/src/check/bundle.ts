import { type GraphId, IR_VERSION } from "../graph.js";
import type { GraphIndex } from "../traverse.js";
import { irDiagnostics as ir } from "./rules.js";
import { type BundleScene, first, originOf } from "./scene.js";

/** What concerns the bundle as a whole: its version, which graph is run, equal ids, limits, routes between graphs. */
export function checkBundle(scene: BundleScene): void {
  const { bundle, graphs, add, hint, limits } = scene;
  const origin = originOf(bundle);
  if (bundle.version !== IR_VERSION) {
    add(ir.report("unsupported-version", origin, { version: bundle.version, supported: IR_VERSION }));
  }
  if (!graphs.has(bundle.main)) {
    add(ir.report("unknown-main", origin, { main: bundle.main, hint: hint(bundle.main, graphs.keys()) }));
  }
  let count = 0;
  for (const graph of bundle.graphs) {
    const same = graphs.get(graph.id)?.graph;
    if (same !== undefined && same !== graph) {
      add(ir.report("duplicate-graph", graph.origin, { id: graph.id }, first(same.origin)));
    }
    count += graph.nodes.length;
  }
  if (count > limits.maxNodes) add(ir.report("too-many-nodes", origin, { count, limit: limits.maxNodes }));
  for (const route of bundle.routes ?? []) {
    checkRouteEnd(scene, "from", route.from);
    checkRouteEnd(scene, "to", route.to);
  }
}

function checkRouteEnd(
  { bundle, graphs, add, hint }: BundleScene,
  end: "from" | "to",
  place: { readonly graph: GraphId; readonly node?: string },
): void {
  const index: GraphIndex | undefined = graphs.get(place.graph);
  if (index !== undefined && (place.node === undefined || index.places.has(place.node))) return;
  const near = index === undefined ? hint(place.graph, graphs.keys()) : hint(place.node ?? "", index.places.keys());
  add(
    ir.report("unknown-route-end", index?.graph.origin ?? originOf(bundle), {
      end,
      graph: place.graph,
      node: place.node ?? "(any)",
      hint: near,
    }),
  );
}
