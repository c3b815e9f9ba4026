/** A bundle as a runbook with flows, as plainly as can be: every value written out, every way with its id, all nodes in one list. */
import {
  type Bundle,
  type Flow,
  type Graph,
  type Guard,
  guardVocabulary,
  partVocabulary,
  regionVocabulary,
  type Vocabulary,
  valueVocabulary,
  withoutOrigins,
} from "@rb/ir";

type Members = { readonly [name: string]: unknown };

/** JSON, which is YAML. */
export function plainFlow(bundle: Bundle): string {
  const bare = withoutOrigins("bundle", bundle) as unknown as Bundle;
  const [main, ...others] = bare.graphs;
  const routes = bare.routes === undefined ? {} : { routes: bare.routes };
  const runbooks = others.length === 0 ? {} : { runbooks: others.map(runbook) };
  return JSON.stringify({ apiVersion: "rb/v1", kind: "Runbook", ...runbook(main as Graph), ...runbooks, ...routes });
}

function runbook(graph: Graph): object {
  const { id, name, description, version, region, nodes, flows, ...rest } = graph;
  const metadata = { id, title: name, description, version };
  const flow = nodes.map((node) => ({
    ...members(partVocabulary("node"), node as object as Members),
    then: flows.filter(({ from }) => from === node.id).map(wayOf),
  }));
  return {
    metadata,
    ...members(regionVocabulary, region as object as Members),
    flow,
    ...members(partVocabulary("graph"), rest),
  };
}

function wayOf(flow: Flow): object {
  const { from: _, guard, ...way } = members(partVocabulary("flow"), flow as object as Members);
  return { ...way, ...(guard === undefined ? {} : { when: guard }) };
}

function members(type: Vocabulary, value: Members): Members {
  const entries = Object.entries(value).map(([name, member]): [string, unknown] => {
    const known = type[name];
    if (known === undefined || known.is === "data" || known.is === "aside") return [name, member];
    const one = (part: unknown): unknown => written(known.type(), part as Members);
    if (name === "variables") return [name, variables(member as readonly Members[], known.type())];
    // The word for the body of a handler.
    return [name === "body" ? "region" : name, known.is === "list" ? (member as unknown[]).map(one) : one(member)];
  });
  return Object.fromEntries(entries);
}

function variables(list: readonly Members[], type: Vocabulary): Members {
  return Object.fromEntries(list.map(({ name, ...variable }) => [name, written(type, variable)]));
}

function written(type: Vocabulary, part: Members): unknown {
  if (type === valueVocabulary) return { $value: part };
  if (type !== guardVocabulary) return members(type, part);
  const guard = part as unknown as Guard;
  if ("json" in guard) return guard.json;
  return "expr" in guard ? guard.expr : guard;
}
