import { type Bundle, commandRules, type Graph, IR_VERSION, type NodeId, type Variable } from "@rb/ir";
import type { FlowBody, FlowRegion } from "../format/flow/model.js";
import type { Input, Part, Runbook, Secret, Step } from "../format/model.js";
import { listsBeside, listsInFlow, listsTogether, listsUnder } from "../format/steps-inside.js";
import { inputTypes } from "../format/types.js";
import { jsonataLanguage } from "../jsonata/language.js";
import type { Log } from "../log.js";
import { originOf, type YamlScalar } from "../yaml/tree.js";
import { jsonSchema } from "./activity.js";
import { Builder } from "./builder.js";
import { Links } from "./flow/links.js";
import { idsOfWays, lowerFlow, makingAt, variablesIn } from "./flow/lower-flow.js";
import { type NameRead, reportNearNames } from "./flow/near-names.js";
import { lowerList } from "./lower-list.js";
import { lowerTogether } from "./lower-together.js";
import { type Lowering, sharedVariables } from "./lowering.js";
import { orderVariables } from "./order-variables.js";
import type { Declarations, Place } from "./place.js";
import { type Plan, planSteps } from "./plan.js";
import { Values } from "./values.js";

/** The graphs of a file. Where something was wrong, which has been reported, they are for looking at only. */
export function lowerRunbook(runbook: Runbook, log: Log): Bundle {
  const { others = [] } = runbook;
  const all = [runbook, ...others];
  const ofFile = new Map(others.length === 0 ? [] : all.map((one) => [one.name, one]));
  const ofMain = rulesOf(runbook);
  const lowered = all.map((one) => {
    const commands = one === runbook ? ofMain : [...ofMain, ...rulesOf(one)];
    return lowerGraph(one, { ofFile, commands }, log);
  });
  const graphs = lowered.map(({ graph }) => graph);
  const reads = lowered.flatMap(({ readInFlows }) => readInFlows);
  if (!log.hasErrors) reportNearNames(reads, graphs, log);
  const used = [
    ...(lowered.some(({ usesExpressions }) => usesExpressions) ? [jsonataLanguage] : []),
    ...(lowered.some(({ usesInputTypes }) => usesInputTypes) ? [inputTypes] : []),
  ];
  const languages = used.map(({ name, version }) => ({ name, version }));
  return {
    version: IR_VERSION,
    main: (graphs[0] as Graph).id,
    graphs,
    ...(runbook.routes === undefined ? {} : { routes: runbook.routes }),
    ...(languages.length === 0 ? {} : { languages }),
  };
}

interface Lowered {
  readonly graph: Graph;
  readonly usesExpressions: boolean;
  readonly usesInputTypes: boolean;
  readonly readInFlows: readonly NameRead[];
}

function rulesOf({ governance }: Runbook): Lowering["commands"] {
  const rules = governance === undefined ? null : commandRules(governance);
  return rules === null ? [] : [rules];
}

