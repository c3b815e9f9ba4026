/** Lowering, one function for each type of step. */
import {
  type Flow,
  type Guard,
  type Json,
  type NodeId,
  type Region,
  type Routing,
  synthesized,
  type Value,
} from "@rb/ir";
import { isPlainChoice } from "./branches.js";
import { lowerAction } from "./lower-action.js";
import { lowerCall } from "./lower-call.js";
import { lowerStart } from "./lower-start.js";
import { regionVariables } from "./lower-variables.js";
import { type Instance, isBranchEnd, type Lowering } from "./lowering.js";
import { behindBranches, isInline, lowerOwnWords, wayOf } from "./own-words/own-words.js";
import type { Branch } from "./playbook.js";
import { goOn, goOnFailed, nodeOf, timeoutHandler } from "./step-parts.js";
import { parseCondition, stixComparison } from "./stix/condition.js";
import { wholeReference } from "./variable-references.js";
import type { StepType } from "./vocabulary.js";

type Lower = (lowering: Lowering, instance: Instance) => void;

const lowerers: { readonly [T in StepType]: Lower } = {
  start: lowerStart,
  end: lowerEnd,
  action: lowerAction,
  "playbook-action": lowerCall,
  parallel: lowerParallel,
  "if-condition": lowerIf,
  "while-condition": lowerWhile,
  "switch-condition": lowerSwitch,
};

export function lowerStep(lowering: Lowering, instance: Instance): void {
  const { step, origin } = instance;
  if (step.delayMs > 0) {
    const rule = synthesized("cacao/delay", origin);
    const trigger = { on: "timer", after: { json: step.delayMs } } as const;
    lowering.add({ id: instance.entry, kind: "catch", arms: [{ trigger, origin: rule }], origin: rule });
    lowering.flow(instance.entry, instance.wrapper ?? instance.id, rule);
  }
  lowerers[step.type](lowering, instance);
  lowerOwnWords(lowering, instance);
}

function lowerEnd(lowering: Lowering, instance: Instance): void {
  const { step, frame, id, origin } = instance;
  if (!isBranchEnd(step, frame)) return lowering.add(nodeOf(instance, { kind: "end" }));
  lowering.add(nodeOf(instance, { kind: "gateway" }));
  lowering.flow(id, frame.after as NodeId, origin);
}

/** The branches are entries of one scope, which is done when all of them are (CACAO 2.0, parallel step). */
function lowerParallel(lowering: Lowering, instance: Instance): void {
  const { id, step } = instance;
  // What begins a run begins one of its own.
  if (step.own?.isEntries !== true) reportShared(lowering, instance);
  if (isInline(lowering, instance)) return lowerFork(lowering, instance);
  const entries: NodeId[] = [];
  for (const branch of step.branches) {
    if (step.own?.ways?.has(branch.role) === false) {
      lowering.passOver(branch.entry);
      continue;
    }
    const entry = lowering.branchEntry(instance, branch, `${id}/${branch.role}`, id);
    if (entry !== undefined && !entries.includes(entry)) entries.push(entry);
  }
  const variables = regionVariables(step);
  const region: Region = { entries, ...(variables.length === 0 ? {} : { variables }) };
  lowering.add(nodeOf(instance, { kind: "scope", region, ...timeoutHandler(lowering, instance) }));
  goOn(lowering, instance, id);
}

/** Branches that are no instances of their own begin at a gateway. */
function lowerFork(lowering: Lowering, instance: Instance): void {
  const { id, step } = instance;
  lowering.add(nodeOf(instance, { kind: "gateway" }));
  const after = behindBranches(lowering, instance);
  for (const branch of step.branches) {
    const way = wayOf(lowering, instance, branch.role, {});
    if (way === undefined) {
      lowering.passOver(branch.entry);
      continue;
    }
    const entry = lowering.branchEntry(instance, branch, `${id}/${branch.role}`, id, after);
    if (entry !== undefined) lowering.flow(id, entry, lowering.document.originOf(branch.entry.at), way, branch.role);
  }
}

