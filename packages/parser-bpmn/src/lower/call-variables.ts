/**
 * What calls pass between the processes of a document, where a vendor says that it is everything, or names what comes back.
 * The graph has isolated variables: a call fills the inputs of its callee, and gets the outputs that the callee declares. So
 * once all processes are lowered, a caller that passes on everything gets an input for each input of its callee, and a callee
 * gets an output for each variable that a caller takes.
 */
import type { Binding, CallNode, Graph, GraphId, Node, Variable } from "@rb/ir";
import type { FlowNode, Level, Model } from "../model/model.js";
import { passesAll } from "../vendor/call.js";

/** Of a process that is called more often, or has more variables, only as much is passed on: no document grows as its square. */
const mostVariables = 200;

interface Call {
  readonly id: string;
  readonly caller: GraphId;
  readonly callee: GraphId;
  readonly all: { readonly in: boolean; readonly out: boolean };
  /** Members of what the callee gives that the call reads. */
  readonly takes: readonly string[];
}

/** Names by graph. */
type Names = Map<GraphId, Set<string>>;

const none: ReadonlySet<string> = new Set();

export function passVariables(model: Model, graphs: readonly Graph[]): readonly Graph[] {
  const calls = callsOf(model, graphs);
  if (calls.every(({ all, takes }) => !all.in && !all.out && takes.length === 0)) return graphs;
  const inputs: Names = new Map(graphs.map((graph) => [graph.id, externals(graph)]));
  spreadInputs(calls, inputs, graphs.length);
  const outputs: Names = new Map(graphs.map((graph) => [graph.id, new Set<string>()]));
  const own = new Map(graphs.map((graph) => [graph.id, assigned(graph)]));
  for (const { caller, callee, all, takes } of calls) {
    const given = outputs.get(callee);
    for (const name of takes) given?.add(name);
    if (!all.out) continue;
    for (const name of own.get(callee) ?? none) given?.add(name);
    if (all.in) for (const name of inputs.get(callee) ?? []) if (inputs.get(caller)?.has(name)) given?.add(name);
  }
  const filling = new Map<GraphId, Map<string, Call>>(graphs.map((graph) => [graph.id, new Map()]));
  for (const call of calls) if (call.all.in) filling.get(call.caller)?.set(call.id, call);
  return graphs.map((graph) => {
    const declared = withVariables(graph, inputs.get(graph.id) ?? none, outputs.get(graph.id) ?? none);
    return { ...declared, nodes: graph.nodes.map((node) => filled(node, filling.get(graph.id)?.get(node.id), inputs)) };
  });
}

function callsOf(model: Model, graphs: readonly Graph[]): readonly Call[] {
  const nodes = new Map(graphs.flatMap((graph) => graph.nodes.map((node) => [`${graph.id} ${node.id}`, node])));
  const found: Call[] = [];
  const visit = (level: Level): void => {
    for (const node of level.nodes) {
      if (node.content !== null) visit(node.content);
      const call = nodes.get(`${level.process.id} ${node.id}`);
      if (call?.kind === "call" && call.graph !== undefined)
        found.push(callOf(node, level.process.id, call, call.graph));
    }
  };
  for (const process of model.processes) visit(process.level);
  return found;
}

function callOf(node: FlowNode, caller: GraphId, call: CallNode, callee: GraphId): Call {
  const takes = (call.outputs ?? []).flatMap(({ from }) => ("result" in from ? from.result.slice(0, 1) : []));
  return { id: node.id, caller, callee, all: passesAll(node), takes };
}

function externals({ region }: Graph): Set<string> {
  return new Set((region.variables ?? []).filter(({ external }) => external).map(({ name }) => name));
}

/** A caller that passes on everything has to have it; so has its own caller, and so on. */
function spreadInputs(calls: readonly Call[], inputs: Names, rounds: number): void {
  const pairs = new Map(calls.filter(({ all }) => all.in).map((call) => [`${call.caller} ${call.callee}`, call]));
  for (let round = 0, grew = true; grew && round < Math.min(rounds, 32); round++) {
    grew = false;
    for (const { caller, callee } of pairs.values()) {
      const own = inputs.get(caller);
      for (const name of inputs.get(callee) ?? []) {
        if (own === undefined || own.has(name) || own.size >= mostVariables) continue;
        own.add(name);
        grew = true;
      }
    }
  }
}

/** The variables that something in a graph assigns by name. */
function assigned(graph: Graph): ReadonlySet<string> {
  const names = new Set<string>();
  for (const node of graph.nodes) {
    for (const { path } of "outputs" in node ? (node.outputs ?? []) : []) {
      if (path[0] !== undefined && names.size < mostVariables) names.add(path[0]);
    }
  }
  return names;
}

function withVariables(graph: Graph, inputs: ReadonlySet<string>, outputs: ReadonlySet<string>): Graph {
  const declared = new Set((graph.region.variables ?? []).map(({ name }) => name));
  const given = new Set((graph.outputs ?? []).map(({ path }) => path[0]));
  const variables: Variable[] = [...(graph.region.variables ?? [])];
  const declare = (name: string, variable: Variable): void => {
    if (declared.has(name)) return;
    declared.add(name);
    variables.push(variable);
  };
  for (const name of inputs) declare(name, { name, external: true });
  for (const name of outputs) declare(name, { name });
  const more = [...outputs].filter((name) => !given.has(name)).map(copied);
  return {
    ...graph,
    region: { ...graph.region, ...(variables.length === 0 ? {} : { variables }) },
    ...(more.length === 0 ? {} : { outputs: [...(graph.outputs ?? []), ...more] }),
  };
}

function filled(node: Node, call: Call | undefined, inputs: Names): Node {
  if (call === undefined || node.kind !== "call") return node;
  const own = new Set((node.inputs ?? []).map(({ path }) => path[0]));
  const names = [...(inputs.get(call.callee) ?? [])].slice(0, mostVariables).filter((name) => !own.has(name));
  return names.length === 0 ? node : { ...node, inputs: [...names.map(copied), ...(node.inputs ?? [])] };
}

function copied(name: string): Binding {
  return { path: [name], from: { variable: name } };
}
