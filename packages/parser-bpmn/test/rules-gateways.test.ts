import { checkRuleCases, drawn, executable, flow, type RuleCase } from "./rule-cases.js";

const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const signal = '<signalEventDefinition signalRef="go"/>';
const catches = (id: string, definition: string): string =>
  `<intermediateCatchEvent id="${id}">${definition}</intermediateCatchEvent>${flow(id, "e")}`;
const gateway = (type: string, id: string, more = ""): string => `<${type} id="${id}"${more}/>`;
const signals = (body: string): string => `${body}<signal id="go" name="go"/>`;

/** An event-based gateway on line 4 that leads to `a`, on line 5, and `b`, on line 6. */
const race = (a: string, b: string, ...more: readonly string[]): string =>
  signals(executable(gateway("eventBasedGateway", "g"), a, b, flow("t", "g"), flow("g", "a"), flow("g", "b"), ...more));

const directions: readonly RuleCase[] = [
  {
    name: "a gateway that neither splits nor joins",
    bad: drawn(gateway("parallelGateway", "g"), flow("t", "g"), flow("g", "e")),
    says: ["warning gateway-does-nothing 4:1"],
    good: drawn(gateway("parallelGateway", "g"), flow("t", "g"), flow("s", "g"), flow("g", "e")),
  },
  {
    name: "a gateway in a transaction that is connected to nothing",
    bad: drawn(`<transaction id="x">${gateway("exclusiveGateway", "g")}</transaction>`, flow("t", "x"), flow("x", "e")),
    says: ["warning gateway-does-nothing 4:21"],
    good: drawn('<transaction id="x"><task id="u"/></transaction>', flow("t", "x"), flow("x", "e")),
  },
  {
    name: "a joining gateway that splits",
    bad: drawn(
      gateway("inclusiveGateway", "g", ' gatewayDirection="Converging"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
      flow("g", "t"),
    ),
    says: ["warning gateway-converging 4:26"],
    good: drawn(
      gateway("inclusiveGateway", "g", ' gatewayDirection="Mixed"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
      flow("g", "t"),
    ),
  },
  {
    name: "a splitting gateway that joins",
    bad: drawn(
      gateway("complexGateway", "g", ' gatewayDirection="Diverging"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
    ),
    says: ["warning gateway-diverging 4:24"],
    good: drawn(
      gateway("complexGateway", "g", ' gatewayDirection="Converging"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
    ),
  },
  {
    name: "a mixed gateway that only joins",
    bad: drawn(
      gateway("exclusiveGateway", "g", ' gatewayDirection="Mixed"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
    ),
    says: ["warning gateway-mixed 4:26"],
    good: drawn(
      gateway("exclusiveGateway", "g", ' gatewayDirection="Unspecified"'),
      flow("s", "g"),
      flow("t", "g"),
      flow("g", "e"),
    ),
  },
];

const races: readonly RuleCase[] = [
  {
    name: "an event-based gateway with one way",
    bad: drawn(gateway("eventBasedGateway", "g"), catches("a", timer), flow("t", "g"), flow("s", "g"), flow("g", "a")),
    says: ["warning event-gateway-ways 4:1"],
    good: race(catches("a", timer), catches("b", signal)),
  },
  {
    name: "a condition behind an event-based gateway",
    bad: signals(
      executable(
        gateway("eventBasedGateway", "g"),
        catches("a", timer),
        catches("b", signal),
        flow("t", "g"),
        flow("g", "a"),
        flow("g", "b", "<conditionExpression>x</conditionExpression>"),
      ),
    ),
    says: ["error event-gateway-condition 9:1"],
    good: race(catches("a", timer), catches("b", signal)),
  },
  ...[
    ["a task", '<task id="b"/>'],
    ["a subprocess", '<subProcess id="b"><task id="c"/></subProcess>'],
    ["a throwing event", `<intermediateThrowEvent id="b">${signal}</intermediateThrowEvent>`],
    ["an end event", '<endEvent id="b"/>'],
    ["another gateway", '<exclusiveGateway id="b"/>'],
  ].map(([what, b]) => ({
    name: `${what} behind an event-based gateway`,
    bad: race(catches("a", timer), b as string),
    says: ["error event-gateway-target 9:1"],
    good: race(catches("a", timer), catches("b", signal)),
  })),
  {
    name: "a boundary event on a receive task behind an event-based gateway",
    bad: race(
      catches("a", timer),
      `<receiveTask id="b"/>${flow("b", "e")}`,
      `<boundaryEvent id="c" attachedToRef="b">${timer}</boundaryEvent>`,
      flow("c", "e"),
    ),
    says: ["error event-gateway-boundary 10:1"],
    good: race(catches("a", timer), `<receiveTask id="b"/>${flow("b", "e")}`),
  },
  {
    name: "messages by task and by event behind one gateway",
    bad: race(
      catches("a", '<messageEventDefinition messageRef="m"/>'),
      `<receiveTask id="b" messageRef="m"/>${flow("b", "e")}`,
    ).concat('<message id="m" name="m"/>'),
    says: ["warning event-gateway-mixes 4:1"],
    good: race(catches("a", timer), `<receiveTask id="b" messageRef="m"/>${flow("b", "e")}`).concat(
      '<message id="m" name="m"/>',
    ),
  },
  {
    name: "another flow to an event behind a gateway",
    bad: race(catches("a", timer), catches("b", signal), flow("s", "b")),
    says: ["warning event-gateway-shared 6:1"],
    good: race(catches("a", timer), catches("b", signal)),
  },
  {
    name: "a flow to a gateway that instantiates",
    bad: signals(
      executable(
        gateway("eventBasedGateway", "g", ' instantiate="true"'),
        catches("a", signal),
        catches("b", signal),
        flow("t", "g"),
        flow("g", "a"),
        flow("g", "b"),
      ),
    ),
    says: ["error event-gateway-incoming 4:1"],
    good: signals(
      executable(
        gateway("eventBasedGateway", "g", ' instantiate="true"'),
        catches("a", signal),
        catches("b", signal),
        flow("g", "a"),
        flow("g", "b"),
      ),
    ),
  },
];

checkRuleCases([...directions, ...races]);
