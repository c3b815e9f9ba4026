/** One function for each word that a step can have. */
import { assertNever, type CatchArm, MANUAL, synthesized, type Value } from "@rb/ir";
import type {
  ActionKind,
  ApprovalTerms,
  ApproveAction,
  CallAction,
  FailAction,
  PolicyAction,
  SetAction,
  Step,
  WaitAction,
} from "../format/model.js";
import { activityOf, baseOf, type Core, finish, waysOut } from "./activity.js";
import type { Exit } from "./builder.js";
import { checkCommand, programIn } from "./check-command.js";
import { carriesData, triggerOf } from "./events.js";
import { lowerFlowStep } from "./flow/lower-flow-step.js";
import { nameInGraph } from "./flow/names.js";
import { lowerForEach, lowerGroup, lowerParallel, lowerRace, lowerSwitch } from "./lower-block.js";
import { lowerUntil, lowerWhile } from "./lower-loop.js";
import { lowerThrow } from "./lower-throw.js";
import { type Lowering, outputsInside, outputsOf } from "./lowering.js";
import type { Place } from "./place.js";
import { argument, listValue, objectValue } from "./values.js";

export function lowerAction(lowering: Lowering, step: Step, place: Place): Core {
  const { action, into } = step;
  if (into !== undefined) lowering.values.declared(into.variable, into.node, place);
  switch (action?.kind) {
    case undefined:
      // What it does couldn't be read, so the graph is not for running; the step keeps its place.
      return { entry: lowering.builder.add({ kind: "gateway", ...baseOf(lowering, step) }), done: [] };
    case "run":
    case "http":
    case "use":
    case "emit":
    case "script":
    case "manual": {
      const { executor, request } = requestOf(lowering, action, place);
      if (action.kind === "run" && action.command.kind === "list")
        checkCommand(lowering, executor, request, action.command.items[0] ?? action.command);
      if (action.kind === "use") checkCommand(lowering, executor, request, programIn(action.with ?? action.node));
      return finish(lowering, step, place, () => ({
        kind: "action",
        ...activityOf(lowering, step, place),
        executor,
        request,
      }));
    }
    case "approve":
      return finish(lowering, step, place, () => ({
        kind: "gate",
        ...activityOf(lowering, step, place),
        ...gateOf(lowering, action, place),
      }));
    case "policy":
      return finish(lowering, step, place, () => ({
        kind: "gate",
        ...activityOf(lowering, step, place),
        ...policyOf(lowering, action, place),
      }));
    case "call":
      return lowerCall(lowering, step, action, place);
    case "wait":
      return lowerWait(lowering, step, action, place);
    case "race":
      return lowerRace(lowering, step, action, place);
    case "send":
    case "signal":
    case "escalate":
    case "rollback":
      return lowerThrow(lowering, step, action, place);
    case "flow":
      return lowerFlowStep(lowering, step, action.region, place);
    case "set":
      return lowerSet(lowering, step, action, place);
    case "fail":
      return lowerFail(lowering, step, action, place);
    case "forEach":
      return lowerForEach(lowering, step, action, place);
    case "parallel":
      return lowerParallel(lowering, step, action, place);
    case "switch":
      return lowerSwitch(lowering, step, action, place);
    case "group":
      return lowerGroup(lowering, step, action, place);
    case "until":
      return lowerUntil(lowering, step, action, place);
    case "while":
      return lowerWhile(lowering, step, action, place);
    default:
      return assertNever(action);
  }
}

// ---------------------------------------------------------------------------------------------------------------
// Requests

type Asking = Extract<NonNullable<Step["action"]>, { kind: "run" | "http" | "use" | "script" | "emit" | "manual" }>;
type Member = readonly [key: string, value: Value];

function requestOf(
  lowering: Lowering,
  action: Asking,
  place: Place,
): { readonly executor: string; readonly request: Value } {
  const { values } = lowering;
  const optional = (key: string, node: Parameters<typeof values.value>[0] | undefined): readonly Member[] =>
    node === undefined ? [] : [[key, values.value(node, place)]];
  switch (action.kind) {
    case "run": {
      const items = action.command.kind === "list" ? action.command.items : [];
      const command = listValue(items.map((item) => argument(item, values, place)));
      const request = objectValue([
        ["command", command],
        ...optional("cwd", action.cwd),
        ...optional("env", action.env),
        ...optional("stdin", action.stdin),
        ...(action.exitCodes === undefined ? [] : [["exitCodes", { json: action.exitCodes }] as const]),
      ]);
      return { executor: "exec", request };
    }
    case "http": {
      const request = objectValue([
        ["method", { json: action.method }],
        ["url", values.value(action.url, place)],
        ...optional("headers", action.headers),
        ...optional("body", action.body),
      ]);
      return { executor: "http", request };
    }
    case "use":
      return {
        executor: action.executor,
        request: action.with === undefined ? { json: {} } : values.value(action.with, place),
      };
    case "script": {
      const request = objectValue([
        ["format", values.value(action.language, place)],
        ["script", values.value(action.text, { ...place, isScript: true })],
        ...optional("inputs", action.inputs),
      ]);
      return { executor: "script", request };
    }
    case "emit":
      return {
        executor: "event",
        request: objectValue([["type", values.value(action.type, place)], ...optional("data", action.data)]),
      };
    case "manual": {
      const evidence: readonly Member[] =
        action.evidence === undefined ? [] : [["evidence", { json: action.evidence.map((one) => ({ ...one })) }]];
      return {
        executor: MANUAL,
        request: objectValue([["instructions", values.value(action.instructions, place)], ...evidence]),
      };
    }
  }
}