function reportShared(lowering: Lowering, { step, frame }: Instance): void {
  const implied = frame.implied.get(step.id);
  if (implied !== undefined) {
    const origin = lowering.document.originOf(step.tree);
    lowering.reportOnce(step, () => lowering.document.report("implied-continuation", origin, { target: implied }));
  }
  const seen = new Set<string>();
  for (const branch of step.branches) {
    for (const id of lowering.branches.reach(frame, step, branch).steps) {
      if (!seen.has(id)) seen.add(id);
      else {
        const origin = lowering.document.originOf(branch.entry.at);
        const report = () => lowering.document.report("runs-in-each-branch", origin, { target: id });
        lowering.reportOnce(branch.entry.at, report);
        break;
      }
    }
  }
}

/** The decision is a gateway; each branch a scope behind it, and behind both what the step goes on with. */
function lowerIf(lowering: Lowering, instance: Instance): void {
  const around = surroundings(lowering, instance);
  lowering.add(nodeOf(instance, { kind: "gateway", routing: { take: "first" } }));
  const guard = conditionGuard(lowering, instance);
  const [onTrue, onFalse] = ["true", "false"].map((role) =>
    instance.step.branches.find((branch) => branch.role === role),
  );
  if (onTrue !== undefined) branchFlow(lowering, instance, onTrue, around, { name: "on_true", guard });
  if (onFalse !== undefined) branchFlow(lowering, instance, onFalse, around, { name: "on_false", otherwise: true });
  else undrawnFlow(lowering, instance, "false", around, { name: "on_false", otherwise: true });
}

/** The test, the body behind it, and a flow from the body back to the test. */
function lowerWhile(lowering: Lowering, instance: Instance): void {
  const around = surroundings(lowering, instance);
  lowering.add(nodeOf(instance, { kind: "gateway", routing: { take: "first" } }));
  const guard = conditionGuard(lowering, instance);
  const [body] = instance.step.branches;
  if (body !== undefined) {
    const done = (from: NodeId) => void lowering.flow(from, instance.id, synthesized("cacao/loop", instance.origin));
    branchFlow(lowering, instance, body, { ...around, done, after: instance.id }, { name: "on_true", guard });
  }
  undrawnFlow(lowering, instance, "false", around, { name: "on_false", otherwise: true });
}

function lowerSwitch(lowering: Lowering, instance: Instance): void {
  const { step } = instance;
  const around = surroundings(lowering, instance);
  const select = selectedValue(lowering, instance);
  const routing: Routing = select === undefined ? { take: "first" } : { take: "case", select };
  lowering.add(nodeOf(instance, { kind: "gateway", routing }));
  for (const branch of step.branches) {
    if (branch.value === undefined) {
      branchFlow(lowering, instance, branch, around, { name: "default", otherwise: true });
    } else if (select === undefined) {
      const guard: Guard = { unspecified: `Is it '${branch.value}'?` };
      branchFlow(lowering, instance, branch, around, { name: branch.value, guard });
    } else branchFlow(lowering, instance, branch, around, { name: branch.value, cases: caseValues(branch.value) });
  }
  if (step.branches.some((branch) => branch.value === undefined)) return;
  undrawnFlow(lowering, instance, "default", around, { name: "default", otherwise: true });
}

/** Keys are strings even where the variable holds a number or a truth value, so that each stands for what it spells. */
function caseValues(value: string): readonly Json[] {
  if (value === "true" || value === "false") return [value, value === "true"];
  return /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?$/.test(value) ? [value, Number(value)] : [value];
}

function selectedValue(lowering: Lowering, { step }: Instance): Value | undefined {
  // What is really chosen by stands beside the step.
  if (step.selector === undefined || step.own?.node !== undefined) return undefined;
  const name = wholeReference(step.selector.value);
  if (name === undefined) {
    const { selector } = step;
    const report = () =>
      lowering.document.report("switch-is-no-variable", lowering.document.originOf(selector), {
        value: selector.value,
      });
    lowering.reportOnce(selector, report);
    return undefined;
  }
  lowering.scope.use(name, step.selector, step);
  return { variable: name };
}

function conditionGuard(lowering: Lowering, { step }: Instance): Guard {
  const { document, scope } = lowering;
  const { condition } = step;
  if (condition === undefined) return { unspecified: "The step has no condition." };
  // The real condition stands beside the step.
  if (step.own?.ways !== undefined) return { unspecified: condition.value };
  const parsed = parseCondition(condition.value);
  if ("error" in parsed) {
    const origin = document.originInside(condition, parsed.offset ?? 0);
    lowering.reportOnce(condition, () => document.report("condition-syntax", origin, { problem: parsed.error }));
    return { unspecified: condition.value };
  }
  lowering.reportOnce(condition, () => {
    for (const name of parsed.reads) scope.use(name, condition, step);
    if (step.type === "while-condition" && !parsed.reads.some((name) => scope.isChanging(name))) {
      document.report("endless-loop", document.originOf(condition), {});
    }
    for (const { name, offset } of parsed.unmarked) {
      const origin = document.originInside(condition, offset);
      document.report("reference-without-value", origin, {
        name,
        read: "is read as the variable, although ':value' is missing",
      });
    }
  });
  return {
    expr: { language: stixComparison.name, text: condition.value, origin: document.originOf(condition, "condition") },
  };
}

