import { type Bundle, type Graph, IR_VERSION, type Meta, type Node, type ScopeHandler, sourceOf } from "@rb/ir";
import { authorOf } from "./author.js";
import { TooEntangled } from "./branches.js";
import type { Document } from "./document.js";
import { lowerStep } from "./lower-step.js";
import { playbookVariables } from "./lower-variables.js";
import { Lowering } from "./lowering.js";
import { lowerOtherGraphs } from "./own-words/other-graphs.js";
import { inOwnWords, lowerOwnPlaybook } from "./own-words/own-graph.js";
import type { Playbook, Step } from "./playbook.js";
import { stringMember } from "./read-members.js";
import { stixComparison } from "./stix/condition.js";
import { tlpLabel } from "./tlp-label.js";
import { cacaoVariableSchema } from "./variable-type.js";

/** The playbook as a bundle of one graph; null when it has no step to begin with, which has been reported. */
export function lowerPlaybook(document: Document, playbook: Playbook): Bundle | null {
  const first = startStep(playbook);
  if (first === undefined) return null;
  try {
    const others = lowerOtherGraphs(document, playbook);
    const lowering = new Lowering(document, playbook);
    const graph = lowered(lowering, first, others.lowerings);
    return bundleOf([graph, ...others.graphs], others.routes, [...lowering.languages.values()]);
  } catch (error) {
    if (!(error instanceof TooEntangled)) throw error;
    document.report("too-entangled", document.originOf(playbook.tree), {});
    return null;
  }
}

/** Where `workflow_start` is wrong, the first start step lets the rest of the playbook be looked at all the same. */
function startStep(playbook: Playbook): Step | undefined {
  const named = playbook.start === undefined ? undefined : playbook.steps.get(playbook.start.id);
  return named ?? [...playbook.steps.values()].find((step) => step.type === "start");
}

function lowered(lowering: Lowering, first: Step, others: readonly Lowering[]): Graph {
  const { document, playbook } = lowering;
  const frame = lowering.branches.rootFrame(first.id, "");
  const entry = lowering.instance(first, frame)?.entry ?? first.id;
  const handlers = exceptionHandlers(lowering);
  const own = lowerOwnPlaybook(lowering);
  for (let instance = lowering.take(); instance !== undefined; instance = lowering.take())
    lowerStep(lowering, instance);
  reportUnreached(lowering, others);
  const variables = playbookVariables(playbook, lowering.scope);
  const description = stringMember(playbook.tree, "description")?.value;
  const graph: Graph = {
    id: playbook.id,
    name: stringMember(playbook.tree, "name")?.value ?? playbook.id,
    ...(description === undefined ? {} : { description }),
    region: {
      entries: [entry],
      ...(variables.length === 0 ? {} : { variables }),
      ...(handlers.length === 0 ? {} : { handlers }),
    },
    nodes: inDocumentOrder(lowering.nodes),
    flows: lowering.flows,
    // A playbook that calls this one reads the variables that its `out_args` name.
    ...(variables.length === 0
      ? {}
      : { outputs: variables.map(({ name }) => ({ path: [name], from: { variable: name } })) }),
    origin: document.originOf(playbook.tree, "playbook"),
    meta: playbookMeta(playbook),
  };
  return inOwnWords(lowering, graph, own);
}

const exceptionLabel = "exception";

/** `workflow_exception`: what a failure that no step handles leads to (CACAO 2.0, playbook). */
function exceptionHandlers(lowering: Lowering): ScopeHandler[] {
  const { playbook, document, branches } = lowering;
  const step = playbook.exception === undefined ? undefined : playbook.steps.get(playbook.exception.id);
  if (playbook.exception === undefined || step === undefined) return [];
  const frame = branches.rootFrame(step.id, exceptionLabel);
  const entry = lowering.target(frame, playbook.exception, "workflow_exception");
  if (entry === undefined) return [];
  const origin = document.originOf(playbook.exception.at, "workflow_exception");
  return [{ id: "workflow_exception", triggers: [{ on: "error" }], body: { entries: [entry] }, origin }];
}

function reportUnreached(lowering: Lowering, others: readonly Lowering[]): void {
  const { document, playbook } = lowering;
  const all = [lowering, ...others];
  const isReached = (id: string): boolean => all.some((one) => one.isLowered(id));
  // Where a way leads nowhere, what lay behind it is reached as soon as that is mended.
  const isBroken = document.hasErrors();
  for (const step of isBroken ? [] : playbook.steps.values()) {
    if (!isReached(step.id)) document.report("unreachable-step", document.originOf(step.tree), {});
  }
  for (const [id, branches] of lowering.endings) {
    const step = playbook.steps.get(id);
    branches.delete(exceptionLabel);
    if (step !== undefined && branches.size > 1) {
      document.report("shared-end", document.originOf(step.tree), { name: id });
    }
  }
  if (lowering.endings.size === 0 && !isBroken) document.report("no-end", document.originOf(playbook.tree), {});
}

/** Lowering follows flows; people and comparisons of two versions want the order of the document. */
function inDocumentOrder(nodes: readonly Node[]): Node[] {
  const position = (node: Node) => sourceOf(node.origin).start;
  return nodes.toSorted((a, b) => {
    const [x, y] = [position(a), position(b)];
    return x.line - y.line || x.column - y.column;
  });
}

const loweredMembers = new Set([
  "type",
  "name",
  "description",
  "workflow",
  "workflow_start",
  "workflow_exception",
  "playbook_variables",
  "agent_definitions",
  "target_definitions",
  // Credentials stay in the document.
  "authentication_info_definitions",
]);

function playbookMeta(playbook: Playbook): Meta {
  const author = authorOf(playbook.tree, loweredMembers);
  const level = tlpLabel(playbook);
  return {
    ...(level === undefined ? {} : { labels: { tlp: level } }),
    ...(author === undefined ? {} : { author }),
  };
}

function bundleOf(
  graphs: readonly [Graph, ...Graph[]],
  routes: NonNullable<Bundle["routes"]>,
  more: NonNullable<Bundle["languages"]>,
): Bundle {
  return {
    version: IR_VERSION,
    main: graphs[0].id,
    graphs,
    ...(routes.length === 0 ? {} : { routes }),
    languages: [...[stixComparison, cacaoVariableSchema].map(({ name, version }) => ({ name, version })), ...more],
  };
}
