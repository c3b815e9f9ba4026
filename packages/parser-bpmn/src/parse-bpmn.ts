import {
  type Bundle,
  check,
  type DocumentLimits,
  documentLimits,
  IR_VERSION,
  type Language,
  type ParseOptions,
  type ParseResult,
} from "@rb/ir";
import { withoutConsequences } from "./consequences.js";
import { bpmn } from "./diagnostics.js";
import { layoutOf } from "./diagram/layout-of.js";
import { feel } from "./feel/feel.js";
import { Findings } from "./findings.js";
import { juel } from "./juel/juel.js";
import { passVariables } from "./lower/call-variables.js";
import { routesOf } from "./lower/collaboration.js";
import { elements } from "./lower/elements.js";
import { type LoweredProcess, lowerProcess } from "./lower/process.js";
import { buildModel } from "./model/build-model.js";
import { describe } from "./model/describe.js";
import { flowNodeTypes } from "./model/kinds.js";
import type { Level, Model, Process } from "./model/model.js";
import { checkRules } from "./rules/check-rules.js";
import { calledByVendor } from "./vendor/call.js";
import { extensionReports } from "./vendor/report.js";
import { attribute, flag, isBpmn, type XmlElement } from "./xml/element.js";
import { readXml } from "./xml/read-xml.js";
import { createSource, type Source } from "./xml/source.js";

/** The expression languages that a kernel needs in order to run what this parser makes. */
export const bpmnLanguages: readonly Language[] = [juel, feel];

/** Diagrams and vendors' metadata make BPMN files larger than other formats'. */
const bpmnLimits: DocumentLimits = { ...documentLimits, maxBytes: 4 * 1024 * 1024 };

/** Lowers a BPMN 2.0 document. Never throws over one: what is wrong with it is in the diagnostics. */
export function parseBpmn(text: string, options: ParseOptions): ParseResult {
  const limits = { ...bpmnLimits, ...options.limits };
  const source = createSource(text, options.uri);
  const findings = new Findings(limits.maxDiagnostics);
  const model = read(source, limits, findings);
  if (model === null) return { bundle: null, diagnostics: findings.all(source) };
  const bundle = lower(model, source, findings);
  if (bundle !== null)
    for (const one of withoutConsequences(check(bundle, limits), findings.all(source), model, source))
      findings.add(one);
  const layout = layoutOf(model, source, findings);
  return { bundle, ...(layout && { layout }), diagnostics: findings.all(source) };
}

function read(source: Source, limits: DocumentLimits, findings: Findings): Model | null {
  const root = readXml(source, limits);
  if ("code" in root) {
    findings.add(root);
    return null;
  }
  if (root.type !== "definitions") {
    const [namespace, name] = isBpmn(root) ? ["BPMN", root.type] : nameOf(root);
    findings.add(bpmn.report("not-bpmn", source.originOf(root), { root: name, namespace }));
    return null;
  }
  const model = buildModel(root, source, findings, (element) => reportOther(element, source, findings));
  const count = model.processes.reduce((sum, process) => sum + countNodes(process.level), 0);
  if (count > limits.maxNodes) {
    findings.add(bpmn.report("too-many-nodes", source.originOf(root), { count, limit: limits.maxNodes }));
    return null;
  }
  checkRules({ model, source, findings });
  for (const one of extensionReports(model.elements, source)) findings.add(one);
  return model;
}

function nameOf(element: XmlElement): readonly [namespace: string, name: string] {
  const end = element.type.lastIndexOf("}");
  return [element.type.slice(1, end), element.type.slice(end + 1)];
}

function countNodes(level: Level): number {
  return level.nodes.reduce((sum, { content }) => sum + (content === null ? 1 : 1 + countNodes(content)), 0);
}

/** Says what becomes of an element that is neither a flow node nor a flow. */
function reportOther(element: XmlElement, source: Source, findings: Findings): void {
  if (!isBpmn(element)) return;
  const row = elements.get(element.type);
  const origin = source.originOf(element);
  const what = describe(element);
  if (row === undefined) {
    const near = findings.near(element.type, [...flowNodeTypes, ...elements.keys()]);
    findings.add(bpmn.report("unknown-element", origin, { type: element.type, near }));
  } else if (row.as === "forbidden") findings.add(bpmn.report("choreography-in-process", origin, { what }));
  else if (row.as === "unsupported") findings.add(bpmn.report("unsupported-element", origin, { what, why: row.why }));
}

function lower(model: Model, source: Source, findings: Findings): Bundle | null {
  const runnable = model.processes.filter((process) => process.level.nodes.length > 0);
  const origin = source.originOf(model.definitions);
  const main = mainOf(model, runnable);
  if (main === undefined) {
    findings.add(bpmn.report("no-process", origin, {}));
    return null;
  }
  for (const process of model.processes) {
    if (process.level.nodes.length > 0) continue;
    findings.add(bpmn.report("empty-process", source.originOf(process.element), { id: process.id }));
  }
  if (runnable.length > 1) {
    const others = runnable.filter((process) => process !== main);
    const named = others.slice(0, 10).map((process) => `'${process.id}'`);
    const list = others.length > named.length ? [...named, "…"] : named;
    findings.add(bpmn.report("several-processes", origin, { main: main.id, others: list.join(", ") }));
  }
  const lowered = new Map<Process, LoweredProcess>();
  const report = findings.add.bind(findings);
  for (const process of runnable) lowered.set(process, lowerProcess(model, source, process, report));
  const routes = routesOf(model, source, lowered, report);
  const graphs = passVariables(
    model,
    [...lowered.values()].map(({ graph }) => graph),
  );
  return {
    version: IR_VERSION,
    main: main.id,
    graphs,
    ...(routes.length === 0 ? {} : { routes }),
    languages: languagesOf([...lowered.values()]),
  };
}

/** FEEL only where it is used, so that the hash of a plan without it has nothing to do with it. */
function languagesOf(
  lowered: readonly LoweredProcess[],
): readonly { readonly name: string; readonly version: string }[] {
  const used = lowered.some(({ languages }) => languages.has(feel.name)) ? [juel, feel] : [juel];
  return used.map(({ name, version }) => ({ name, version }));
}

/** The first process that is executable and that no other one calls; failing that the first executable one, or simply the first. */
function mainOf(model: Model, processes: readonly Process[]): Process | undefined {
  const called = new Set<Process>();
  const visit = (level: Level): void => {
    for (const { element, content } of level.nodes) {
      const callee = model.processOf(attribute(element, "calledElement") ?? calledByVendor(element) ?? "");
      if (callee !== undefined && callee !== level.process) called.add(callee);
      if (content !== null) visit(content);
    }
  };
  for (const process of processes) visit(process.level);
  const executable = processes.filter((process) => flag(process.element, "isExecutable", false));
  return executable.find((process) => !called.has(process)) ?? executable[0] ?? processes[0];
}
