/**
 * The table of vendors' extensions: what becomes of each attribute and element that is known. `docs/supported-vendors.md` says
 * the same for people. What isn't here is kept and reported; nothing of it is ever evaluated.
 */
import { activityTypes, eventTypes } from "../model/kinds.js";
import { form } from "./form.js";
import { vendorName } from "./names.js";
import type { Say } from "./place.js";
import { feelExpression } from "./script.js";
import { code, connector, errors, fields, headers, properties, word } from "./task-words.js";
import { feelOf } from "./values.js";
import { assignmentDefinition, attributesOf, one, priorityDefinition, several, taskSchedule } from "./who.js";

type At = (type: string) => boolean;

export interface Row {
  /**
   * `lowered`: the graph says it. `code`: names something that only an engine could run. `fact`: people and tools read it, a run
   * doesn't change by it. `aside`: not even kept, because it says nothing about the process.
   */
  readonly becomes: "lowered" | "code" | "fact" | "aside";
  /** At which elements of BPMN. Elsewhere it isn't known. Absent: anywhere. */
  readonly on?: At;
  /** What it adds to the request of a task. Without it, the lowering of the element around it reads it. */
  readonly say?: Say;
}

const at =
  (...types: readonly string[]): At =>
  (type) =>
    types.includes(type);
/** Tasks that an executor is asked to do, global ones among them. */
const work: At = (type) => /task$/i.test(type) && type !== "receiveTask";
/** The definition in an event whose message an engine sends by a class or worker, and the event itself. */
const sent = at("messageEventDefinition");
const sending = at("endEvent", "intermediateThrowEvent");
const workOrSent: At = (type) => work(type) || sent(type);
const workOrSending: At = (type) => work(type) || sending(type);
const carrying: At = (type) => activityTypes.has(type) || eventTypes.has(type);
const loops = at("multiInstanceLoopCharacteristics");

const says = (say: Say, on: At = work): Row => ({ becomes: "lowered", on, say });
const read = (on: At): Row => ({ becomes: "lowered", on });
const fact: Row = { becomes: "fact" };
const aside: Row = { becomes: "aside" };
const listener: Row = { becomes: "code" };
const coded = (say: Say, on: At = work): Row => ({ becomes: "code", on, say });

/** Camunda 7, Flowable and Activiti. */
const engine: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["type", says(word("type"), workOrSent)],
  ["topic", says(word("topic"), workOrSent)],
  ["class", coded(code("class"), workOrSent)],
  ["delegateExpression", coded(code("delegateExpression"), workOrSent)],
  ["expression", coded(code("expression"), workOrSent)],
  ["resource", coded(code("resource"))],
  ["field", says(fields, workOrSent)],
  ["connector", says(connector, workOrSent)],
  ["errorEventDefinition", says(errors)],
  ["decisionRef", says(word("decision"))],
  ["decisionRefVersion", says(word("decisionVersion"))],
  ["decisionRefVersionTag", says(word("decisionVersion"))],
  ["decisionRefBinding", fact],
  ["mapDecisionResult", says(word("decisionResult"))],
  ["resultVariable", read(work)],
  ["resultVariableName", read(work)],
  ["inputOutput", read(carrying)],
  ["failedJobRetryTimeCycle", read(workOrSending)],
  ["skipExpression", read(work)],

  ["assignee", says(one("assignee"))],
  ["candidateUsers", says(several("candidateUsers"))],
  ["candidateGroups", says(several("candidateGroups"))],
  ["dueDate", says(one("due"))],
  ["followUpDate", says(one("followUp"))],
  ["priority", says(one("priority"))],
  ["formKey", says(form, at("userTask", "globalUserTask", "startEvent"))],
  ["formRef", says(form, at("userTask", "globalUserTask", "startEvent"))],
  ["formRefBinding", fact],
  ["formRefVersion", fact],
  ["formData", says(form, at("userTask", "globalUserTask", "startEvent"))],
  ["formProperty", says(form, at("userTask", "globalUserTask", "startEvent"))],

  ["in", read(at("callActivity"))],
  ["out", read(at("callActivity"))],
  ["calledElementVersion", read(at("callActivity"))],
  ["calledElementVersionTag", read(at("callActivity"))],
  ["calledElementBinding", fact],
  ["collection", read(loops)],
  ["elementVariable", read(loops)],
  ["errorCodeVariable", read(at("errorEventDefinition"))],
  ["errorMessageVariable", read(at("errorEventDefinition"))],
  ["escalationCodeVariable", read(at("escalationEventDefinition"))],

  // Every step of a run is saved before the next one begins, whatever an engine is told about that.
  ["async", fact],
  ["asyncBefore", fact],
  ["asyncAfter", fact],
  ["exclusive", fact],
  ["jobPriority", fact],
  ["taskPriority", fact],
  ["properties", { becomes: "fact", say: properties }],
  ["versionTag", fact],
  ["historyTimeToLive", fact],
  ["isStartableInTasklist", fact],
  ["modelerTemplate", fact],
  ["modelerTemplateVersion", fact],
  ["modelerTemplateIcon", aside],
  ["diagramRelationId", aside],

  ["executionListener", listener],
  ["taskListener", listener],
  ["eventListener", listener],
  ["variableMappingClass", listener],
  ["variableMappingDelegateExpression", listener],
]);

