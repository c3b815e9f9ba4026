/** What a bundle could do, read off the graph: nothing is run, nothing simulated, nothing guessed. */
import {
  type Bundle,
  type Flow,
  type GateNode,
  isActivity,
  type JsonObject,
  MANUAL,
  type Node,
  planHash,
  type Variable,
} from "@rb/ir";
import { destination } from "../destination.js";
import { diagramOf, type Figure } from "../drawing/diagram.js";
import { flowLabel, handlerLabel, triggerText } from "../drawing/labels.js";
import { durationText } from "../duration-text.js";
import { externalVariables, type Inputs, inputSlots } from "../inputs.js";
import { tlpOf } from "../tlp.js";
import { valueLines, valueText } from "../value-text.js";
import { deniedSteps, governanceOf, type PlanGovernance } from "./governance-plan.js";

export interface Plan {
  readonly hash: string;
  readonly title: string;
  /** How the document is marked, if it is. */
  readonly tlp?: string;
  /** What its author says about it, as in the document: `version`, `tags`, `license`. */
  readonly about: JsonObject;
  readonly inputs: readonly PlanInput[];
  /** What its steps may do, and what is kept of it. */
  readonly governance: readonly PlanGovernance[];
  readonly steps: readonly PlanStep[];
  readonly effects: readonly { readonly executor: string; readonly steps: readonly string[] }[];
  readonly people: readonly string[];
  readonly approvals: readonly PlanApproval[];
  readonly waits: readonly string[];
  /** Who refers to each: inputs and steps. */
  readonly secrets: readonly { readonly reference: string; readonly users: readonly string[] }[];
}

/** A gate, and who opens it. */
export interface PlanApproval {
  readonly step: string;
  readonly by: GateNode["by"];
  /** Any of these. */
  readonly roles?: readonly string[];
  /** All of these. */
  readonly grants?: readonly string[];
  /** How many people. */
  readonly count?: number;
  /** Milliseconds. */
  readonly expiresMs?: number;
  readonly policy?: string;
  readonly message?: string;
}

export interface PlanInput {
  readonly name: string;
  readonly state: "given" | "default" | "missing" | "optional";
  readonly secret: boolean;
  /** What a secret lets its holder do. */
  readonly scope?: string;
  readonly value?: string;
  readonly description?: string;
}

export interface PlanStep {
  readonly kind: Figure["look"];
  readonly id?: string;
  readonly name: string;
  readonly detail: string;
  /** What it would ask its executor for. */
  readonly request: readonly string[];
  /** Why governance denies it. */
  readonly denied?: string;
  /** Ways that lead on, where there is something to say about them. */
  readonly ways: readonly { readonly when: string; readonly to: string }[];
  readonly steps: readonly PlanStep[];
}

export function planOf(bundle: Bundle, inputs: Inputs): Plan {
  const { title, figures } = diagramOf(bundle);
  const nodes = bundle.graphs.flatMap((graph) => graph.nodes);
  const actions = nodes.filter((node) => node.kind === "action");
  const ways = waysOf(bundle);
  const denied = deniedSteps(bundle);
  const tlp = tlpOf(bundle);
  return {
    hash: planHash(bundle, inputSlots(inputs)),
    title,
    ...(tlp === undefined ? {} : { tlp }),
    about: aboutOf(bundle),
    inputs: externalVariables(bundle).map((variable) => planInput(variable, inputs)),
    governance: governanceOf(bundle),
    steps: figures.map((figure) => planStep(figure, ways, denied)).filter((step) => step !== null),
    effects: grouped(
      actions.filter(({ executor }) => executor !== MANUAL).map((node) => [node.executor, nameOf(node)]),
    ).map(([executor, steps]) => ({ executor, steps })),
    people: nodes.flatMap(personWork),
    approvals: nodes.flatMap(approvalOf),
    waits: nodes.flatMap(waitsOf),
    secrets: grouped([...inputSecrets(bundle, inputs), ...nodes.flatMap(nodeSecrets)]).map(([reference, users]) => ({
      reference,
      users,
    })),
  };
}

export function nameOf(node: Node): string {
  return node.name?.trim() || node.id;
}

function planInput(variable: Variable, { inputs, secrets }: Inputs): PlanInput {
  const { name, description, init, required, secret = false, scope } = variable;
  const rest = {
    name,
    secret,
    ...(scope !== undefined && { scope }),
    ...(description !== undefined && { description }),
  };
  if (Object.hasOwn(inputs, name)) return { ...rest, state: "given", value: valueText({ json: inputs[name] ?? null }) };
  if (Object.hasOwn(secrets, name))
    return { ...rest, state: "given", value: valueText({ secret: secrets[name] ?? "" }) };
  if (init !== undefined) return { ...rest, state: "default", value: valueText(init) };
  return { ...rest, state: required === true ? "missing" : "optional" };
}