function lowerGraph(runbook: Runbook, ofAll: Pick<Lowering, "ofFile" | "commands">, log: Log): Lowered {
  const { plans, shared, declarations, flows } = declare(runbook, log);
  const place: Place = {
    declarations,
    lists: [],
    loopVariables: [],
    handling: [],
    hasResult: false,
    ...(runbook.flow === undefined ? {} : { isFlow: true }),
  };
  const builder = new Builder();
  for (const id of flows.flatMap(idsOfWays)) builder.reserve(id);
  const values = new Values(log);
  const links = new Links(log);
  const entries = new Map<readonly Step[], readonly NodeId[]>();
  const parts = new Map((runbook.parts ?? []).map((part) => [part.steps, part]));
  const lowering: Lowering = {
    shared,
    builder,
    values,
    log,
    links,
    ...ofAll,
    lowerFlow: (region, around) => lowerFlow(lowering, region, around),
    planOf: (steps) => plans.get(steps) as Plan,
    lowerBody: (steps, around) => {
      const part = parts.get(steps);
      if (part !== undefined) reportUnseen(part, around, log);
      const known =
        entries.get(steps) ??
        lowerList(
          lowering,
          lowering.planOf(steps),
          part === undefined ? around : { ...place, loopVariables: part.sees },
        );
      entries.set(steps, known);
      return known;
    },
  };
  const vars = orderVariables(
    runbook.vars.map(({ name, value }): Variable => ({ name: `vars.${name}`, init: values.value(value, place) })),
  );
  const { region, ...given } =
    runbook.flow === undefined ? lowerSteps(lowering, runbook, place) : lowerBody(lowering, runbook.flow, place);
  links.finish();
  reportUnused(runbook, values.used, log);
  // Flows may name variables in words of their own.
  if (flows.length === 0) reportUnusedVariables(runbook, values.used, log);
  const { name, description, version, labels, meta, messages } = runbook;
  const graph: Graph = {
    id: name,
    ...nameOf(runbook),
    ...(description === undefined ? {} : { description }),
    region: {
      ...region,
      ...(runbook.failsOnMistakes === true ? { mistakes: "failure" as const } : {}),
      variables: [
        ...runbook.inputs.map(inputVariable),
        ...runbook.secrets.map(secretVariable),
        ...vars,
        ...(runbook.sharesResults === true ? sharedVariables(plans.keys()) : []),
        ...(region.variables ?? []),
      ],
    },
    nodes: builder.nodes,
    flows: builder.flows,
    ...given,
    ...(version === undefined ? {} : { version }),
    ...(messages === undefined ? {} : { messages }),
    ...(runbook.governance === undefined ? {} : { governance: runbook.governance }),
    origin: originOf(log.source, runbook.node, "Runbook"),
    ...(labels === undefined && meta === undefined
      ? {}
      : { meta: { ...meta, ...(labels === undefined ? {} : { labels }) } }),
  };
  const usesInputTypes = runbook.inputs.some(({ schema }) => schema === undefined);
  return { graph, usesExpressions: values.usesExpressions, usesInputTypes, readInFlows: values.readInFlows };
}

function nameOf({ name, title = name, flow }: Runbook): Pick<Graph, "name"> {
  if (flow === undefined) return { name: title };
  return flow.title === undefined ? {} : { name: flow.title };
}

type Body = Pick<Graph, "region" | "outputs">;

function lowerSteps(lowering: Lowering, runbook: Runbook, place: Place): Body {
  const region = lowerTogether(lowering, "$", runbook, place);
  const atEnd: Place = { ...place, lists: [{ plan: lowering.planOf(runbook.steps) }] };
  const outputs = runbook.outputs.map(({ name, value }) => ({
    path: [name],
    from: lowering.values.value(value, atEnd),
  }));
  return { region, ...(outputs.length === 0 ? {} : { outputs }) };
}

function lowerBody(lowering: Lowering, { region, outputs }: FlowBody, place: Place): Body {
  const atEnd: Place = { ...place, lists: [{ plan: lowering.planOf(region.steps) }] };
  const lowered = lowerFlow(lowering, region, place);
  if (outputs === undefined) return { region: lowered };
  return { region: lowered, outputs: outputs.make(makingAt(lowering, atEnd)) as Body["outputs"] & object };
}

function reportUnseen({ name, key, sees }: Part, { loopVariables }: Place, log: Log): void {
  const seen = sees.find((one) => !loopVariables.includes(one));
  if (seen !== undefined) log.say("part-sees", key, { name, seen });
}

/** Where something else is wrong, what uses it may be what couldn't be read. */
function reportUnused({ inputs }: Runbook, used: ReadonlySet<string>, log: Log): void {
  if (log.hasErrors) return;
  for (const { name, key, mayBeUnused, under = "inputs" } of inputs)
    if (mayBeUnused !== true && !used.has(`inputs.${name}`)) log.say("unused-input", key, { name, under });
}

function reportUnusedVariables({ vars }: Runbook, used: ReadonlySet<string>, log: Log): void {
  if (log.hasErrors) return;
  for (const { name, key } of vars) if (!used.has(`vars.${name}`)) log.say("unused-variable", key, { name });
}

function inputVariable(input: Input): Variable {
  const { name, type, description, required, secret, default: preset, enum: allowed, bounds, schema } = input;
  const init = preset === undefined ? undefined : secret ? { secret: String(preset) } : { json: preset };
  return {
    name: `inputs.${name}`,
    ...(description === undefined ? {} : { description }),
    ...(init === undefined ? {} : { init }),
    constant: true,
    external: true,
    ...(required ? { required } : {}),
    ...(secret
      ? { secret }
      : {
          schema:
            schema === undefined
              ? {
                  language: inputTypes.name,
                  schema: {
                    ...(type === undefined ? {} : { type }),
                    ...(allowed === undefined ? {} : { enum: allowed }),
                    ...bounds,
                  },
                }
              : jsonSchema(schema),
        }),
  };
}

