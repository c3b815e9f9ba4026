/** Every reference that BPMN 2.0.2 has, and what it may lead to. Sequence flows, attachments, defaults and called elements have rules of their own. */
import { artifactTypes, flowNodeTypes } from "../model/kinds.js";

/**
 * How much depends on a reference that leads nowhere. `needed`: nobody knows what to do without it. `code`: it may be the code itself, as some
 * engines have it. `detail`: a run goes on as it is.
 * `type`: the same, and it may name what another language defines, such as `xsd:string`. `drawing`: only people look at it, so that even
 * something of the wrong kind there is no more than a warning.
 */
export type Weight = "needed" | "code" | "detail" | "type" | "drawing";

export interface Reference {
  /** Types of elements; null where any will do. */
  readonly targets: readonly string[] | null;
  readonly weight: Weight;
}

const to = (weight: Weight, ...targets: readonly string[]): Reference => ({ targets, weight });

const item = to("type", "itemDefinition");
const message = to("needed", "message");
const event = to("needed", ...eventDefinitions());
const participant = to("detail", "participant");
const conversations = ["conversation", "subConversation", "callConversation"];
const collaborations = ["collaboration", "globalConversation", "choreography"];
const data = to(
  "detail",
  "dataObject",
  "dataObjectReference",
  "dataStore",
  "dataStoreReference",
  "property",
  "dataInput",
  "dataOutput",
  "inputDataItem",
  "outputDataItem",
);
const input = to("detail", "dataInput", "inputDataItem");
const output = to("detail", "dataOutput", "outputDataItem");
const link = to("detail", "linkEventDefinition", "intermediateCatchEvent", "intermediateThrowEvent");
const conversationEnd = to("drawing", ...conversations, "participant", ...flowNodeTypes);
/** That artifacts neither send nor receive is a rule of its own. */
const messageEnd = to("needed", "participant", ...flowNodeTypes, ...conversations, ...artifactTypes);
const anything: Reference = { targets: null, weight: "drawing" };

/** By the attribute or child element that holds it; where the same name means different things, by the element that it is written in. */
export const references: ReadonlyMap<string, Reference | ReadonlyMap<string, Reference>> = new Map<
  string,
  Reference | ReadonlyMap<string, Reference>
>([
  ["messageRef", message],
  ["inMessageRef", message],
  ["outMessageRef", message],
  ["signalRef", to("needed", "signal")],
  ["errorRef", to("code", "error")],
  ["escalationRef", to("needed", "escalation")],
  ["oneBehaviorEventRef", event],
  ["noneBehaviorEventRef", event],
  ["eventDefinitionRef", owners(event, "event", "implicitThrowEvent")],

  ["operationRef", to("detail", "operation")],
  ["interfaceRef", to("detail", "interface")],
  ["supportedInterfaceRef", to("detail", "interface")],
  ["endPointRef", to("detail", "endPoint")],

  ["itemRef", item],
  ["itemSubjectRef", item],
  ["evaluatesToTypeRef", item],
  ["structureRef", owners(item, "error", "escalation", "signal")],
  ["type", owners(item, "correlationProperty", "resourceParameter")],

  ["dataObjectRef", to("detail", "dataObject")],
  ["dataStoreRef", to("detail", "dataStore")],
  ["loopDataOutputRef", data],
  ["dataInputRefs", input],
  ["optionalInputRefs", input],
  ["whileExecutingInputRefs", input],
  ["outputSetRefs", to("detail", "outputSet")],
  ["dataOutputRefs", output],
  ["optionalOutputRefs", output],
  ["whileExecutingOutputRefs", output],
  ["inputSetRefs", to("detail", "inputSet")],
  ["inputDataRef", to("detail", "inputSet", "dataInput")],
  ["outputDataRef", to("detail", "outputSet", "dataOutput")],

  ["processRef", to("detail", "process")],
  ["supports", owners(to("detail", "process"), "process")],
  ["definitionalCollaborationRef", to("detail", ...collaborations)],
  ["choreographyRef", to("detail", "choreography")],
  ["calledCollaborationRef", to("detail", ...collaborations)],
  ["calledChoreographyRef", to("detail", "choreography", "globalChoreographyTask")],
  ["participantRef", participant],
  ["initiatingParticipantRef", participant],
  ["innerParticipantRef", participant],
  ["outerParticipantRef", participant],
  ["messageFlowRef", to("detail", "messageFlow")],
  ["innerMessageFlowRef", to("detail", "messageFlow")],
  ["outerMessageFlowRef", to("detail", "messageFlow")],
  ["innerConversationNodeRef", to("detail", ...conversations)],
  ["outerConversationNodeRef", to("detail", ...conversations)],

  ["correlationPropertyRef", to("detail", "correlationProperty")],
  ["correlationKeyRef", to("detail", "correlationKey")],
  ["resourceRef", to("detail", "resource")],
  ["parameterRef", to("detail", "resourceParameter")],

  ["categoryValueRef", to("drawing", "categoryValue")],
  ["flowNodeRef", to("drawing", ...flowNodeTypes, "choreographyTask", "subChoreography", "callChoreography")],
  ["partitionElementRef", anything],
  [
    "source",
    new Map([
      ["linkEventDefinition", link],
      ["relationship", anything],
    ]),
  ],
  [
    "target",
    new Map([
      ["linkEventDefinition", link],
      ["relationship", anything],
    ]),
  ],
  ["sourceRef", ends()],
  ["targetRef", ends()],
]);

function owners(reference: Reference, ...types: readonly string[]): ReadonlyMap<string, Reference> {
  return new Map(types.map((type) => [type, reference]));
}

function ends(): ReadonlyMap<string, Reference> {
  return new Map([
    ["dataInputAssociation", data],
    ["dataOutputAssociation", data],
    ["association", anything],
    ["messageFlow", messageEnd],
    ["conversationLink", conversationEnd],
  ]);
}

function eventDefinitions(): readonly string[] {
  const kinds = [
    "message",
    "timer",
    "signal",
    "error",
    "escalation",
    "conditional",
    "compensate",
    "cancel",
    "terminate",
    "link",
  ];
  return kinds.map((kind) => `${kind}EventDefinition`);
}
