import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

/** A document with `body` on lines of its own, from line 2; every line number below counts from there. */
function parse(body: string): ReturnType<typeof parseBpmn> {
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:v="urn:vendor">\n${body}\n</definitions>`;
  return parseBpmn(text, { uri: "rules.bpmn" });
}

/** What this package finds wrong, as `code line:column`; what only informs is left out, and so is what the graph shows besides. */
function wrong(body: string, severities = ["error", "warning"]): readonly string[] {
  return parse(body)
    .diagnostics.filter(({ code, severity }) => code.startsWith("bpmn/") && severities.includes(severity))
    .map(({ code, origin }) => {
      const { start } = origin.kind === "source" ? origin : origin.from;
      return `${code} ${start.line}:${start.column}`;
    });
}

/** The content of a process between a start and an end, one element a line, the first on line 5. */
function inProcess(...lines: readonly string[]): string {
  return [
    '<process id="p">',
    '<startEvent id="s"/><task id="t"/><endEvent id="e"/>',
    flow("f", "s", "t") + flow("z", "t", "e"),
    ...lines,
    "</process>",
  ].join("\n");
}
function flow(id: string, source: string, target: string, more = ""): string {
  return `<sequenceFlow id="${id}" sourceRef="${source}" targetRef="${target}"${more === "" ? "/>" : `>${more}</sequenceFlow>`}`;
}
const condition = "<conditionExpression>x</conditionExpression>";
const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";

const flows: readonly (readonly [name: string, body: string, ...codes: string[]])[] = [
  ["a flow to nothing", inProcess(flow("g", "t", "nowhere")), "dangling-sequence-flow 5:1"],
  ["a flow without source", inProcess('<sequenceFlow id="g" targetRef="e"/>'), "dangling-sequence-flow 5:1"],
  ["a flow to an annotation", inProcess('<textAnnotation id="a"/>', flow("g", "t", "a")), "flow-endpoint 6:1"],
  [
    "a flow into a subprocess",
    inProcess('<subProcess id="sub"><task id="in"/></subProcess>', flow("g", "t", "sub"), flow("h", "t", "in")),
    "flow-crosses-border 7:1",
  ],
  [
    "a flow into another process",
    `${inProcess(flow("g", "t", "q1"))}<process id="q"><task id="q1"/></process>`,
    "flow-crosses-border 5:1",
  ],
  ["a default of another node", inProcess('<task id="u" default="f"/>', flow("g", "t", "u")), "default-flow 5:1"],
  ["an id twice", inProcess('<task id="t"/>', flow("g", "t", "e")), "duplicate-id 5:1"],
  [
    "a choice without conditions",
    inProcess('<exclusiveGateway id="x"/>', flow("g", "t", "x"), flow("h", "x", "e"), flow("i", "x", "t")),
    "choice-without-condition 7:1",
  ],
  [
    "a condition after a fork",
    inProcess('<parallelGateway id="x"/>', flow("g", "t", "x"), flow("h", "x", "e", condition), flow("i", "x", "e")),
    "condition-ignored 7:1",
  ],
  [
    "nothing that begins",
    `<process id="p"><task id="a"/><task id="b"/>\n${flow("f", "a", "b")}${flow("g", "b", "a")}</process>`,
    "no-entry 2:1",
  ],
];

const events: typeof flows = [
  ["a flow into a start", inProcess(flow("g", "t", "s")), "start-event-incoming 3:1"],
  ["a flow out of an end", inProcess(flow("g", "t", "e"), flow("h", "e", "t")), "end-event-outgoing 3:35"],
  [
    "an error at the start",
    inProcess('<startEvent id="x"><errorEventDefinition/></startEvent>', flow("g", "x", "t")),
    "event-definition-not-allowed 5:20",
  ],
  [
    "a timer at the end",
    inProcess(`<endEvent id="x">${timer}</endEvent>`, flow("g", "t", "x")),
    "event-definition-not-allowed 5:18",
  ],
  [
    "a catch without definition",
    inProcess('<intermediateCatchEvent id="x"/>', flow("g", "t", "x")),
    "event-definition-missing 5:1",
  ],
  [
    "a boundary event on nothing",
    inProcess(`<boundaryEvent id="b">${timer}</boundaryEvent>`),
    "boundary-not-attached 5:1",
  ],
  [
    "a boundary event on a gateway",
    inProcess(`<boundaryEvent id="b" attachedToRef="e">${timer}</boundaryEvent>`),
    "boundary-not-attached 5:1",
  ],
  [
    "a boundary event that is led to",
    inProcess(`<boundaryEvent id="b" attachedToRef="t">${timer}</boundaryEvent>`, flow("g", "t", "b")),
    "boundary-incoming 5:1",
  ],
  [
    "an error that doesn't interrupt",
    inProcess('<boundaryEvent id="b" attachedToRef="t" cancelActivity="false"><errorEventDefinition/></boundaryEvent>'),
    "cannot-be-non-interrupting 5:41",
  ],
  [
    "a cancel without transaction",
    inProcess('<endEvent id="x"><cancelEventDefinition/></endEvent>', flow("g", "t", "x")),
    "cancel-outside-transaction 5:1",
  ],
  [
    "compensation without handler",
    inProcess('<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>'),
    "compensation-handler 5:1",
  ],
  [
    "compensation with a flow",
    inProcess(
      '<boundaryEvent id="b" attachedToRef="t"><compensateEventDefinition/></boundaryEvent>',
      '<task id="u" isForCompensation="true"/><association sourceRef="b" targetRef="u"/>',
      flow("g", "b", "e"),
    ),
    "compensation-outgoing 5:1",
  ],
  [
    "a link to nowhere",
    inProcess(
      '<intermediateThrowEvent id="l"><linkEventDefinition name="A"/></intermediateThrowEvent>',
      flow("g", "t", "l"),
    ),
    "link-without-partner 5:1",
  ],
  [
    "a link from nowhere",
    inProcess(
      '<intermediateCatchEvent id="l"><linkEventDefinition name="A"/></intermediateCatchEvent>',
      flow("g", "l", "e"),
    ),
    "link-never-thrown 5:1",
  ],
  [
    "a timer with two values",
    inProcess(
      '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>PT1H</timeDuration><timeCycle>R/PT1H</timeCycle></timerEventDefinition></intermediateCatchEvent>',
      flow("g", "t", "x"),
    ),
    "timer-values 5:32",
  ],
  [
    "a timer that is no duration",
    inProcess(
      '<intermediateCatchEvent id="x"><timerEventDefinition><timeDuration>1 hour</timeDuration></timerEventDefinition></intermediateCatchEvent>',
      flow("g", "t", "x"),
    ),
    "timer-syntax 5:54",
  ],
  [
    "a timer by cron",
    inProcess(
      '<intermediateCatchEvent id="x"><timerEventDefinition><timeCycle>0 0 8 * * *</timeCycle></timerEventDefinition></intermediateCatchEvent>',
      flow("g", "t", "x"),
    ),
    "timer-cycle 5:54",
  ],
  [
    "an empty timer",
    inProcess('<intermediateCatchEvent id="x"><timerEventDefinition/></intermediateCatchEvent>', flow("g", "t", "x")),
    "timer-without-value 5:1",
  ],
  [
    "an unknown message",
    inProcess('<endEvent id="x"><messageEventDefinition messageRef="m"/></endEvent>', flow("g", "t", "x")),
    "unresolved-reference 5:42",
  ],
  [
    "a signal that is a task",
    inProcess('<endEvent id="x"><signalEventDefinition signalRef="t"/></endEvent>', flow("g", "t", "x")),
    "wrong-reference 5:41",
  ],
];

const gateways: typeof flows = [
  [
    "a task behind an event gateway",
    inProcess(
      '<eventBasedGateway id="x"/>',
      `<intermediateCatchEvent id="c">${timer}</intermediateCatchEvent>`,
      flow("g", "t", "x"),
      flow("h", "x", "e"),
      flow("i", "x", "c"),
    ),
    "event-gateway-target 8:1",
  ],
  [
    "a condition behind an event gateway",
    inProcess(
      '<eventBasedGateway id="x"/>',
      `<intermediateCatchEvent id="c">${timer}</intermediateCatchEvent>`,
      flow("g", "t", "x"),
      flow("h", "x", "c", condition),
    ),
    "event-gateway-condition 8:1",
  ],
  [
    "an instantiating gateway that is led to",
    inProcess(
      '<eventBasedGateway id="x" instantiate="true"/>',
      `<intermediateCatchEvent id="c">${timer}</intermediateCatchEvent>`,
      flow("g", "t", "x"),
      flow("h", "x", "c"),
    ),
    "event-gateway-incoming 5:1",
  ],
  [
    "a complex join without condition",
    inProcess('<complexGateway id="x"/>', flow("g", "t", "x"), flow("h", "t", "x"), flow("i", "x", "e")),
    "complex-without-condition 5:1",
  ],
];

const activities: typeof flows = [
  [
    "no token at the start",
    inProcess('<task id="u" startQuantity="0"/>', flow("g", "t", "u")),
    "quantity-below-one 5:1",
  ],
  [
    "two loop markers",
    inProcess(
      '<task id="u"><standardLoopCharacteristics loopMaximum="1"/><standardLoopCharacteristics/></task>',
      flow("g", "t", "u"),
    ),
    "two-loops 5:60",
  ],
  [
    "a negative maximum",
    inProcess(
      '<task id="u"><standardLoopCharacteristics loopMaximum="-1"><loopCondition>x</loopCondition></standardLoopCharacteristics></task>',
      flow("g", "t", "u"),
    ),
    "loop-maximum 5:14",
  ],
  [
    "a number as condition",
    inProcess(
      '<task id="u"><standardLoopCharacteristics><loopCondition>23</loopCondition></standardLoopCharacteristics></task>',
      flow("g", "t", "u"),
    ),
    "condition-not-boolean 5:43",
  ],
  [
    "an event subprocess that is led to",
    inProcess(
      `<subProcess id="u" triggeredByEvent="true"><startEvent id="us">${timer}</startEvent></subProcess>`,
      flow("g", "t", "u"),
    ),
    "flow-endpoint 6:1",
  ],
  [
    "an event subprocess without trigger",
    inProcess('<subProcess id="u" triggeredByEvent="true"><startEvent id="us"/></subProcess>'),
    "event-definition-missing 5:44",
  ],
  [
    "a timer inside of a subprocess",
    inProcess(`<subProcess id="u"><startEvent id="us">${timer}</startEvent></subProcess>`, flow("g", "t", "u")),
    "typed-start-in-subprocess 5:20",
  ],
  [
    "an end in an ad-hoc subprocess",
    inProcess('<adHocSubProcess id="u"><task id="v"/><endEvent id="w"/></adHocSubProcess>', flow("g", "t", "u")),
    "ad-hoc-content 5:39",
  ],
  ["a choreography task", inProcess('<choreographyTask id="u"/>'), "choreography-in-process 5:1"],
  ["an unknown element", inProcess('<teaTask id="u"/>'), "unknown-element 5:1"],
  ["a call of nothing", inProcess('<callActivity id="u"/>', flow("g", "t", "u")), "call-without-target 5:1"],
  [
    "a called process that waits for an event",
    `${inProcess('<callActivity id="u" calledElement="q"/>', flow("g", "t", "u"))}<process id="q"><startEvent id="q1">${timer}</startEvent></process>`,
    "called-process-start 7:11",
  ],
  [
    "two sources",
    inProcess(
      '<task id="u"><dataInputAssociation><sourceRef>o</sourceRef><sourceRef>o</sourceRef><targetRef>o</targetRef></dataInputAssociation></task><dataObject id="o"/>',
      flow("g", "t", "u"),
    ),
    "data-sources 5:14",
  ],
];

test.each([...flows, ...events, ...gateways, ...activities])("%s", (_, body, ...codes) => {
  const found = wrong(body);
  const expected = codes.map((code) => `bpmn/${code}`);
  expect(found).toEqual(expect.arrayContaining(expected));
  // A small document has warnings besides; an error it has only where one is expected.
  expect(wrong(body, ["error"]).filter((one) => !expected.includes(one))).toEqual([]);
});

test("every mistake is found at once", () => {
  const found = wrong(inProcess(flow("g", "t", "nowhere"), '<task id="t"/>', '<boundaryEvent id="b"/>'));
  expect(found).toEqual(
    expect.arrayContaining([
      "bpmn/duplicate-id 6:1",
      "bpmn/boundary-not-attached 7:1",
      "bpmn/dangling-sequence-flow 5:1",
      "bpmn/event-definition-missing 7:1",
    ]),
  );
});

test("a near miss is named", () => {
  const { diagnostics } = parse(inProcess('<userTask id="triage"/>', flow("g", "t", "tirage")));
  const found = diagnostics.find(({ code }) => code === "bpmn/dangling-sequence-flow");
  expect(found).toMatchObject({ help: "Did you mean 'triage'?" });
});

test.each([
  ["other XML", "<html/>", "not-bpmn"],
  ["an older BPMN", '<definitions xmlns="http://schema.omg.org/spec/BPMN/2.0"/>', "not-bpmn"],
  [
    "a BPMN element that is no document",
    '<process xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="p"/>',
    "not-bpmn",
  ],
])("%s is not BPMN", (_, text, reason) => {
  const { bundle, diagnostics } = parseBpmn(text, { uri: "x.bpmn" });
  expect(bundle).toBeNull();
  expect(diagnostics).toMatchObject([{ code: `bpmn/${reason}`, origin: { start: { line: 1, column: 1 } } }]);
});

test.each(["http://schema.omg.org/spec/BPMN/2.0", "http://www.omg.org/spec/BPMN/2.0"])(
  "whoever writes %s is told what to write instead",
  (namespace) => {
    const [found] = parseBpmn(`<b:definitions xmlns:b="${namespace}"/>`, { uri: "x.bpmn" }).diagnostics;
    expect(found?.message).toContain(namespace);
    expect(found?.help).toMatch(/draft.*20100524\/MODEL in its place/);
  },
);

test("a document with nothing to run says so", () => {
  const { bundle, diagnostics } = parse('<collaboration id="c"><participant id="a"/></collaboration>');
  expect(bundle).toBeNull();
  expect(diagnostics).toMatchObject([{ code: "bpmn/no-process" }]);
});

test("limits are named, and can be raised", () => {
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${inProcess(flow("g", "t", "e"))}</definitions>`;
  expect(parseBpmn(text, { uri: "x", limits: { maxNodes: 2 } })).toMatchObject({
    bundle: null,
    diagnostics: [{ code: "bpmn/too-many-nodes" }],
  });
  expect(parseBpmn(text, { uri: "x", limits: { maxNodes: 3 } }).bundle).not.toBeNull();
});

test("what exceeds the number of diagnostics is counted, and an error shows all the same", () => {
  const links = Array.from(
    { length: 9 },
    (_, n) => `<intermediateCatchEvent id="l${n}"><linkEventDefinition/></intermediateCatchEvent>`,
  );
  const text = `<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL">${inProcess(...links, '<endEvent id="x"><signalEventDefinition signalRef="t"/></endEvent>')}</definitions>`;
  const { diagnostics } = parseBpmn(text, { uri: "x", limits: { maxDiagnostics: 3 } });
  expect(diagnostics.map(({ code }) => code)).toEqual([
    ...Array(3).fill("bpmn/link-never-thrown"),
    "bpmn/wrong-reference",
    "bpmn/too-many-diagnostics",
  ]);
});
