/** A graph as a playbook: its workflow, and what stands around that. */
import {
  canonicalize,
  type Graph,
  isActivity,
  isJsonObject,
  type Json,
  type JsonObject,
  type Meta,
  type NodeId,
  type Variable,
} from "@rb/ir";
import type { Account } from "../conversion.js";
import type { GraphLevels, Level } from "../levels.js";
import type { CopiedRoute } from "../routes.js";
import { Draft, OWN_EXTENSION, type StepDraft } from "./draft.js";
import { Identifiers, playbookId } from "./identifiers.js";
import { LevelSteps } from "./level-steps.js";
import { factsOfRegion } from "./regions.js";
import { areDeclared, declarations } from "./variables.js";

const someTime = "2000-01-01T00:00:00.000Z";
const nobody = "identity--f4fc1ab8-5fe4-595b-8906-835c11f0fb24";

const definition: JsonObject = {
  type: "extension-definition",
  name: "rb graph",
  description: "Members of a graph of rb that CACAO has no words for.",
  created_by: nobody,
  schema: "urn:rb:cacao:1",
  version: "1.0.0",
};

/** Members of a playbook that the graph has no place for, and that another playbook may have left there. */
const authored = [
  "playbook_types",
  "playbook_activities",
  "created_by",
  "created",
  "modified",
  "revoked",
  "valid_from",
  "valid_until",
  "derived_from",
  "related_to",
  "priority",
  "severity",
  "impact",
  "industry_sectors",
  "labels",
  "external_references",
  "markings",
  "data_marking_definitions",
];

export class PlaybookWriter {
  readonly draft: Draft;
  private readonly main: GraphLevels;
  /** Graphs that are called, or that messages come from or go to. */
  private readonly others: readonly GraphLevels[];
  private readonly id: string;
  private readonly name: string;
  private readonly author: JsonObject;
  private readonly declared: JsonObject;
  private readonly left: ReadonlySet<NodeId>;
  private readonly created: string;

  constructor(graphs: readonly GraphLevels[], ids: Draft["ids"], account: Account, created: string = someTime) {
    const [main, ...others] = graphs as readonly [GraphLevels, ...GraphLevels[]];
    const { graph } = main;
    this.main = main;
    this.others = others;
    this.name = graph.name ?? graph.id;
    this.author = authorOf(graph);
    this.id = playbookId(graph.id, this.name, this.author.playbook_types);
    this.created = created;
    const variables = main.level.region.variables ?? [];
    this.declared = declarations(variables, typesOf(graph));
    this.left = leftScopes(graphs.map(({ level }) => level));
    const types = Object.entries(this.declared).map(([name, one]) => [name, String((one as JsonObject).type)] as const);
    const isAuthored = graph.meta?.author?.spec_version === "cacao-2.0";
    this.draft = new Draft(ids, new Identifiers(this.id), account, {
      names: new Set(variables.map(({ name }) => name)),
      types: new Map(types),
      isAuthored,
      graphNames: new Map([...others.map(({ id }) => [id, id] as const), [main.id, this.id]]),
    });
  }

