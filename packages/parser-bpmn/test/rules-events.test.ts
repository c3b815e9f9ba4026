import { checkRuleCases, drawn, executable, flow, type RuleCase } from "./rule-cases.js";

const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
/** What definitions outside of events are called in the tests: `cancelEventDefinition` has the id `cancel`. */
const shared = (kind: string): string => `<${kind}EventDefinition id="${kind}"/>`;
const ref = (kind: string): string => `<eventDefinitionRef>${kind}</eventDefinitionRef>`;
const inside = (kind: string): string => (kind === "timer" ? timer : `<${kind}EventDefinition/>`);

/** Each kind once written in the event, and once beside the process. */
function both(
  place: string,
  kinds: readonly string[],
  make: (definition: string) => string,
  column: number,
): readonly RuleCase[] {
  return kinds.flatMap((kind) => [
    {
      name: `${kind} in ${place}`,
      bad: make(inside(kind)),
      says: [`error event-definition-not-allowed 4:${column}`],
      good: make(inside(place.includes("throw") || place.includes("end") ? "signal" : "timer")),
    },
    {
      name: `${kind} in ${place}, by reference`,
      bad: make(ref(kind)) + shared(kind),
      says: [`error event-definition-not-allowed 4:${column}`],
      good: make(ref("signal")) + shared("signal"),
    },
  ]);
}

const start = (definition: string): string => drawn(`<startEvent id="x">${definition}</startEvent>`, flow("x", "t"));
const end = (definition: string): string => drawn(`<endEvent id="x">${definition}</endEvent>`, flow("t", "x"));
const intermediate = (type: "Catch" | "Throw", definition: string): string =>
  drawn(`<intermediate${type}Event id="x">${definition}</intermediate${type}Event>`, flow("t", "x"), flow("x", "e"));
const boundary = (definition: string, more = ""): string =>
  drawn(`<boundaryEvent id="x" attachedToRef="t"${more}>${definition}</boundaryEvent>`, flow("x", "e"));
const handler = (definition: string, more = ""): string =>
  drawn(
    `<subProcess id="u" triggeredByEvent="true"><startEvent id="x"${more}>${definition}</startEvent><endEvent id="y"/>${flow("x", "y")}</subProcess>`,
  );

const places: readonly RuleCase[] = [
  ...both("a start event", ["error", "escalation", "compensate", "cancel", "terminate", "link"], start, 20),
  ...both("an end event", ["timer", "conditional", "link"], end, 18),
  ...both(
    "an intermediate catch event",
    ["error", "escalation", "cancel", "compensate", "terminate"],
    (definition) => intermediate("Catch", definition),
    32,
  ),
  ...both(
    "an intermediate throw event",
    ["timer", "error", "cancel", "conditional", "terminate"],
    (definition) => intermediate("Throw", definition),
    32,
  ),
  ...both("a boundary event", ["link", "terminate"], boundary, 41),
  ...both("the start of an event subprocess", ["link", "cancel", "terminate"], handler, 63),
  {
    name: "one of several definitions that is not allowed",
    bad: end(`${inside("signal")}${timer}`),
    says: ["error event-definition-not-allowed 4:42"],
    good: end(`${inside("signal")}${inside("terminate")}`),
  },
];

const missing: readonly RuleCase[] = [
  ["an intermediate catch event", intermediate("Catch", ""), intermediate("Catch", timer), "4:1"],
  ["a boundary event", boundary(""), boundary(timer), "4:1"],
  ["a boundary event that doesn't interrupt", boundary("", ' cancelActivity="false"'), boundary(timer), "4:1"],
  ["the start of an event subprocess", handler(""), handler(timer), "4:44"],
].map(([name, bad, good, at]) => ({
  name: `${name} without a definition`,
  bad: bad as string,
  says: [`error event-definition-missing ${at}`],
  good: good as string,
}));