function gateOf(lowering: Lowering, action: ApproveAction, place: Place) {
  const { message, roles, grants, count, expires, evidence } = { ...termsOf(lowering, action, place), ...action };
  return {
    by: "people" as const,
    ...(message === undefined ? {} : { show: lowering.values.value(message, place) }),
    ...(roles === undefined ? {} : { roles }),
    ...(grants === undefined ? {} : { grants }),
    ...(count === undefined ? {} : { count }),
    ...(expires === undefined ? {} : { expires: lowering.values.span(expires, place) }),
    ...(evidence === undefined ? {} : { evidence }),
  };
}

function termsOf({ log }: Lowering, { as }: ApproveAction, { declarations }: Place): ApprovalTerms {
  if (as === undefined) return {};
  const terms = declarations.approvals.get(as.name);
  if (terms === undefined)
    log.say("unknown-approval", as.node, { name: as.name, hint: log.suggest(as.name, declarations.approvals.keys()) });
  return terms ?? {};
}

function policyOf(lowering: Lowering, action: PolicyAction, place: Place) {
  const { policy, about } = action;
  return {
    by: "policy" as const,
    policy,
    ...(about === undefined ? {} : { show: lowering.values.value(about, place) }),
  };
}

function lowerCall(lowering: Lowering, step: Step, action: CallAction, place: Place): Core {
  const inputs = action.inputs.map(({ name, value }) => ({
    path: [`inputs.${name}`],
    from: lowering.values.value(value, place),
  }));
  const { runbook: id, version } = action;
  return finish(lowering, step, place, () => ({
    kind: "call",
    ...activityOf(lowering, step, place),
    ...(inputs.length === 0 ? {} : { inputs }),
    target: { id, ...(version === undefined ? {} : { version }) },
    ...(isOfFile(lowering, action) ? { graph: id } : {}),
  }));
}

/** Others are found by whoever loads the file. */
function isOfFile({ ofFile }: Lowering, { runbook, version }: CallAction): boolean {
  const callee = ofFile.get(runbook);
  return callee !== undefined && (version === undefined || callee.version === undefined || callee.version === version);
}

// ---------------------------------------------------------------------------------------------------------------
// Waits, assignments and failures, which aren't activities

function lowerWait(lowering: Lowering, step: Step, action: WaitAction, place: Place): Core {
  const { values, builder } = lowering;
  const base = baseOf(lowering, step);
  const { until } = action;
  const trigger = triggerOf(lowering, until, place);
  const isSure = until.on === "span" || until.on === "moment";
  if (isSure) reportUnheard(lowering, step);
  const arms: CatchArm[] = [
    { trigger, ...(carriesData(until) ? { into: outputsOf(lowering, step, place) } : {}), origin: base.origin },
  ];
  const timeout = synthesized("runbook/timeout", base.origin);
  const exits: Exit[] = [{ from: step.id, origin: synthesized("runbook/order", base.origin) }];
  if (!isSure && step.timeout !== undefined) {
    arms.push({ port: "timeout", trigger: { on: "timer", after: values.span(step.timeout, place) }, origin: timeout });
    const late: Exit = { from: step.id, port: "timeout", origin: timeout };
    if (step.continueOnError) exits.push(late);
    else {
      const message: Value = { json: `'${step.name ?? step.id}' waited in vain.` };
      const id = builder.add({
        kind: "end",
        id: `${step.id}/timeout`,
        throws: [{ raise: "error", code: "timeout", message }],
        origin: timeout,
      });
      builder.connect(late, id);
    }
  }
  builder.add({ kind: "catch", ...base, arms });
  return { entry: step.id, done: exits };
}

/** A wait for a time always ends, and gives nothing. */
function reportUnheard({ log }: Lowering, step: Step): void {
  for (const field of ["timeout", "continueOnError", "outputs", "output", "into"]) {
    const key = step.node.entries.get(field)?.key;
    const instead = "It goes with waiting for something that may never come.";
    if (key !== undefined) log.say("field-not-here", key, { field, action: "wait" satisfies ActionKind, instead });
  }
}

function lowerSet(lowering: Lowering, step: Step, action: SetAction, place: Place): Core {
  const outputs = action.values.map(({ name, key, value }) => {
    lowering.values.declared(name, key, place);
    return { path: [nameInGraph(name, place)], from: lowering.values.value(value, place) };
  });
  const { outputs: own = [] } = outputsInside(lowering, step, place);
  lowering.builder.add({ kind: "throw", ...baseOf(lowering, step), throws: [], outputs: [...outputs, ...own] });
  return { entry: step.id, done: waysOut(lowering, step, step.id) };
}

function lowerFail(lowering: Lowering, step: Step, action: FailAction, place: Place): Core {
  const { code, message } = action;
  const error = {
    raise: "error" as const,
    code: code ?? "failed",
    ...(message === undefined ? {} : { message: lowering.values.value(message, place) }),
  };
  lowering.builder.add({ kind: "end", ...baseOf(lowering, step), throws: [error] });
  return { entry: step.id, done: [] };
}
