import { expect, test } from "vitest";
import { checkRuleCases, drawn, executable, findings, flow, marked } from "./rule-cases.js";

/** Two pools with a process each, and a third one without. */
function pools(messageFlow: string, start = "", content = "", end = ""): string {
  return [
    `<collaboration id="c"><participant id="a" processRef="p"/><participant id="b" processRef="q"/><participant id="black"/>${messageFlow}</collaboration>`,
    '<process id="p">',
    `<startEvent id="s">${start}</startEvent><task id="t"/>${content}<endEvent id="e">${end}</endEvent>`,
    `${flow("s", "t")}${flow("t", "e")}</process>`,
    '<process id="q"><startEvent id="qs"/><task id="qt"/><endEvent id="qe"/>',
    `${flow("qs", "qt")}${flow("qt", "qe")}</process>`,
  ].join("\n");
}
const message = (from: string, to: string): string => `<messageFlow id="m" sourceRef="${from}" targetRef="${to}"/>`;
const ofFlow = (from: string, to: string): string => `^${message(from, to)}`;
const ofSource = (from: string, to: string): string => message(from, to).replace("source", "^source");
const ofTarget = (from: string, to: string): string => message(from, to).replace("target", "^target");
const aMessage = "<messageEventDefinition/>";
const note = '<textAnnotation id="note"><text>x</text></textAnnotation>';

const multiplicity = (attributes: string): string =>
  `<collaboration id="c"><participant id="a" processRef="p"><participantMultiplicity ${attributes}/></participant></collaboration>\n${drawn()}`;
const conversation = (content: string): string =>
  `${drawn()}\n<globalConversation id="g"><participant id="a"/><participant id="b"/>${content}</globalConversation>`;
const closed = (collaboration: string, choreography: string): string =>
  `<collaboration id="c" ${collaboration}><choreographyRef>h</choreographyRef></collaboration>\n<choreography id="h" ${choreography}/>${drawn()}`;

const throwing = `<intermediateThrowEvent id="i">${aMessage}</intermediateThrowEvent>${flow("t", "i")}${flow("i", "e")}`;
const catching = throwing.replaceAll("Throw", "Catch");
/** What a global conversation leaves to others. */
const conversational = [
  "conversation",
  "subConversation",
  "callConversation",
  "participantAssociation",
  "messageFlowAssociation",
  "conversationAssociation",
  "textAnnotation",
  "group",
];