function secretVariable({ name, description, scope, required, default: preset }: Secret): Variable {
  return {
    name: `secrets.${name}`,
    ...(description === undefined ? {} : { description }),
    ...(preset === undefined ? {} : { init: { secret: preset } }),
    constant: true,
    external: true,
    ...(required ? { required } : {}),
    secret: true,
    ...(scope === undefined ? {} : { scope }),
  };
}

/** A step has the id of another one also where something else is wrong with it. */
function reportUnreadTwins(id: string, read: YamlScalar, log: Log): void {
  const [first, ...twins] = [read, ...log.unreadIds(id)].sort((a, b) => a.start - b.start);
  const related = [{ message: "The first one is here.", origin: originOf(log.source, first as YamlScalar) }];
  for (const twin of twins) log.say("duplicate-step", twin, { id }, related);
}

/** Everything that can be referred to, before anything is: a plan for each list of steps, and where each step is. */
function declare(
  runbook: Runbook,
  log: Log,
): Pick<Lowering, "shared"> & {
  readonly plans: ReadonlyMap<readonly Step[], Plan>;
  readonly declarations: Declarations;
  /** But for those in them. */
  readonly flows: readonly FlowRegion[];
} {
  const flows: FlowRegion[] = runbook.flow === undefined ? [] : [runbook.flow.region];
  const lists: { readonly steps: readonly Step[]; readonly owner: Step | undefined }[] = [];
  const known = new Set<readonly Step[]>();
  const shared = new Map<readonly Step[], (readonly Step[])[]>();
  const first = new Map<string, Step>();
  /** `home`: the lists that are seen from where this one is; null where each has its own variables. */
  const collect = (steps: readonly Step[], owner: Step | undefined, home: (readonly Step[])[] | null): void => {
    if (known.has(steps)) return;
    known.add(steps);
    lists.push({ steps, owner });
    if (home !== null) shared.set(steps, []);
    home?.push(steps);
    for (const step of steps) {
      const same = first.get(step.id);
      if (same === undefined) first.set(step.id, step);
      else {
        const related = [{ message: "The first one is here.", origin: originOf(log.source, same.idNode) }];
        log.say("duplicate-step", step.idNode, { id: step.id }, related);
      }
      const { action } = step;
      if (action?.kind === "flow") flows.push(action.region);
      // Instances of a loop over items run at once, so what is inside is each one's own.
      const inside = home !== null && action?.kind === "forEach" ? [] : home;
      const under = action === undefined ? [] : listsUnder(action);
      for (const inner of under) collect(inner, step, inside);
      if (inside !== null && inside !== home) for (const inner of under) shared.set(inner, inside);
      for (const inner of listsBeside(step)) collect(inner, step, home);
    }
  };
  const outermost = runbook.flow === undefined ? listsTogether(runbook) : listsInFlow(runbook.flow.region);
  for (const steps of outermost) collect(steps, undefined, runbook.sharesResults === true ? [] : null);
  for (const [id, { idNode }] of first) reportUnreadTwins(id, idNode, log);
  const plans = new Map<readonly Step[], Plan>();
  const steps = new Map<string, { plan: Plan; index: number }>();
  for (const list of lists) {
    const plan = planSteps(list.steps, list.owner, (id) => first.has(id), log);
    plans.set(list.steps, plan);
    for (const [index, step] of list.steps.entries())
      if (first.get(step.id) === step) steps.set(step.id, { plan, index });
  }
  const approvals = new Map(runbook.approvals.map(({ name, value }) => [name, value]));
  const inputs = new Map(runbook.inputs.map((input) => [input.name, input]));
  const secrets = new Set(runbook.secrets.map(({ name }) => name));
  const vars = new Set(runbook.vars.map(({ name }) => name));
  const sharesResults = runbook.sharesResults === true;
  const hyphened = new Map<string, string>();
  for (const id of steps.keys()) {
    const hyphen = id.indexOf("-");
    if (hyphen <= 0) continue;
    const before = id.slice(0, hyphen);
    if (!hyphened.has(before)) hyphened.set(before, id);
  }
  const variables = new Set(flows.flatMap(variablesIn));
  const declarations = {
    inputs,
    secrets,
    vars,
    approvals,
    steps,
    hyphened,
    sharesResults,
    variables,
    isNative: runbook.isNative === true,
    suggest: log.suggest,
  };
  return { plans, shared, declarations, flows };
}
