/** Where an expression stands, and so what it sees. */
import type { suggest } from "@rb/ir";
import type { ArgumentsOf, Reason } from "../diagnostics.js";
import type { ApprovalTerms, Input, Step } from "../format/model.js";
import type { Reference } from "../jsonata/analyse.js";
import { eventName } from "./events.js";
import type { Plan } from "./plan.js";
import { isRepeating } from "./rounds.js";

/** What the whole runbook declares. */
export interface Declarations {
  readonly inputs: ReadonlyMap<string, Input>;
  readonly secrets: ReadonlySet<string>;
  readonly vars: ReadonlySet<string>;
  readonly approvals: ReadonlyMap<string, ApprovalTerms>;
  /** For each step the list that it is in, and where. */
  readonly steps: ReadonlyMap<string, { readonly plan: Plan; readonly index: number }>;
  /** Of the ids with hyphens, by what stands before the first one: that is what an expression reads of them. */
  readonly hyphened: ReadonlyMap<string, string>;
  /** What a step gave is seen everywhere; what isn't there yet is nothing. */
  readonly sharesResults: boolean;
  /** What flows call by the names that the graph has for it. */
  readonly variables: ReadonlySet<string>;
  /** Whether the document was written in the words of this format, so that templates of others are slips. */
  readonly isNative: boolean;
  /** The name that was most likely meant. */
  readonly suggest: typeof suggest;
}

export interface Place {
  readonly declarations: Declarations;
  /** The lists whose steps may be seen here; an index: those before that step, none: all of them, since all are over. */
  readonly lists: readonly { readonly plan: Plan; readonly before?: number }[];
  readonly loopVariables: readonly string[];
  /** In a handler of steps together: a list that undoes not its own steps, but these. */
  readonly undoes?: { readonly plan: Plan; readonly steps: readonly Step[] };
  /** The steps whose handlers or undoing this is: what has become of them is seen. */
  readonly handling: readonly string[];
  /** Under `outputs` of a step, `result` is what it gave. */
  readonly hasResult: boolean;
  /** The text of a script is a language of its own. */
  readonly isScript?: boolean;
  /** In a flow, names are those of the graph. */
  readonly isFlow?: boolean;
}

export type Problem = { readonly [K in Reason]: { readonly reason: K; readonly args: ArgumentsOf<K> } }[Reason];

/** Why a name can't be used here; null when it can. */
export function problemWith(reference: Reference, place: Place): Problem | null {
  const { root, member, name } = reference;
  const { inputs, vars, suggest, variables } = place.declarations;
  if (place.isFlow === true && (member === undefined || root === "vars" || variables.has(name))) return null;
  if (member === undefined) return problemWithRoot(name, place);
  if (root === "inputs") {
    return inputs.has(member)
      ? null
      : { reason: "unknown-input", args: { name: member, hint: suggest(member, inputs.keys()) } };
  }
  if (root === "secrets") {
    const { secrets } = place.declarations;
    return secrets.has(member)
      ? null
      : { reason: "unknown-secret", args: { name: member, hint: suggest(member, secrets) } };
  }
  if (root === "vars") {
    return vars.has(member)
      ? null
      : { reason: "unknown-variable", args: { name: member, hint: suggest(member, vars) } };
  }
  return problemWithStep(member, place) ?? problemWithOutput(member, reference.path ?? [], place);
}

/** Nobody reads more names in a message. */
const mostNamed = 20;

/** A step that says what it keeps of its result keeps nothing else. */
function problemWithOutput(name: string, path: readonly string[], place: Place): Problem | null {
  const { steps, suggest, sharesResults } = place.declarations;
  const target = steps.get(name);
  const step = target?.plan.steps[target.index];
  const [what, output] = path;
  if (step === undefined || what === undefined) return null;
  // Where results are seen everywhere, what isn't there is nothing.
  if (!sharesResults && !membersOf(step).includes(what)) {
    const behind = suggest(what, ["output"]) === undefined ? path : path.slice(1);
    const hint = ["steps", name, "output", ...behind].map(quoted).join(".");
    return { reason: "unknown-member", args: { id: name, name: what, hint } };
  }
  if (what !== "output" || output === undefined || step.outputs === undefined || isCollected(step)) return null;
  if (step.outputs.some((one) => one.name === output)) return null;
  const names = step.outputs.slice(0, mostNamed).map((one) => one.name);
  return { reason: "unknown-output", args: { id: name, name: output, hint: suggest(output, names), names } };
}

/** What there is of a step: what it gave, how often it has gone round, and what its handlers were told. */
function membersOf(step: Step): readonly string[] {
  const told = (step.on ?? []).flatMap(({ event }) => eventName(event) ?? []);
  return ["output", ...(isRepeating(step) ? ["rounds"] : []), ...told];
}

function quoted(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : `\`${name}\``;
}

/** Of a loop over items it is a list. */
function isCollected({ action }: Step): boolean {
  return action?.kind === "forEach";
}

function problemWithRoot(name: string, place: Place): Problem | null {
  if (place.loopVariables.includes(name)) return null;
  if (name === "result") return place.hasResult ? null : { reason: "no-result-here", args: {} };
  const { inputs, vars, steps, suggest } = place.declarations;
  const full = [...place.loopVariables, "inputs", "secrets", "steps", "vars"];
  // A bare name is most often one that lacks what comes before it.
  const prefix = inputs.has(name) ? "inputs" : vars.has(name) ? "vars" : steps.has(name) ? "steps" : undefined;
  return {
    reason: "unknown-name",
    args: { name, hint: prefix === undefined ? suggest(name, full) : `${prefix}.${name}` },
  };
}

function problemWithStep(name: string, place: Place): Problem | null {
  const target = place.declarations.steps.get(name);
  if (target === undefined) {
    const { steps, hyphened, suggest } = place.declarations;
    return { reason: "unknown-step", args: { name, hint: hyphened.get(name) ?? suggest(name, steps.keys()) } };
  }
  const list = place.lists.find(({ plan }) => plan === target.plan);
  if (place.declarations.sharesResults) return null;
  if (list === undefined) return { reason: "step-not-visible", args: { name, inside: target.plan.owner?.id } };
  const { before } = list;
  if (before === undefined || target.plan.isBefore(target.index, before) || place.handling.includes(name)) return null;
  const here = target.plan.steps[before] as Step;
  // A loop knows how often it has gone round.
  if (before === target.index && isRepeating(here)) return null;
  return { reason: "step-not-before", args: { name, id: here.id } };
}
