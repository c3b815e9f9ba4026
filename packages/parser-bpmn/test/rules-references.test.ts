import { describe, expect, test } from "vitest";
import { references } from "../src/rules/reference-table.js";
import { checkRuleCases, drawn, executable, findings, flow, marked } from "./rule-cases.js";

/** Where the schema has a reference: the element, what holds the reference, and what it may lead to. */
const places: readonly (readonly [owner: string, name: string, form: "attribute" | "child", target: string])[] = [
  ["sendTask", "messageRef", "attribute", "message"],
  ["receiveTask", "messageRef", "attribute", "message"],
  ["messageFlow", "messageRef", "attribute", "message"],
  ["messageEventDefinition", "messageRef", "attribute", "message"],
  ["correlationPropertyRetrievalExpression", "messageRef", "attribute", "message"],
  ["operation", "inMessageRef", "child", "message"],
  ["operation", "outMessageRef", "child", "message"],
  ["operation", "errorRef", "child", "error"],
  ["errorEventDefinition", "errorRef", "attribute", "error"],
  ["signalEventDefinition", "signalRef", "attribute", "signal"],
  ["escalationEventDefinition", "escalationRef", "attribute", "escalation"],
  ["multiInstanceLoopCharacteristics", "oneBehaviorEventRef", "attribute", "signalEventDefinition"],
  ["multiInstanceLoopCharacteristics", "noneBehaviorEventRef", "attribute", "signalEventDefinition"],
  ["event", "eventDefinitionRef", "child", "cancelEventDefinition"],
  ["implicitThrowEvent", "eventDefinitionRef", "child", "errorEventDefinition"],
  ["messageFlow", "sourceRef", "attribute", "participant"],
  ["messageFlow", "targetRef", "attribute", "receiveTask"],
  ["multiInstanceLoopCharacteristics", "loopDataOutputRef", "child", "dataOutput"],
  ["serviceTask", "operationRef", "attribute", "operation"],
  ["messageEventDefinition", "operationRef", "child", "operation"],
  ["ioBinding", "operationRef", "attribute", "operation"],
  ["ioBinding", "inputDataRef", "attribute", "inputSet"],
  ["ioBinding", "outputDataRef", "attribute", "outputSet"],
  ["participant", "interfaceRef", "child", "interface"],
  ["participant", "endPointRef", "child", "endPoint"],
  ["participant", "processRef", "attribute", "process"],
  ["process", "supportedInterfaceRef", "child", "interface"],
  ["process", "supports", "child", "process"],
  ["process", "definitionalCollaborationRef", "attribute", "collaboration"],
  ["message", "itemRef", "attribute", "itemDefinition"],
  ["property", "itemSubjectRef", "attribute", "itemDefinition"],
  ["formalExpression", "evaluatesToTypeRef", "attribute", "itemDefinition"],
  ["error", "structureRef", "attribute", "itemDefinition"],
  ["signal", "structureRef", "attribute", "itemDefinition"],
  ["escalation", "structureRef", "attribute", "itemDefinition"],
  ["correlationProperty", "type", "attribute", "itemDefinition"],
  ["resourceParameter", "type", "attribute", "itemDefinition"],
  ["dataObjectReference", "dataObjectRef", "attribute", "dataObject"],
  ["dataStoreReference", "dataStoreRef", "attribute", "dataStore"],
  ["inputSet", "dataInputRefs", "child", "dataInput"],
  ["inputSet", "optionalInputRefs", "child", "dataInput"],
  ["inputSet", "whileExecutingInputRefs", "child", "dataInput"],
  ["inputSet", "outputSetRefs", "child", "outputSet"],
  ["outputSet", "dataOutputRefs", "child", "dataOutput"],
  ["outputSet", "optionalOutputRefs", "child", "dataOutput"],
  ["outputSet", "whileExecutingOutputRefs", "child", "dataOutput"],
  ["outputSet", "inputSetRefs", "child", "inputSet"],
  ["dataInputAssociation", "sourceRef", "child", "dataObjectReference"],
  ["dataInputAssociation", "targetRef", "child", "dataInput"],
  ["dataOutputAssociation", "sourceRef", "child", "dataOutput"],
  ["dataOutputAssociation", "targetRef", "child", "property"],
  ["collaboration", "choreographyRef", "child", "choreography"],
  ["callConversation", "calledCollaborationRef", "attribute", "globalConversation"],
  ["callChoreography", "calledChoreographyRef", "attribute", "globalChoreographyTask"],
  ["partnerEntity", "participantRef", "child", "participant"],
  ["partnerRole", "participantRef", "child", "participant"],
  ["choreographyTask", "initiatingParticipantRef", "attribute", "participant"],
  ["choreographyTask", "messageFlowRef", "child", "messageFlow"],
  ["participantAssociation", "innerParticipantRef", "child", "participant"],
  ["participantAssociation", "outerParticipantRef", "child", "participant"],
  ["messageFlowAssociation", "innerMessageFlowRef", "attribute", "messageFlow"],
  ["messageFlowAssociation", "outerMessageFlowRef", "attribute", "messageFlow"],
  ["conversationAssociation", "innerConversationNodeRef", "attribute", "conversation"],
  ["conversationAssociation", "outerConversationNodeRef", "attribute", "subConversation"],
  ["correlationKey", "correlationPropertyRef", "child", "correlationProperty"],
  ["correlationPropertyBinding", "correlationPropertyRef", "attribute", "correlationProperty"],
  ["correlationSubscription", "correlationKeyRef", "attribute", "correlationKey"],
  ["potentialOwner", "resourceRef", "child", "resource"],
  ["resourceParameterBinding", "parameterRef", "attribute", "resourceParameter"],
  ["linkEventDefinition", "source", "child", "linkEventDefinition"],
  ["linkEventDefinition", "target", "child", "linkEventDefinition"],
];
/** Only people look at these, so that nothing about them is an error. */
const drawings: typeof places = [
  ["group", "categoryValueRef", "attribute", "categoryValue"],
  ["lane", "flowNodeRef", "child", "startEvent"],
  ["conversationLink", "sourceRef", "attribute", "conversation"],
  ["conversationLink", "targetRef", "attribute", "participant"],
];
/** These may lead to anything, if only it is there. */
const loose: typeof places = [
  ["lane", "partitionElementRef", "attribute", "category"],
  ["association", "sourceRef", "attribute", "category"],
  ["association", "targetRef", "attribute", "category"],
  ["relationship", "source", "child", "category"],
  ["relationship", "target", "child", "category"],
];

