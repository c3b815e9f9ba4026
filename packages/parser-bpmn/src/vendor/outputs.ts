/**
 * What an activity or event gives back by a vendor's mapping.
 *
 * A mapping reads variables of a local scope, into which the answer of whoever did the task was put. The graph has that answer
 * as a result beside the variables. So a path such as `response.body` is read out of the result. An expression that computes
 * something can't be: it needs the answer as variables, and the task gets a scope of its own, whose outputs it is then (`needsScope`).
 */
import type { Binding, Diagnostic, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { watching } from "../lower/input-list.js";
import type { Lowering } from "../lower/lowering.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { gatheredOf, instanceNames } from "./collection.js";
import { itemSource, type OutputSource, sourcesOf } from "./output-sources.js";
import { pathIn } from "./paths.js";
import type { ReadText } from "./place.js";
import { resultVariable, wholeAnswer } from "./result-variable.js";
import { feelOf } from "./values.js";

export interface Mapped {
  readonly bindings: readonly Binding[];
  /** The variable that all of the answer goes into. */
  readonly whole?: string;
  /** Whether the answer stays, as variables, beside what is mapped; else the mapping alone says what does. */
  readonly keeps: boolean;
  /** The bindings read variables, and have to be evaluated where the answer has become some. */
  readonly needsScope: boolean;
  /** What they read besides the inputs. */
  readonly reads: readonly string[];
  /** Some read what others before them give. */
  readonly inOrder: boolean;
}

/** `answer`: the source is what a task, a call or a message brought. `variables`: what a subprocess has. Undefined without a mapping. */
export function mappedOutputs(
  lowering: Lowering,
  node: FlowNode,
  inputs: readonly Binding[],
  from: "answer" | "variables",
): Mapped | undefined {
  const sources = sourcesOf(lowering, node);
  const result = resultVariable(node.element);
  const whole = wholeAnswer(node.element);
  const gathered = gatheredOf(lowering, node);
  if (sources.length === 0 && result === undefined && gathered === undefined) return undefined;
  const keeps = sources.every(({ keepsAnswer }) => keepsAnswer);
  const rest = { ...(whole === undefined ? {} : { whole }), keeps };
  const local: Local = {
    whole,
    names: new Set([...inputs.map(({ path: [name = ""] }) => name), ...instanceNames(node)]),
  };
  if (from === "answer") {
    const mapped = fromAnswer(sources, local);
    const item = gathered === undefined ? mapped : fromAnswer([itemSource(gathered)], local);
    if (mapped !== null && item !== null) return { ...mapped, ...rest, needsScope: false, reads: [] };
  }
  const read = new Set<string>();
  const mapped = fromVariables(sources, local, watching(lowering, read));
  if (gathered !== undefined) feelOf({ ...gathered, lowering: { ...watching(lowering, read), report: () => {} } });
  const reads = [...read].filter((name) => !local.names.has(name) && name !== result);
  return { ...mapped, ...rest, needsScope: from === "answer", reads };
}

/** What there is besides the answer's members: the names of inputs, and the variable that the answer is as a whole. */
interface Local {
  readonly names: ReadonlySet<string>;
  readonly whole: string | undefined;
}

type Bindings = Pick<Mapped, "bindings" | "inOrder">;

/** The answer has become variables. */
function fromVariables(sources: readonly OutputSource[], local: Local, lowering: Lowering): Bindings {
  const earlier = new Map<string, Value | null>();
  let inOrder = false;
  const bindings = sources.flatMap((source) => {
    const read = new Set<string>();
    const made = bindingOf(source, source.readText, watching(lowering, read));
    for (const name of read) {
      if (givenBefore(source, name, earlier, local) !== undefined) inOrder = true;
      else lowering.variables.read.add(name);
    }
    remember(earlier, made);
    return made;
  });
  return { bindings, inOrder };
}

/** Null when one of them computes something out of the answer. */
function fromAnswer(sources: readonly OutputSource[], local: Local): Bindings | null {
  const earlier = new Map<string, Value | null>();
  let isComputed = false;
  let inOrder = false;
  const readText =
    (source: OutputSource): ReadText =>
    (place) => {
      const [first, ...rest] = pathIn(place.text) ?? [];
      if (first !== undefined) {
        const known = givenBefore(source, first, earlier, local);
        // A member of what another output reads needs no order, unless they are so many that the paths would grow without end.
        if (known && "result" in known && known.result.length < longestPath)
          return { result: [...known.result, ...rest] };
        inOrder ||= known !== undefined;
        if (known !== undefined || local.names.has(first)) return variable(first, rest);
        return { result: first === local.whole ? rest : [first, ...rest] };
      }
      const read = new Set<string>();
      const value = source.readText({ ...place, lowering: watching(place.lowering, read) });
      for (const name of read) {
        if (givenBefore(source, name, earlier, local) !== undefined) inOrder = true;
        else if (!local.names.has(name)) isComputed = true;
      }
      return value;
    };
  const reported: Diagnostic[] = [];
  const bindings = sources.flatMap((source) => {
    const quiet: Lowering = { ...source.place.lowering, report: (...found) => reported.push(...found) };
    const made = bindingOf(source, readText(source), quiet);
    remember(earlier, made);
    return made;
  });
  if (isComputed) return null;
  for (const one of reported) sources[0]?.place.lowering.report(one);
  return { bindings, inOrder };
}

const longestPath = 50;

/** What an output before this one gave by a name; null for members of it, undefined where the name means something else. */
function givenBefore(
  { seesEarlier, keepsAnswer }: OutputSource,
  name: string,
  earlier: ReadonlyMap<string, Value | null>,
  { names, whole }: Local,
): Value | null | undefined {
  // The engines that keep an answer set what is given outside, where their local variables hide it.
  const isHidden = keepsAnswer && names.has(name);
  return seesEarlier && !isHidden && name !== whole ? earlier.get(name) : undefined;
}

function remember(earlier: Map<string, Value | null>, made: readonly Binding[]): void {
  for (const { path, from } of made) earlier.set(path[0] as string, path.length === 1 ? from : null);
}

/** An output that isn't understood is left out: what is written in the document must not become the value of a variable. */
function bindingOf(source: OutputSource, readText: ReadText, lowering: Lowering): readonly Binding[] {
  let isUnderstood = true;
  const report: Lowering["report"] = (...found) => {
    for (const diagnostic of found) {
      if (diagnostic.code === "bpmn/vendor-value") isUnderstood = false;
      else lowering.report(diagnostic);
    }
  };
  const { place, path } = source;
  const value = source.read({ ...place, lowering: { ...lowering, report } }, readText);
  if (isUnderstood) return value === undefined ? [] : [{ path, from: value }];
  const args = {
    what: describe(place.node),
    name: place.name,
    why: `what goes into '${path.join(".")}' is not understood`,
  };
  lowering.report(bpmn.report("vendor-mapping", lowering.originOf(place.element), args));
  return [];
}

function variable(name: string, path: readonly string[]): Value {
  return path.length === 0 ? { variable: name } : { variable: name, path };
}

/** Says that a mapping is not carried out, where there is no room for a scope. */
export function reportComputed(lowering: Lowering, node: FlowNode): void {
  const args = { what: describe(node), name: "An output", why: "it computes something out of what arrives" };
  lowering.report(bpmn.report("vendor-mapping", lowering.originOf(node.element), args));
}