/** Null for what says nothing: an unnamed event or gateway without a choice. */
function planStep(figure: Figure, waysFrom: Ways, deniedSteps: ReadonlyMap<Node, string>): PlanStep | null {
  const { node, look, label, detail, children } = figure;
  const steps = children.map((child) => planStep(child, waysFrom, deniedSteps)).filter((step) => step !== null);
  const ways = node === undefined ? [] : waysFrom(node);
  const silent = label === "" && ways.length === 0 && steps.length === 0;
  if (silent && look !== "task" && look !== "gate") return null;
  const request = node?.kind === "action" && node.request !== undefined ? valueLines(node.request) : [];
  const denied = node === undefined ? undefined : deniedSteps.get(node);
  const why = denied === undefined ? {} : { denied };
  return { kind: look, ...(node && { id: node.id }), name: label, detail, request, ...why, ways, steps };
}

type Ways = (node: Node) => PlanStep["ways"];

/** Looked up once for all nodes: looking through all flows for each would take minutes for a large graph. */
function waysOf(bundle: Bundle): Ways {
  const places = new Map<Node, { readonly flows: Flow[]; readonly byId: ReadonlyMap<string, Node> }>();
  for (const { nodes, flows } of bundle.graphs) {
    const byId = new Map(nodes.map((one) => [one.id, one]));
    for (const node of nodes) places.set(node, { flows: [], byId });
    for (const flow of flows) {
      const from = byId.get(flow.from);
      if (from !== undefined) places.get(from)?.flows.push(flow);
    }
  }
  return (node) => {
    const { flows = [], byId } = places.get(node) ?? {};
    const handlers = isActivity(node) ? (node.handlers ?? []) : [];
    return flows
      .map((flow) => {
        const handler = handlers.find(({ id }) => id === flow.port);
        return {
          when: handler === undefined ? flowLabel(flow, node) : handlerLabel(handler),
          to: destination(flow.to, (id) => byId?.get(id)) || flow.to,
        };
      })
      .filter(({ when }) => when !== "");
  };
}

function personWork(node: Node): readonly string[] {
  if (node.kind === "gate" && node.by === "people")
    return [[`${nameOf(node)}: approves`, ...approvalTerms(node)].join(", ")];
  if (node.kind === "action" && node.executor === MANUAL) return [`${nameOf(node)}: does it`];
  return [];
}

function aboutOf({ graphs, main }: Bundle): JsonObject {
  const { version, meta } = graphs.find(({ id }) => id === main) ?? {};
  return { ...(version === undefined ? {} : { version }), ...meta?.author };
}

function approvalOf(node: Node): readonly PlanApproval[] {
  if (node.kind !== "gate") return [];
  const { id, by, roles, grants, count = 1, policy, show } = node;
  const expiresMs = expiryOf(node);
  return [
    {
      step: id,
      by,
      ...(roles === undefined ? {} : { roles }),
      ...(grants === undefined ? {} : { grants }),
      ...(by === "people" ? { count } : {}),
      ...(expiresMs === undefined ? {} : { expiresMs }),
      ...(policy === undefined ? {} : { policy }),
      ...(show === undefined ? {} : { message: valueText(show) }),
    },
  ];
}

function expiryOf({ expires }: GateNode): number | undefined {
  return expires !== undefined && "json" in expires && typeof expires.json === "number" ? expires.json : undefined;
}

/** How many people, which ones, and how soon. */
function approvalTerms(gate: GateNode): readonly string[] {
  const { count = 1, roles, grants } = gate;
  const expiresMs = expiryOf(gate);
  return [
    ...(count === 1 ? [] : [`${count} people`]),
    ...(roles === undefined ? [] : [`as ${roles.join(" or ")}`]),
    ...(grants === undefined ? [] : [`with ${grants.join(" and ")}`]),
    ...(expiresMs === undefined ? [] : [`within ${durationText(expiresMs)}`]),
  ];
}

function waitsOf(node: Node): readonly string[] {
  const triggers =
    node.kind === "catch"
      ? node.arms.map(({ trigger }) => trigger)
      : node.kind === "start"
        ? (node.triggers ?? [])
        : [];
  return triggers.map((trigger) => `${nameOf(node)}: ${triggerText(trigger)}`);
}

function inputSecrets(bundle: Bundle, { secrets }: Inputs): readonly (readonly [reference: string, user: string])[] {
  return externalVariables(bundle).flatMap(({ name, init }): readonly (readonly [string, string])[] => {
    const given = Object.hasOwn(secrets, name) ? secrets[name] : undefined;
    const reference = given ?? (init !== undefined && "secret" in init ? init.secret : undefined);
    return reference === undefined ? [] : [[reference, `input ${name}`]];
  });
}

/** References anywhere in what a node evaluates. JSON of the document itself may look like one, and is none. */
function nodeSecrets(node: Node): readonly (readonly [reference: string, user: string])[] {
  const found = new Set<string>();
  const walk = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      if (key === "secret" && typeof inner === "string") found.add(inner);
      else if (key !== "json" && key !== "origin" && key !== "meta" && key !== "schema") walk(inner);
    }
  };
  walk(node);
  return [...found].map((reference) => [reference, nameOf(node)]);
}

/** In order of first appearance. */
function grouped(
  pairs: readonly (readonly [key: string, item: string])[],
): readonly (readonly [string, readonly string[]])[] {
  const groups = new Map<string, string[]>();
  for (const [key, item] of pairs) {
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return [...groups];
}
