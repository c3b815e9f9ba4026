/** What a live run may do by `rb`: what people do, and what was asked for by an option. */
import { type Bundle, type GraphId, MANUAL, type NodeId } from "@rb/ir";
import type { DecisionPoint, Executor } from "@rb/kernel";
import type { Arguments } from "../command.js";

/** Executors by name. */
export type Executors = { readonly [name: string]: Executor };

/** Those that `rb` brings along, each with the option that allows it. Without being asked, it runs none. */
export const onRequest: ReadonlyMap<string, { readonly option: string; readonly make: () => Promise<Executor> }> =
  new Map([
    [
      "script",
      {
        option: "allow-scripts",
        make: async () => (await import("@rb/executors")).scriptExecutor({ clock: Date.now }),
      },
    ],
  ]);

/** Those that the command line asks for. */
export async function executorsOf(args: Arguments): Promise<Executors> {
  const made = [...onRequest]
    .filter(([, { option }]) => args.flag(option))
    .map(async ([name, { make }]) => [name, await make()] as const);
  return Object.fromEntries(await Promise.all(made));
}

/**
 * People may act, and so may the executors that are there; everything else is refused before it is even asked for, as is what another policy
 * should decide.
 */
export function decisionPointFor(executors: Executors, bundle: Bundle): DecisionPoint {
  const policy = ["people", ...Object.keys(executors), "only"].join("-");
  const policyGates = new Map(
    bundle.graphs.flatMap(({ id, nodes }) =>
      nodes.flatMap((node) =>
        node.kind === "gate" && node.by === "policy" ? [[placeOf(id, node.id), node.policy ?? node.id] as const] : [],
      ),
    ),
  );
  return {
    policy: () => policy,
    decide: ({ job }) => {
      const asked = job.kind === "review" ? policyGates.get(placeOf(job.graph, job.node)) : undefined;
      if (asked !== undefined) {
        const reason = `the policy '${asked}' is not installed, so nobody could say that it allows this`;
        return { decision: "deny", rule: "no-policy", policy, reason };
      }
      if (job.executor === MANUAL || job.kind === "review") return { decision: "allow", rule: "people", policy };
      if (Object.hasOwn(executors, job.executor)) return { decision: "allow", rule: job.executor, policy };
      const option = onRequest.get(job.executor)?.option;
      const hint = option === undefined ? "" : `; --${option} allows it`;
      return {
        decision: "deny",
        rule: "no-executor",
        policy,
        reason: `no executor is installed for '${job.executor}', so nothing was done${hint}`,
      };
    },
  };
}

function placeOf(graph: GraphId, node: NodeId): string {
  return JSON.stringify([graph, node]);
}
