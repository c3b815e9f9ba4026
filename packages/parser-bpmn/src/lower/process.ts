import type { Diagnostic, Graph, Variable } from "@rb/ir";
import type { FlowNode, Model, Process } from "../model/model.js";
import { nameOf } from "../model/name.js";
import { child } from "../xml/element.js";
import type { Source } from "../xml/source.js";
import { authorOf } from "./author.js";
import { interfaceOf } from "./data.js";
import { elements } from "./elements.js";
import { lowerLevel } from "./level.js";
import type { Lowering, Placement } from "./lowering.js";
import { inOwnWords } from "./own-words.js";

export interface LoweredProcess {
  readonly graph: Graph;
  readonly placements: ReadonlyMap<FlowNode, Placement>;
  /** Those that its expressions are in, by name. */
  readonly languages: ReadonlySet<string>;
}

export function lowerProcess(
  model: Model,
  source: Source,
  process: Process,
  report: (...diagnostics: readonly Diagnostic[]) => void,
): LoweredProcess {
  const lowering: Lowering = {
    model,
    source,
    process,
    nodes: [],
    flows: [],
    placements: new Map(),
    choices: new Map(),
    variables: {
      read: new Set(),
      declared: new Set(["result"]),
      scripts: new Map(),
      added: new Map(),
      asked: new Map(),
    },
    languages: new Set(),
    originOf: source.originOf,
    report,
    lowerNode: (node) => {
      const row = elements.get(node.type);
      if (row?.as === "node") row.lower(lowering, node);
    },
  };
  const { element } = process;
  const region = lowerLevel(lowering, process.level);
  const given = interfaceOf(lowering, element);
  const own = (region.variables ?? []).map((variable) => ({ ...variable, external: true }));
  const { added } = lowering.variables;
  const variables = unique([...given.variables, ...own, ...added.values(), ...undeclared(lowering)]);
  const name = nameOf(element) ?? nameOf(process.participant ?? element);
  const description = child(element, "documentation")?.text.trim();
  const author = authorOf(element);
  const graph: Graph = {
    id: process.id,
    ...(name === undefined ? {} : { name }),
    ...(description === undefined || description === "" ? {} : { description }),
    region: { ...region, ...(variables.length === 0 ? {} : { variables }) },
    nodes: lowering.nodes,
    flows: lowering.flows,
    ...(given.outputs.length === 0 ? {} : { outputs: given.outputs }),
    origin: source.originOf(element),
    ...(author === undefined ? {} : { meta: { author } }),
  };
  return { graph: inOwnWords(lowering, graph), placements: lowering.placements, languages: lowering.languages };
}

/** A data object often has the name of the input that fills it; they are one variable then. */
function unique(variables: readonly Variable[]): readonly Variable[] {
  const names = new Set<string>();
  return variables.filter(({ name }) => !names.has(name) && names.add(name));
}

/**
 * Variables that expressions or scripts read and nothing declares. Whoever starts the run may give them; saying so makes them visible. What a script
 * assigns it hardly wants to be given.
 */
function undeclared({ variables }: Lowering): readonly Variable[] {
  const { read, declared, asked, scripts } = variables;
  const names = [...read].filter((name) => !declared.has(name));
  const mentioned = [...scripts].filter(([name]) => !declared.has(name) && !read.has(name));
  return [
    ...names.map((name) => ({ name, external: true })),
    ...mentioned.map(([name, isAssigned]) => (isAssigned ? { name } : { name, external: true })),
    ...[...asked].map(([name, what]) => ({ name, external: true, description: `How many instances ${what} has.` })),
  ];
}