// ---------------------------------------------------------------------------------------------------------------
// What stands around a choice

interface Surroundings {
  /** Adds the flow to what comes after the choice: from a branch, or from the gateway by the way that isn't drawn. */
  readonly done: (from: NodeId, undrawn?: UndrawnWay) => void;
  readonly failed: (from: NodeId) => void;
  /** Where branches go on that are no instances of their own; undefined where they end. */
  readonly after: NodeId | undefined;
}

/** A choice with variables or a timeout of its own stands in a scope that has them; others stand where the step does. */
function surroundings(lowering: Lowering, instance: Instance): Surroundings {
  const { step, frame, wrapper } = instance;
  if (wrapper === undefined) {
    return {
      after: isInline(lowering, instance) ? behindBranches(lowering, instance) : undefined,
      done(from, way) {
        const next = lowering.branches.continuation(frame, step);
        const to = next === undefined ? undefined : lowering.target(frame, next, from);
        if (to !== undefined && next !== undefined) {
          lowering.flow(from, to, lowering.document.originOf(next.at), way?.facts, way?.role);
        } else if (way !== undefined) implicitEnd(lowering, instance, from, way);
      },
      failed: (from) => goOnFailed(lowering, instance, from),
    };
  }
  const rule = synthesized("cacao/step-scope", instance.origin);
  const variables = regionVariables(step);
  const region: Region = { entries: [instance.id], ...(variables.length === 0 ? {} : { variables }) };
  lowering.add({ id: wrapper, kind: "scope", region, origin: rule, ...timeoutHandler(lowering, instance) });
  goOn(lowering, instance, wrapper);
  return {
    after: undefined,
    done(from, way) {
      if (way !== undefined) implicitEnd(lowering, instance, from, way);
    },
    failed() {},
  };
}

/** A way that no step is drawn for. */
interface UndrawnWay {
  readonly role: string;
  readonly facts: Partial<Flow>;
}

function undrawnFlow(
  lowering: Lowering,
  instance: Instance,
  role: string,
  around: Surroundings,
  way: Way & { readonly name: string },
): void {
  const facts = wayOf(lowering, instance, role, way);
  if (facts !== undefined) around.done(instance.id, { role: way.name, facts });
}

function implicitEnd(lowering: Lowering, instance: Instance, from: NodeId, way: UndrawnWay): void {
  const rule = synthesized("cacao/end-of-branch", instance.origin);
  const end = lowering.freshId(`${instance.id}/end`);
  lowering.add({ id: end, kind: "end", origin: rule });
  lowering.flow(from, end, rule, way.facts, way.role);
}

interface Way {
  readonly name: string;
  readonly guard?: Guard;
  readonly otherwise?: true;
  readonly cases?: readonly Json[];
}

/** One way of a choice: the branch's scope, a flow from the gateway to it, and the ways on behind it. */
function branchFlow(lowering: Lowering, instance: Instance, branch: Branch, around: Surroundings, native: Way): void {
  const origin = lowering.document.originOf(branch.entry.at);
  const way = wayOf(lowering, instance, branch.role, native);
  if (way === undefined) return;
  if (isInline(lowering, instance)) {
    const label = lowering.freshId(`${instance.id}/${branch.role}`);
    const to = lowering.branchEntry(instance, branch, label, label, around.after);
    if (to !== undefined) lowering.flow(instance.id, to, origin, way, branch.role);
    return;
  }
  if (isPlainChoice(instance.step)) {
    const to = lowering.target(instance.frame, branch.entry, instance.id);
    if (to !== undefined) lowering.flow(instance.id, to, origin, way, branch.role);
    return;
  }
  const scope = lowering.branchScope(instance, branch);
  lowering.flow(instance.id, scope, origin, way, branch.role);
  around.done(scope);
  around.failed(scope);
}