  write(routes: readonly CopiedRoute[]): JsonObject {
    const { draft, main } = this;
    const steps = new LevelSteps(draft, main.level, true, this.left);
    const [first] = steps.write();
    const start = this.start(first);
    const exception = this.exception(steps);
    const others = this.others.map((other) => this.otherGraph(other));
    // Last, since steps of any graph may ask questions, which are variables here.
    const own = this.ownWords(steps, exception !== undefined);
    const led = routes.flatMap((route) => this.route(route));
    const words = {
      ...own,
      ...(others.length === 0 ? {} : { graphs: others }),
      ...(led.length === 0 ? {} : { routes: led }),
    };
    const extensions = Object.keys(words).length === 0 ? undefined : draft.extension(words);
    const variables = { ...this.declared, ...Object.fromEntries(draft.questions) };
    const { description } = main.graph;
    return {
      type: "playbook",
      spec_version: "cacao-2.0",
      id: this.id,
      name: this.name,
      ...(description === undefined ? {} : { description }),
      created_by: nobody,
      created: this.created,
      modified: this.created,
      ...this.author,
      ...(Object.keys(variables).length === 0 ? {} : { playbook_variables: variables }),
      workflow_start: start,
      ...(exception === undefined ? {} : { workflow_exception: exception }),
      workflow: Object.fromEntries(draft.steps),
      ...(extensions === undefined ? {} : { playbook_extensions: extensions }),
      ...(draft.agents.size === 0 ? {} : { agent_definitions: Object.fromEntries(draft.agents) }),
      ...(draft.targets.size === 0 ? {} : { target_definitions: Object.fromEntries(draft.targets) }),
      ...(draft.usesExtension ? { extension_definitions: { [OWN_EXTENSION]: definition } } : {}),
    };
  }

  /** The start step that is there, or one in front of the first. */
  private start(first: string | undefined): string {
    const { draft, main } = this;
    if (first !== undefined && draft.steps.get(first)?.type === "start") return first;
    const [entry] = main.level.region.entries;
    const node = main.level.nodes.find(({ id }) => id === entry);
    const own = node?.kind === "start" ? node : undefined;
    const id = draft.identifiers.fresh("start", own?.id ?? "start");
    const step: StepDraft = { type: "start", ...(own?.name === undefined ? {} : { name: own.name }) };
    draft.add(id, { ...step, on_completion: first ?? draft.end("end") });
    draft.account.native();
    return id;
  }

  /** The step that failures lead to, where that is all that the playbook hears. */
  private exception(steps: LevelSteps): string | undefined {
    const [only, ...others] = this.main.level.handlers;
    if (only === undefined || others.length > 0 || !isException(only)) return undefined;
    const [first] = steps.stepsOf(only.body).write();
    this.draft.account.native();
    return first;
  }

  /** What the playbook's own words don't say of the graph. */
  private ownWords(steps: LevelSteps, hasException: boolean): JsonObject | undefined {
    const { draft, main } = this;
    const { graph, level } = main;
    const { meta = {}, outputs = [] } = graph;
    const unsaid = { ...level, handlers: hasException ? [] : level.handlers };
    const region = factsOfRegion(steps, unsaid);
    const { author: _author, ...facts } = meta;
    const declared = level.region.variables ?? [];
    const isDeclared = draft.questions.size === 0 && areDeclared(declared, draft.types);
    const isGiven = canonicalize(outputs as unknown as Json) === canonicalize(allOf(declared));
    const isNamed = graph.name !== undefined;
    const more = factsOf(graph);
    if (isNamed && isDeclared && isGiven && isBare(region) && Object.keys(more).length === 0 && this.areMarked(facts)) {
      draft.account.native();
      return undefined;
    }
    draft.account.extended("What the playbook has of its own", graph.origin);
    const said = draft.own("graph", {
      ...(graph.outputs && { outputs: graph.outputs }),
      ...more,
      ...(Object.keys(facts).length > 0 && { meta: facts }),
    });
    const words = { ...(said as JsonObject), region };
    return { graph: words, ...(isNamed ? {} : { unnamed: true }) };
  }

  /** Another graph is a workflow that begins elsewhere; how, an extension says. */
  private otherGraph({ graph, id, level }: GraphLevels): JsonObject {
    const { draft } = this;
    const steps = new LevelSteps(draft, level, false, this.left);
    const entries = steps.write();
    draft.account.extended("Another process", graph.origin);
    const { name, description, outputs, meta } = graph;
    const said = draft.own("graph", {
      ...(name === undefined ? {} : { name }),
      ...(description === undefined ? {} : { description }),
      ...(outputs && { outputs }),
      ...factsOf(graph),
      ...(meta && { meta }),
    });
    return { id, ...(said as JsonObject), region: { ...factsOfRegion(steps, level), entries: [...entries] } };
  }