checkRuleCases([
  marked(
    "a message flow without a target",
    pools('^<messageFlow id="m" sourceRef="t"/>'),
    "error message-flow-without-end",
    pools(message("t", "qt")),
  ),
  marked(
    "a message flow to an annotation",
    pools(ofTarget("t", "note"), "", note),
    "warning message-flow-artifact",
    pools(message("t", "qt"), "", note),
  ),
  marked(
    "a message flow from a group",
    pools(ofSource("grp", "qt"), "", '<group id="grp"/>'),
    "warning message-flow-artifact",
    pools(message("t", "qt"), "", '<group id="grp"/>'),
  ),
  marked(
    "a message flow between two nodes of one pool",
    pools(ofFlow("t", "e"), "", "", aMessage),
    "warning message-flow-within-pool",
    pools(message("t", "qt")),
  ),
  marked(
    "a message flow to the pool around its source",
    pools(ofFlow("t", "a")),
    "warning message-flow-within-pool",
    pools(message("t", "b")),
  ),
  marked(
    "a message flow from the pool around its target",
    pools(ofFlow("a", "t")),
    "warning message-flow-within-pool",
    pools(message("b", "t")),
  ),
  marked(
    "a message flow from a black box to itself",
    pools(ofFlow("black", "black")),
    "warning message-flow-within-pool",
    pools(message("black", "b")),
  ),
  marked(
    "a start event that sends",
    pools(ofSource("s", "qt")),
    "warning start-event-sends",
    pools(message("t", "qt")),
  ),
  marked(
    "a start event that receives without a message",
    pools(ofTarget("qt", "s")),
    "warning start-event-without-message",
    pools(message("qt", "s"), aMessage),
  ),
  marked(
    "an end event that receives",
    pools(ofTarget("qt", "e"), "", "", aMessage),
    "warning end-event-receives",
    pools(message("e", "qt"), "", "", aMessage),
  ),
  marked(
    "an end event that sends without a message",
    pools(ofSource("e", "qt")),
    "warning end-event-without-message",
    pools(message("e", "qt"), "", "", aMessage),
  ),
  marked(
    "a throwing event that receives",
    pools(ofTarget("qt", "i"), "", throwing),
    "warning intermediate-event-message-flow",
    pools(message("i", "qt"), "", throwing),
  ),
  marked(
    "a catching event that sends",
    pools(ofSource("i", "qt"), "", catching),
    "warning intermediate-event-message-flow",
    pools(message("qt", "i"), "", catching),
  ),
  marked(
    "a pool of fewer than none",
    multiplicity('^minimum="-1"'),
    "warning participant-minimum",
    multiplicity('minimum="0"'),
  ),
  marked(
    "a pool of at most none",
    multiplicity('^maximum="0"'),
    "warning participant-maximum",
    multiplicity('maximum="1"'),
  ),
  marked(
    "a pool of fewer at most than at least",
    multiplicity('^maximum="2" minimum="3"'),
    "warning participant-maximum",
    multiplicity('maximum="3" minimum="3"'),
  ),
  marked(
    "a pool of at least two, where one is the most",
    multiplicity('minimum="2"').replace("<participantM", "^<participantM"),
    "warning participant-maximum",
    multiplicity('minimum="2" maximum="2"'),
  ),
  marked(
    "a global conversation that shows a choreography",
    `${conversation("^<choreographyRef>h</choreographyRef>")}<choreography id="h"/>`,
    "warning choreography-ref",
    `${conversation("")}<choreography id="h"/>`,
  ),
  marked(
    "a choreography that shows a choreography",
    `${drawn()}<choreography id="g">^<choreographyRef>h</choreographyRef></choreography><choreography id="h"/>`,
    "warning choreography-ref",
    closed("", ""),
  ),
  marked(
    "a closed collaboration of an open choreography",
    closed('^isClosed="true"', ""),
    "warning choreography-closed",
    closed('isClosed="true"', 'isClosed="true"'),
  ),
  marked(
    "an open collaboration of a closed choreography",
    `^${closed("", 'isClosed="true"')}`,
    "warning choreography-closed",
    closed("", 'isClosed="false"'),
  ),
  marked(
    "a public process that is executable",
    executable().replace("isExecutable", '^processType="Public" isExecutable'),
    "error public-process-executable",
    drawn().replace('id="p"', 'id="p" processType="Public"'),
  ),
  ...conversational.map((type) =>
    marked(
      `a global conversation with a ${type}`,
      conversation(`^<${type} id="x"/>`),
      "warning global-conversation-content",
      conversation(`${message("a", "b")}<correlationKey id="k"/>`),
    ),
  ),
  ...["choreographyTask", "subChoreography", "callChoreography"].flatMap((type) => [
    marked(`a ${type} in a process`, drawn(`^<${type} id="x"/>`), "error choreography-in-process", drawn()),
    marked(
      `a ${type} in a transaction`,
      drawn(`<transaction id="u">^<${type} id="x"/></transaction>`, flow("t", "u")),
      "error choreography-in-process",
      drawn('<transaction id="u"/>', flow("t", "u")),
    ),
  ]),
]);

test("a correlation property whose path is more than a path is left out of the key, and told of once", () => {
  const document = (path: string): string =>
    `<message id="m" name="paid"/><correlationProperty id="c" name="order"><correlationPropertyRetrievalExpression messageRef="m">
<messagePath>${path}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
<collaboration id="k"><correlationKey id="key"><correlationPropertyRef>c</correlationPropertyRef></correlationKey></collaboration>
<process id="p"><receiveTask id="a" messageRef="m"/><receiveTask id="b" messageRef="m"/>${flow("a", "b")}</process>`;
  const about = (path: string): readonly string[] =>
    findings(document(path)).filter((one) => one.includes("correlation"));
  expect(about("message.getOrder().toLowerCase()")).toEqual(["warning correlation-path 3:1"]);
  for (const path of ["order", "/order/id", "${order.id}", "= order.id"]) expect(about(path)).toEqual([]);
});

test("a message with very many correlation properties is refused", () => {
  const property = (n: number): string =>
    `<correlationProperty id="c${n}"><correlationPropertyRetrievalExpression messageRef="m"><messagePath>a${n}</messagePath></correlationPropertyRetrievalExpression></correlationProperty>`;
  const all = (count: number): string => {
    const numbers = Array.from({ length: count }, (_, n) => n);
    const key = numbers.map((n) => `<correlationPropertyRef>c${n}</correlationPropertyRef>`).join("");
    return `<message id="m"/>${numbers.map(property).join("")}<collaboration id="k"><correlationKey>${key}</correlationKey></collaboration><process id="p"><receiveTask id="a" messageRef="m"/></process>`;
  };
  expect(findings(all(17))).toContain("error too-many-properties 2:1");
  expect(findings(all(16)).filter((one) => one.startsWith("error"))).toEqual([]);
});