function document(owner: string, name: string, form: string, target: string, ref: string): string {
  const holder =
    form === "attribute" ? `<${owner} ${name}="${ref}"/>` : `<${owner}><${name}>${ref}</${name}></${owner}>`;
  return `<${target} id="right"/><laneSet id="wrong"/><process id="p"><task id="t"/></process>\n${holder}`;
}

function ofReferences(body: string): readonly string[] {
  return findings(body).filter((one) => /(?:unresolved-|wrong-reference|reference-as-code)/.test(one));
}

describe.each([...places, ...drawings])("%s %s", (owner, name, form, target) => {
  const at = `3:${owner.length + 3}`;
  test("may lead to its kind", () => {
    expect(ofReferences(document(owner, name, form, target, "right"))).toEqual([]);
    expect(ofReferences(document(owner, name, form, target, "any:right"))).toEqual([]);
  });
  test("may not lead elsewhere", () => {
    const severity = drawings.some((row) => row[0] === owner && row[1] === name) ? "warning" : "error";
    expect(ofReferences(document(owner, name, form, target, "wrong"))).toEqual([`${severity} wrong-reference ${at}`]);
  });
});

test.each([...places, ...drawings, ...loose])("%s %s leads somewhere", (owner, name, form, target) => {
  const [found, ...others] = ofReferences(document(owner, name, form, target, "nowhere"));
  expect(found).toMatch(/^(?:error unresolved-reference|warning unresolved-detail|warning reference-as-code) 3:/);
  expect(others).toEqual([]);
  expect(ofReferences(document(owner, name, form, target, "right"))).toEqual([]);
});

test("every reference of the table has a place here", () => {
  const tested = new Set([...places, ...drawings, ...loose].map(([, name]) => name));
  expect([...references.keys()].filter((name) => !tested.has(name))).toEqual([]);
});

test("types of other languages are not looked up, whatever else has their name", () => {
  const body = (type: string): string =>
    `<message id="m" itemRef="${type}"/><process id="p"><task id="int"/></process>`;
  expect(ofReferences(body("xsd:int"))).toEqual([]);
  expect(ofReferences(body("int"))).toEqual(["error wrong-reference 2:17"]);
});