  private route({ route, from, to }: CopiedRoute): readonly JsonObject[] {
    const { draft, main, others } = this;
    const source = [main, ...others].find(({ graph }) => graph.id === route.from.graph) as GraphLevels;
    const graphName = ({ id }: GraphLevels): string => draft.graphNames.get(id) as string;
    const ends = (to.nodes ?? [undefined]).map((node) => (node === undefined ? undefined : draft.stepOf.get(node)));
    const [node, ...more] = ends;
    const starts = from.map((id) => draft.stepOf.get(id));
    if (more.length > 0 || (node === undefined && to.nodes !== undefined) || starts.includes(undefined)) {
      const why = "one of its ends is no step, or several";
      draft.account.notExpressible(`A message flow of '${route.from.node}'`, why, source.graph.origin);
      return [];
    }
    const target = { graph: graphName(to.graph), ...(node === undefined ? {} : { node }) };
    const message = route.message === undefined ? {} : { message: route.message };
    if (from.length > 0) draft.account.extended("A message flow", source.graph.origin);
    return starts.map((start) => ({
      from: { graph: graphName(source), node: start as string },
      to: target,
      ...message,
    }));
  }

  /** How widely it may be shared is what its markings say. */
  private areMarked({ labels = {}, ...facts }: Omit<Meta, "author">): boolean {
    const hasOnlyLevel = Object.keys(labels).every((name) => name === "tlp") && Object.keys(facts).length === 0;
    return hasOnlyLevel && (labels.tlp === undefined || Object.hasOwn(this.author, "markings"));
  }
}

function isBare(region: JsonObject): boolean {
  return Object.keys(region).every((name) => name === "variables");
}

/** What a finished playbook gives to one that called it. */
function allOf(variables: readonly Variable[]): Json {
  return variables.map(({ name }) => ({ path: [name], from: { variable: name } }));
}

function isException({ handler, body }: Level["handlers"][number]): boolean {
  const [trigger, ...others] = handler.triggers;
  if (trigger?.on !== "error" || trigger.code !== undefined || others.length > 0) return false;
  const isBare = Object.keys(handler).every((name) => ["id", "triggers", "origin"].includes(name));
  const { region, handlers } = body;
  return isBare && handlers.length === 0 && Object.keys(region).length === 1 && region.entries.length === 1;
}

/** Types that results have to be of, as steps say. */
function typesOf({ nodes }: Graph): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const node of nodes) {
    const schema = isActivity(node) && node.outputSchema?.language === "cacao-variable" ? node.outputSchema.schema : {};
    if (!isJsonObject(schema)) continue;
    for (const [name, type] of Object.entries(schema)) if (typeof type === "string") types.set(name, type);
  }
  return types;
}

/** What a playbook left in the graph when that was read from it. */
function authorOf({ meta }: Graph): JsonObject {
  const author = meta?.author ?? {};
  if (author.spec_version !== "cacao-2.0") return {};
  const kept = authored.filter((name) => Object.hasOwn(author, name));
  return Object.fromEntries(kept.map((name) => [name, author[name] as Json]));
}

/** The scopes that jumps leave, on these levels and all further in. */
function leftScopes(all: readonly Level[]): ReadonlySet<NodeId> {
  const found = new Set<NodeId>();
  const levels = [...all];
  for (let next = levels.pop(); next !== undefined; next = levels.pop()) {
    for (const node of next.nodes) if (node.kind === "end" && node.leave !== undefined) found.add(node.leave.scope);
    levels.push(...next.inside.values(), ...next.handlers.map(({ body }) => body));
  }
  return found;
}

/** What a playbook has no words for that rb would take as a graph's. */
function factsOf({ version, messages, governance }: Graph): Pick<Graph, "version" | "messages" | "governance"> {
  return {
    ...(version === undefined ? {} : { version }),
    ...(messages && { messages }),
    ...(governance && { governance }),
  };
}