/** Camunda 8. */
const zeebe: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["taskDefinition", says(attributesOf({ type: one("topic", feelOf) }), workOrSending)],
  ["taskHeaders", says(headers, workOrSending)],
  ["ioMapping", read(carrying)],
  ["script", says(feelExpression, at("scriptTask"))],
  [
    "calledDecision",
    says(
      attributesOf({ decisionId: one("decision", feelOf), versionTag: word("decisionVersion") }),
      at("businessRuleTask"),
    ),
  ],
  ["calledElement", read(at("callActivity"))],
  ["loopCharacteristics", read(loops)],
  ["subscription", read(at("message"))],

  ["assignmentDefinition", says(assignmentDefinition)],
  ["taskSchedule", says(taskSchedule)],
  ["priorityDefinition", says(priorityDefinition)],
  ["formDefinition", says(form, at("userTask", "startEvent"))],
  ["userTaskForm", read(at("process", "subProcess"))],
  ["userTask", fact],

  ["properties", { becomes: "fact", say: properties }],
  ["versionTag", fact],
  ["modelerTemplate", fact],
  ["modelerTemplateVersion", fact],
  ["modelerTemplateIcon", aside],

  ["executionListeners", listener],
  ["taskListeners", listener],
]);

/** jBPM. */
const drools: ReadonlyMap<string, Row> = new Map<string, Row>([
  ["taskName", says(word("type"))],
  ["ruleFlowGroup", says(word("decision"), at("businessRuleTask"))],
  ["packageName", fact],
  ["version", aside],
  ["adHoc", fact],
  ["dtype", fact],
  ["msgref", fact],
  ["metaData", fact],
  ["metadata", fact],
  ["import", listener],
  ["global", listener],
  ["onEntry-script", listener],
  ["onExit-script", listener],
]);

/** What rb writes. The graph says it, so nothing of it is kept for people. */
const rb: ReadonlyMap<string, Row> = new Map([
  ["ir", aside],
  ["port", aside],
]);

export const extensions: { readonly [dialect: string]: ReadonlyMap<string, Row> } = { engine, zeebe, drools, rb };

/** The row of an attribute at an element of BPMN; undefined when it isn't known there. */
export function rowOfAttribute(name: string, owner: string): Row | undefined {
  // What tools note at the root, whichever they are, is about the file: who wrote it, when, and by which version.
  return owner === "definitions" && vendorName(name).dialect === "other" ? fact : rowOf(name, owner);
}

/** The row of an extension element at an element of BPMN; undefined when it isn't known there. */
export function rowOf(name: string, owner: string): Row | undefined {
  const { dialect, local } = vendorName(name);
  if (dialect === "aside") return aside;
  if (dialect === "fact") return fact;
  const row = dialect === "other" ? undefined : extensions[dialect]?.get(local);
  return row?.on === undefined || row.on(owner) ? row : undefined;
}