const notInterrupting: readonly RuleCase[] = ["error", "compensate"].flatMap((kind) => [
  {
    name: `${kind} at a boundary, not interrupting`,
    bad: tied(boundary(inside(kind), ' cancelActivity="false"').replace(/<sequenceFlow id="x-e".*/, "")),
    says: ["error cannot-be-non-interrupting 4:41"],
    good: tied(boundary(inside(kind)).replace(/<sequenceFlow id="x-e".*/, "")),
  },
  {
    name: `${kind} in an event subprocess, not interrupting`,
    bad: handler(inside(kind), ' isInterrupting="false"'),
    says: ["error cannot-be-non-interrupting 4:63"],
    good: handler(inside(kind)),
  },
]);

/** With an activity that compensates what `x` is attached to. */
function tied(body: string): string {
  return body.replace(
    "</process>",
    '<task id="undo" isForCompensation="true"/><association sourceRef="x" targetRef="undo"/></process>',
  );
}

const inTransaction = (type: string): string =>
  drawn(
    `<${type} id="u"><startEvent id="v"/><endEvent id="w"><cancelEventDefinition/></endEvent>${flow("v", "w")}</${type}>`,
    flow("t", "u"),
    flow("u", "e"),
  );
const cancelBoundary = (type: string, more = ""): string =>
  drawn(
    `<${type} id="u"><task id="v"/></${type}><boundaryEvent id="b" attachedToRef="u"${more}><cancelEventDefinition/></boundaryEvent>`,
    flow("t", "u"),
    flow("u", "e"),
    flow("b", "e"),
  );

const cancels: readonly RuleCase[] = [
  {
    name: "a cancel end in a plain subprocess",
    bad: inTransaction("subProcess"),
    says: ["error cancel-outside-transaction 4:40"],
    good: inTransaction("transaction"),
  },
  {
    name: "a cancel boundary event on a subprocess",
    bad: cancelBoundary("subProcess"),
    says: ["error cancel-outside-transaction 4:47"],
    good: cancelBoundary("transaction"),
  },
  {
    name: "a cancel boundary event that doesn't interrupt",
    bad: cancelBoundary("transaction", ' cancelActivity="false"'),
    says: ["error cannot-be-non-interrupting 4:89"],
    good: cancelBoundary("transaction"),
  },
];

const compensation = (...lines: readonly string[]): string =>
  drawn('<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>', ...lines);
const tie = '<association sourceRef="b" targetRef="undo"/>';
const handlers: readonly RuleCase[] = [
  {
    name: "compensation that nothing is tied to",
    bad: compensation('<task id="undo" isForCompensation="true"/>'),
    says: ["error compensation-handler 4:1"],
    good: compensation('<task id="undo" isForCompensation="true"/>', tie),
  },
  {
    name: "compensation by an activity that isn't for it",
    bad: compensation('<task id="undo"/>', tie, flow("t", "undo"), flow("undo", "e")),
    says: ["error compensation-handler-kind 5:1"],
    good: compensation('<subProcess id="undo" isForCompensation="true"><task id="v"/></subProcess>', tie),
  },
  {
    name: "compensation by an event",
    bad: compensation('<intermediateThrowEvent id="undo"/>', tie, flow("t", "undo"), flow("undo", "e")),
    says: ["error compensation-handler-kind 5:1"],
    good: compensation('<callActivity id="undo" calledElement="q" isForCompensation="true"/>', tie),
  },
  {
    name: "compensation with a flow",
    bad: compensation('<task id="undo" isForCompensation="true"/>', tie, flow("b", "e")),
    says: ["error compensation-outgoing 4:1"],
    good: compensation('<task id="undo" isForCompensation="true"/>', tie),
  },
];

const message = '<message id="m" name="m"/>';
/** An end event that sends to another pool. */
const sent = (flowSays: string, eventSays = ""): string =>
  executable(`<endEvent id="x"><messageEventDefinition${eventSays}/></endEvent>`, flow("t", "x")).concat(
    `<collaboration id="c"><participant id="a" processRef="p"/><participant id="b"/>`,
    `<messageFlow id="f" sourceRef="x" targetRef="b"${flowSays}/></collaboration>${message}`,
  );
