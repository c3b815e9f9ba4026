/** Incidents of a run, with what can be done about each. */
import type { Json, NodeKind } from "@rb/ir";
import type { State } from "@rb/kernel";
import { wayTitle } from "../destination.js";
import { type BundleIndex, nodeTitle } from "../running/bundle-index.js";
import type { Named } from "./find-step.js";

type Token = NonNullable<ReturnType<State["tokens"]["get"]>>;

export interface OpenIncident extends Named {
  readonly token: number;
  readonly graph: string;
  readonly node: string;
  readonly kind: NodeKind;
  readonly code: string;
  readonly message: string;
  readonly detail?: Json;
  /** The obligation whose outcome nobody knows; its executor was given this as idempotency key. */
  readonly effect?: string;
  readonly ways: readonly Way[];
  /** One instance of a loop: it has no way out of its own. */
  readonly isInstance: boolean;
}

/** A flow out of the node. */
export interface Way {
  readonly flow: string;
  readonly name?: string;
  readonly port: string;
  readonly title: string;
  readonly to: string;
}

export function incidentsOf(state: State, index: BundleIndex): readonly OpenIncident[] {
  return [...state.tokens.values()].flatMap((token) => {
    if (token.incident === null) return [];
    const { code, message, detail } = token.incident;
    const { node } = token;
    const title = nodeTitle(node.source);
    return {
      token: token.id,
      graph: node.graph.id,
      node: node.id,
      kind: node.source.kind,
      names: [node.id, String(token.id), `#${token.id}`],
      title,
      code,
      message,
      ...(detail === undefined ? {} : { detail }),
      // Its job has been settled, as unknown; effects are named by their tokens and numbers.
      ...(code === "unknown-outcome" ? { effect: `${state.run}.${token.id}.${token.staged}` } : {}),
      ways: waysOf(token, index),
      isInstance: token.frame.kind === "iteration" && token.frame.node === node,
    };
  });
}

function waysOf({ node }: Token, index: BundleIndex): readonly Way[] {
  return [...node.graph.flowById.values()].flatMap((flow) => {
    if (flow.from !== node) return [];
    const { name, port = "out" } = flow.source;
    const title = wayTitle(flow.source, node.source, (id) => index.node(node.graph.id, id));
    return { flow: flow.id, ...(name === undefined ? {} : { name }), port, title, to: flow.to.id };
  });
}

/** Where a step leads that is left out: the ways that are for that, else its ordinary ones. */
export function waysAround({ ways }: OpenIncident): readonly Way[] {
  const skipped = ways.filter(({ port }) => port === "skipped");
  return skipped.length > 0 ? skipped : ways.filter(({ port }) => port === "out");
}