test("what another file defines is not looked up", () => {
  const task = '<process id="p"><sendTask id="t" messageRef="other:m"/></process>';
  const imported =
    '<import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="other.bpmn" namespace="urn:other"/>';
  expect(ofReferences(task)).toEqual(["error unresolved-reference 2:34"]);
  expect(ofReferences(`${imported}${task}`)).toEqual([]);
  expect(findings(`${imported}${task}`)).toContain("warning import-not-read 2:66");
  const schema = imported.replace(/importType="[^"]*"/, 'importType="http://www.w3.org/2001/XMLSchema"');
  expect(findings(`${schema}${task}`).filter((one) => /reference|import/.test(one))).toEqual([]);
  for (const name of ["importType", "location"]) {
    const incomplete = schema.replace(new RegExp(`${name}="[^"]*"`), "");
    expect(findings(`${incomplete}${task}`)).toContain("warning import-incomplete 2:1");
  }
});

const annotated =
  '<textAnnotation id="a"><text>x</text></textAnnotation><group id="g"/><association id="as" sourceRef="a" targetRef="t"/>';

checkRuleCases([
  ...["a", "g", "as"].flatMap((artifact) => [
    {
      name: `a flow to an artifact (${artifact})`,
      bad: drawn(annotated, flow("t", artifact)),
      says: ["error flow-endpoint 5:1"],
      good: drawn(annotated),
    },
    {
      name: `a flow from an artifact (${artifact})`,
      bad: drawn(annotated, flow(artifact, "t")),
      says: ["error flow-endpoint 5:1"],
      good: drawn(annotated),
    },
  ]),
  marked(
    "a compensation of what is no activity",
    drawn(
      '<intermediateThrowEvent id="x">^<compensateEventDefinition activityRef="e"/></intermediateThrowEvent>',
      flow("t", "x"),
      flow("x", "e"),
    ),
    "error compensation-target",
    drawn(
      '<intermediateThrowEvent id="x"><compensateEventDefinition activityRef="t"/></intermediateThrowEvent>',
      flow("t", "x"),
      flow("x", "e"),
    ),
  ),
  {
    name: "an id twice, of elements of different kinds",
    bad: `<message id="p"/>\n${executable()}`,
    says: ["error duplicate-id 3:1"],
    good: `<message id="m"/>\n${executable()}`,
  },
  {
    name: "a node without the id that a flow needs",
    bad: drawn("<task/>", flow("t", "u")),
    says: ["error needed-id 4:1", "error dangling-sequence-flow 5:1"],
    good: drawn('<task id="u"/>', flow("t", "u")),
  },
  {
    name: "nodes without an id that nothing needs",
    bad: drawn("<task/>", "<userTask/>"),
    says: ["warning missing-id 4:1"],
    good: drawn('<task id="u"/>', '<userTask id="v"/>'),
  },
  {
    name: "documentation in no format",
    bad: drawn('<documentation textFormat="plain">x</documentation>'),
    says: ["warning text-format 4:1"],
    good: drawn('<documentation textFormat="text/html; charset=utf-8">x</documentation>'),
  },
  {
    name: "an annotation in no format",
    bad: drawn('<textAnnotation id="a" textFormat="/"><text>x</text></textAnnotation>'),
    says: ["warning text-format 4:1"],
    good: drawn('<textAnnotation id="a" textFormat="application/vnd.x-y+json"><text>x</text></textAnnotation>'),
  },
]);

test("elements without an id are told once", () => {
  expect(findings(drawn("<task/>", "<task/>", "<task/>")).filter((one) => one.includes("missing-id"))).toHaveLength(1);
});

test("an error that nothing declares is its own code, unless a declared one is almost called so", () => {
  const thrower = (ref: string): string =>
    `<error id="broken" errorCode="E1"/><process id="p"><startEvent id="s"/><endEvent id="e"><errorEventDefinition errorRef="${ref}"/></endEvent>${flow("s", "e")}</process>`;
  expect(ofReferences(thrower("BPM-17"))).toEqual(["warning reference-as-code 2:111"]);
  expect(ofReferences(thrower("brokn"))).toEqual(["error unresolved-reference 2:111"]);
});