const messages: readonly RuleCase[] = [
  {
    name: "a message event without a message, to be run",
    bad: executable('<endEvent id="x"><messageEventDefinition/></endEvent>', flow("t", "x")),
    says: ["error message-missing 4:18"],
    good: drawn('<endEvent id="x"><messageEventDefinition/></endEvent>', flow("t", "x")),
  },
  {
    name: "a message event without a message that a vendor's worker sends",
    bad: executable(
      '<endEvent id="x"><extensionElements><zeebe:taskDefinition type="mail"/></extensionElements><messageEventDefinition/></endEvent>',
      flow("t", "x"),
    ),
    says: [],
    good: executable('<endEvent id="x"><messageEventDefinition messageRef="m"/></endEvent>', flow("t", "x")) + message,
  },
  {
    name: "a message event without a message whose message flow has one",
    bad: sent(' messageRef="m"'),
    says: ["warning message-missing 4:18"],
    good: sent("", ' messageRef="m"'),
  },
  {
    name: "a message event without a message whose message flow has none",
    bad: sent(""),
    says: ["error message-missing 4:18"],
    good: sent("", ' messageRef="m"'),
  },
  {
    name: "a message event without an operation, to be run",
    bad: executable('<endEvent id="x"><messageEventDefinition messageRef="m"/></endEvent>', flow("t", "x")) + message,
    says: ["warning message-without-operation 4:1"],
    good: executable(
      '<endEvent id="x"><messageEventDefinition messageRef="m"><operationRef>o</operationRef></messageEventDefinition></endEvent>',
      flow("t", "x"),
    ).concat(message, '<interface id="i"><operation id="o"><inMessageRef>m</inMessageRef></operation></interface>'),
  },
  {
    name: "an escalation without a code, to be run",
    bad: executable('<endEvent id="x"><escalationEventDefinition/></endEvent>', flow("t", "x")),
    says: ["warning escalation-without-code 4:18"],
    good:
      executable('<endEvent id="x"><escalationEventDefinition escalationRef="n"/></endEvent>', flow("t", "x")) +
      '<escalation id="n" escalationCode="N"/>',
  },
  {
    name: "an escalation whose definition has no code, to be run",
    bad: executable(
      '<intermediateThrowEvent id="x"><eventDefinitionRef>d</eventDefinitionRef></intermediateThrowEvent>',
      flow("t", "x"),
      flow("x", "e"),
    ).concat('<escalationEventDefinition id="d" escalationRef="n"/><escalation id="n"/>'),
    says: ["warning escalation-without-code 4:32"],
    good: drawn('<endEvent id="x"><escalationEventDefinition/></endEvent>', flow("t", "x")),
  },
];

const others: readonly RuleCase[] = [
  {
    name: "the definition of another event",
    bad: drawn(
      '<endEvent id="x"><signalEventDefinition id="d" signalRef="go"/></endEvent>',
      '<endEvent id="y"><eventDefinitionRef>d</eventDefinitionRef></endEvent>',
      flow("t", "x"),
      flow("t", "y"),
    ).concat('<signal id="go" name="go"/>'),
    says: ["warning definition-of-another-event 5:18"],
    good: drawn('<endEvent id="y"><eventDefinitionRef>d</eventDefinitionRef></endEvent>', flow("t", "y")).concat(
      '<signalEventDefinition id="d" signalRef="go"/><signal id="go" name="go"/>',
    ),
  },
  {
    name: "a flow to a start event",
    bad: drawn(flow("t", "s")),
    says: ["error start-event-incoming 3:1"],
    good: drawn(),
  },
  {
    name: "a flow from an end event",
    bad: drawn(flow("e", "t")),
    says: ["error end-event-outgoing 3:35"],
    good: drawn(),
  },
  {
    name: "a flow to a boundary event",
    bad: boundary(timer).replace("</process>", `${flow("s", "x")}</process>`),
    says: ["error boundary-incoming 4:1"],
    good: boundary(timer),
  },
];

checkRuleCases([...places, ...missing, ...notInterrupting, ...cancels, ...handlers, ...messages, ...others]);
