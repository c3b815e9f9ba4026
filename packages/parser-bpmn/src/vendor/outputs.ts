/**
 * What an activity or event gives back by a vendor's mapping.
 *
 * A mapping reads variables of a local scope, into which the answer of whoever did the task was put. The graph has that answer
 * as a result beside the variables. So a path such as `response.body` is read out of the result. An expression that computes
 * something can't be: it needs the answer as variables, and the task gets a scope of its own, whose outputs it is then (`needsScope`).
 */
import type { Binding, Diagnostic, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import type { Lowering } from "../lower/lowering.js";
import { describe } from "../model/describe.js";
import type { FlowNode } from "../model/model.js";
import { attribute, type XmlElement } from "../xml/element.js";
import { gatheredOf, instanceNames } from "./collection.js";
import { extensionsOf, vendorChildren, vendorName } from "./names.js";
import { parameterOf } from "./parameters.js";
import { pathIn } from "./paths.js";
import type { Place, ReadText } from "./place.js";
import { resultVariable } from "./result-variable.js";
import { feelOf, templateOf } from "./values.js";

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
}

/** `answer`: the source is what a task, a call or a message brought. `variables`: what a subprocess has. Undefined without a mapping. */
export function mappedOutputs(
  lowering: Lowering,
  node: FlowNode,
  inputs: readonly Binding[],
  from: "answer" | "variables",
): Mapped | undefined {
  const sources = sourcesOf(lowering, node);
  const whole = resultVariable(node.element);
  const gathered = gatheredOf(lowering, node);
  if (sources.length === 0 && whole === undefined && gathered === undefined) return undefined;
  const keeps = sources.every(({ keepsAnswer }) => keepsAnswer);
  const rest = { ...(whole === undefined ? {} : { whole }), keeps };
  const names = new Set([...inputs.map(({ path: [name = ""] }) => name), ...instanceNames(node)]);
  if (from === "answer") {
    const bindings = fromAnswer(sources, names, whole);
    const item = gathered === undefined ? [] : fromAnswer([itemSource(gathered)], names, whole);
    if (bindings !== null && item !== null) return { bindings, ...rest, needsScope: false, reads: [] };
  }
  const read = new Set<string>();
  const watched: Lowering = { ...lowering, variables: { ...lowering.variables, read } };
  const bindings = sources.flatMap((source) => bindingOf(source, source.readText, watched));
  if (gathered !== undefined) feelOf({ ...gathered, lowering: { ...watched, report: () => {} } });
  return {
    bindings,
    ...rest,
    needsScope: from === "answer",
    reads: [...read].filter((name) => !names.has(name) && name !== whole),
  };
}

interface OutputSource {
  readonly path: readonly string[];
  readonly place: Place;
  readonly readText: ReadText;
  /** Finds the texts; undefined when something else than a text says what comes out. */
  readonly read: (place: Place, readText: ReadText) => Value | undefined;
  readonly keepsAnswer: boolean;
}

const asText: OutputSource["read"] = (place, readText) => readText(place);

function sourcesOf(lowering: Lowering, node: FlowNode): readonly OutputSource[] {
  return extensionsOf(node.element).flatMap((element) => {
    const { shown, dialect, local } = vendorName(element.type);
    const place: Place = { lowering, node, owner: node.element, element, name: shown, text: "" };
    if (dialect === "zeebe" && local === "ioMapping") return zeebeSources(place);
    if (dialect !== "engine") return [];
    if (local === "inputOutput") return parameters(place, element);
    if (local === "connector")
      return vendorChildren(element, "engine", "inputOutput").flatMap((one) => parameters(place, one));
    if (local === "out" && node.type === "callActivity") return outSource(place);
    return [];
  });
}

/** What is gathered of each instance reads what the outputs read. */
function itemSource(place: Place): OutputSource {
  return { path: [], place, readText: feelOf, read: asText, keepsAnswer: true };
}

function zeebeSources(place: Place): readonly OutputSource[] {
  return vendorChildren(place.element, "zeebe", "output").flatMap((element) => {
    const target = attribute(element, "target");
    if (target === undefined) return [];
    const source = { ...place, element, text: attribute(element, "source") ?? "" };
    return [{ path: target.split("."), place: source, readText: feelOf, read: asText, keepsAnswer: false }];
  });
}

function parameters(place: Place, inputOutput: XmlElement): readonly OutputSource[] {
  return vendorChildren(inputOutput, "engine", "outputParameter").flatMap((element) => {
    const target = attribute(element, "name");
    const named = { ...place, element, name: `${place.name} '${target}'` };
    if (target === undefined) return [];
    return [{ path: [target], place: named, readText: templateOf, read: parameterOf, keepsAnswer: true }];
  });
}

/** `out` of a call: only what it names comes back. */
function outSource(place: Place): readonly OutputSource[] {
  const { element } = place;
  const target = attribute(element, "target");
  const source = attribute(element, "source");
  const text = source === undefined ? attribute(element, "sourceExpression") : `\${${source}}`;
  if (target === undefined || text === undefined) return [];
  return [{ path: [target], place: { ...place, text }, readText: templateOf, read: asText, keepsAnswer: false }];
}

// ---------------------------------------------------------------------------------------------------------------

/** Null when one of them computes something out of the answer. */
function fromAnswer(
  sources: readonly OutputSource[],
  inputs: ReadonlySet<string>,
  whole: string | undefined,
): readonly Binding[] | null {
  let isComputed = false;
  const readText =
    (source: OutputSource) =>
    (place: Place): Value => {
      const path = pathIn(place.text);
      const [first = "", ...rest] = path ?? [];
      if (path !== null) return inputs.has(first) ? variable(first, rest) : { result: first === whole ? rest : path };
      const read = new Set<string>();
      const { lowering } = place;
      const value = source.readText({
        ...place,
        lowering: { ...lowering, variables: { ...lowering.variables, read } },
      });
      if ([...read].some((name) => !inputs.has(name))) isComputed = true;
      return value;
    };
  const reported: Diagnostic[] = [];
  const bindings = sources.flatMap((source) => {
    const quiet: Lowering = { ...source.place.lowering, report: (...found) => reported.push(...found) };
    return bindingOf(source, readText(source), quiet);
  });
  if (isComputed) return null;
  sources[0]?.place.lowering.report(...reported);
  return bindings;
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
