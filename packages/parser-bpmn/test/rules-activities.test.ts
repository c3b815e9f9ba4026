import { checkRuleCases, drawn, executable, flow, type RuleCase } from "./rule-cases.js";

const timer = "<timerEventDefinition><timeDuration>PT1H</timeDuration></timerEventDefinition>";
const inside = (id: string): string => `<startEvent id="${id}s"/><endEvent id="${id}e"/>${flow(`${id}s`, `${id}e`)}`;
/** An activity on line 4 between `t` and the end. */
const behind = (activity: string, make = drawn): string => make(activity, flow("t", "u"), flow("u", "e"));

const subprocesses: readonly RuleCase[] = [
  {
    name: "a flow to an event subprocess",
    bad: behind(`<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}</startEvent></subProcess>`),
    says: ["error flow-endpoint 5:1", "error flow-endpoint 6:1"],
    good: drawn(`<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}</startEvent></subProcess>`),
  },
  {
    name: "an event subprocess without a start",
    bad: drawn('<subProcess id="u" triggeredByEvent="true"><task id="v"/></subProcess>'),
    says: ["error event-subprocess-start 4:1"],
    good: drawn(`<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}</startEvent></subProcess>`),
  },
  {
    name: "an event subprocess with two starts",
    bad: drawn(
      `<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}</startEvent>\n<startEvent id="y">${timer}</startEvent></subProcess>`,
    ),
    says: ["warning event-subprocess-starts 5:1"],
    good: drawn(
      `<subProcess id="u" triggeredByEvent="true"><startEvent id="x">${timer}<signalEventDefinition/></startEvent></subProcess>`,
    ),
  },
  ...["subProcess", "transaction", "adHocSubProcess"].flatMap((type): readonly RuleCase[] => [
    {
      name: `a start with a definition in a ${type}`,
      bad: behind(
        `<${type} id="u">\n<startEvent id="x">${timer}</startEvent><task id="v"/>${flow("x", "v")}</${type}>`,
      ),
      says:
        type === "adHocSubProcess"
          ? ["error ad-hoc-content 5:1", "error typed-start-in-subprocess 5:1"]
          : ["error typed-start-in-subprocess 5:1"],
      good: behind(`<${type} id="u"><task id="v"/></${type}>`),
    },
    {
      name: `data of a ${type}`,
      bad: behind(`<${type} id="u"><ioSpecification><inputSet/><outputSet/></ioSpecification><task id="v"/></${type}>`),
      says: ["warning subprocess-data 4:1"],
      good: behind(`<${type} id="u"><task id="v"/></${type}>`),
    },
  ]),
  {
    name: "a start with a definition elsewhere in a transaction",
    bad: behind(
      '<transaction id="u"><startEvent id="x"><eventDefinitionRef>d</eventDefinitionRef></startEvent></transaction>',
    ).concat('<signalEventDefinition id="d"/>'),
    says: ["error typed-start-in-subprocess 4:21"],
    good: behind(`<transaction id="u">${inside("v")}</transaction>`),
  },
  {
    name: "a method of a transaction that is no URI",
    bad: behind(`<transaction id="u" method="by hand">${inside("v")}</transaction>`),
    says: ["warning transaction-method 4:21"],
    good: behind(`<transaction id="u" method="##Image">${inside("v")}</transaction>`),
  },
  {
    name: "another method of a transaction that is no URI",
    bad: behind(`<transaction id="u" method="##Other">${inside("v")}</transaction>`),
    says: ["warning transaction-method 4:21"],
    good: behind(`<transaction id="u" method="urn:example:two-phases">${inside("v")}</transaction>`),
  },
  {
    name: "an ad hoc subprocess without an activity",
    bad: behind('<adHocSubProcess id="u"><intermediateThrowEvent id="v"/></adHocSubProcess>'),
    says: ["error ad-hoc-content 4:1"],
    good: behind('<adHocSubProcess id="u"><subProcess id="v"/></adHocSubProcess>'),
  },
  ...["startEvent", "endEvent"].map((type) => ({
    name: `a ${type} in an ad hoc subprocess`,
    bad: behind(`<adHocSubProcess id="u"><task id="v"/>\n<${type} id="w"/></adHocSubProcess>`),
    says: ["error ad-hoc-content 5:1"],
    good: behind('<adHocSubProcess id="u"><task id="v"/></adHocSubProcess>'),
  })),
];

const multi = (content: string, more = ""): string =>
  `<multiInstanceLoopCharacteristics${more}>${content}</multiInstanceLoopCharacteristics>`;
/** A task on line 4 that takes and gives a list; its loop is on line 5. */
const overList = (loop: string, item = "list"): string =>
  behind(
    `<task id="u"><ioSpecification><dataInput id="all" itemSubjectRef="${item}"/><dataOutput id="done" itemSubjectRef="${item}"/><inputSet><dataInputRefs>all</dataInputRefs></inputSet><outputSet><dataOutputRefs>done</dataOutputRefs></outputSet></ioSpecification>\n${loop}</task>`,
  ).concat(
    '<itemDefinition id="list" structureRef="text" isCollection="true"/><itemDefinition id="one" structureRef="text"/><itemDefinition id="number" structureRef="number"/>',
  );
const eachIn = (item: string): string =>
  multi(`<loopDataInputRef>all</loopDataInputRef><inputDataItem id="i" itemSubjectRef="${item}"/>`);
const eachOut = (item: string, more = ""): string =>
  multi(
    `<loopDataInputRef>all</loopDataInputRef><loopDataOutputRef>done</loopDataOutputRef><outputDataItem id="o" itemSubjectRef="${item}"${more}/>`,
  );

const loops: readonly RuleCase[] = [
  ...["task", "subProcess", "callActivity", "adHocSubProcess"].map((type) => ({
    name: `two loop markers of a ${type}`,
    bad: behind(
      `<${type} id="u" calledElement="elsewhere">\n<standardLoopCharacteristics loopMaximum="2"/>${multi("<loopCardinality>2</loopCardinality>")}<task id="v"/></${type}>`,
    ),
    says: ["error two-loops 5:47"],
    good: behind(
      `<${type} id="u" calledElement="elsewhere"><standardLoopCharacteristics loopMaximum="2"/><task id="v"/></${type}>`,
    ),
  })),
  ...["task", "subProcess"].flatMap((type) => [
    {
      name: `instances of a ${type} that nobody counts, to be run`,
      bad: behind(`<${type} id="u">\n${multi("")}</${type}>`, executable),
      says: ["error instances-missing 5:1"],
      good: behind(`<${type} id="u">\n${multi("<loopCardinality>2</loopCardinality>")}</${type}>`, executable),
    },
    {
      name: `instances of a ${type} that nobody counts, to be read`,
      bad: behind(`<${type} id="u">\n${multi("")}</${type}>`),
      says: ["warning instances-missing 5:1"],
      good: behind(`<${type} id="u">\n${multi("<loopCardinality>2</loopCardinality>")}</${type}>`),
    },
  ]),
  {
    name: "instances that a vendor counts in a way of its own",
    bad: behind(`<task id="u">\n${multi("", ' v:over="things"')}</task>`, executable),
    says: ["warning instances-missing 5:1"],
    good: behind(
      `<task id="u">\n${multi('<extensionElements><zeebe:loopCharacteristics inputCollection="=things"/></extensionElements>')}</task>`,
      executable,
    ),
  },
  {
    name: "a collection that is no input of the task, to be run",
    bad: behind(
      `<task id="u">\n${multi("<loopDataInputRef>o</loopDataInputRef>")}</task><dataObject id="o"/>`,
      executable,
    ),
    says: ["error loop-input 5:1"],
    good: behind(
      `<subProcess id="u">\n${multi("<loopDataInputRef>o</loopDataInputRef>")}</subProcess><dataObject id="o"/>`,
      executable,
    ),
  },
  {
    name: "a collection that is no input of the task, to be read",
    bad: behind(`<task id="u">\n${multi("<loopDataInputRef>o</loopDataInputRef>")}</task><dataObject id="o"/>`),
    says: ["warning loop-input 5:1"],
    good: overList(eachIn("one")),
  },
  {
    name: "an item to take that is a collection itself",
    bad: overList(eachIn("list")),
    says: ["warning loop-input-item 5:75"],
    good: overList(eachIn("one")),
  },
  {
    name: "an item to take of something that is no collection",
    bad: overList(eachIn("one"), "one"),
    says: ["warning loop-input-item 5:75"],
    good: overList(eachIn("one")),
  },
  {
    name: "an item to give of another structure",
    bad: overList(eachOut("number")),
    says: ["warning loop-output-item 5:118"],
    good: overList(eachOut("one")),
  },
  {
    name: "an item to give that says it is a collection",
    bad: overList(eachOut("one", ' isCollection="true"')),
    says: ["warning loop-output-item 5:118"],
    good: overList(eachOut("one")),
  },
];

const data = (inputs: readonly string[], outputs: readonly string[], prefix: string): string => {
  const refs = (type: string, list: readonly string[]): string =>
    list.map((_, n) => `<${type}Refs>${prefix}-${type}${n}</${type}Refs>`).join("");
  const declared = (type: string, list: readonly string[]): string =>
    list.map((item, n) => `<${type} id="${prefix}-${type}${n}" itemSubjectRef="${item}"/>`).join("");
  return `<ioSpecification>${declared("dataInput", inputs)}${declared("dataOutput", outputs)}<inputSet>${refs("dataInput", inputs)}</inputSet><outputSet>${refs("dataOutput", outputs)}</outputSet></ioSpecification>`;
};
const items =
  '<itemDefinition id="a" structureRef="text"/><itemDefinition id="b" structureRef="text"/><itemDefinition id="n" structureRef="number"/>';
/** A call on line 4, its data on line 5, of a task that takes text and a number, and gives text. */
const call = (content: string, callee = "globalTask"): string =>
  behind(`<callActivity id="u" calledElement="q">\n${content}</callActivity>`).concat(
    items,
    `<${callee} id="q">${data(["a", "n"], ["a"], "q")}</${callee}>`,
  );
const called = (start: string): string =>
  `${behind('<callActivity id="u" calledElement="q"/>')}\n<process id="q">${start}</process>`;

const calls: readonly RuleCase[] = [
  ...[
    ["one input less", ["a"], ["a"]],
    ["an output more", ["a", "n"], ["a", "a"]],
    ["another item", ["a", "b"], ["a"]],
    ["no output", ["a", "n"], []],
  ].map(([name, inputs, outputs]) => ({
    name: `${name} than what is called`,
    bad: call(data(inputs as string[], outputs as string[], "u")),
    says: ["warning call-data 5:1"],
    good: call(data(["n", "b"], ["b"], "u")),
  })),
  {
    name: "a call without data of a process that takes some",
    bad: call("", "process"),
    says: ["warning call-data 4:1"],
    good: call('<extensionElements><v:in source="x" target="y"/></extensionElements>', "process"),
  },
  {
    name: "a call with too much data",
    bad: call(data(["a", "n", "n"], ["a"], "u")),
    says: ["warning call-data 5:1"],
    good: `${behind(`<callActivity id="u" calledElement="q">${data(["a"], [], "u")}</callActivity>`)}${items}<globalTask id="q"/>`,
  },
  {
    name: "a called process that only an event begins",
    bad: called(`<startEvent id="x">${timer}</startEvent>`),
    says: ["error called-process-start 8:1"],
    good: called(`<startEvent id="x">${timer}</startEvent><startEvent id="y"/>`),
  },
  {
    name: "a called process that only a received message begins",
    bad: called('<receiveTask id="x" instantiate="true"/>'),
    says: ["error called-process-start 8:1"],
    good: called('<task id="x"/>'),
  },
];

const service =
  '<message id="ask" itemRef="a"/><message id="answer" itemRef="n"/><interface id="i"><operation id="o"><inMessageRef>ask</inMessageRef><outMessageRef>answer</outMessageRef></operation></interface>';
/** A global task on line 4 that takes text and a number, and gives a number; what it says about its interface is on line 5. */
const supporting = (type: string, content: string): string =>
  `${drawn().replaceAll("\n", "")}\n\n<${type} id="q">\n${content}${data(["a", "n"], ["n"], "q")}</${type}>${items}${service}`;
const support = "<supportedInterfaceRef>i</supportedInterfaceRef>";
const binding = (input: string, output: string): string =>
  `<ioBinding inputDataRef="${input}" outputDataRef="${output}" operationRef="o"/>`;

const interfaces: readonly RuleCase[] = ["globalTask", "globalUserTask", "process"].flatMap((type) => [
  {
    name: `a ${type} that supports an interface without a binding`,
    bad: supporting(type, support),
    says: ["warning interface-without-binding 5:1"],
    good: supporting(type, support + binding("q-dataInput0", "q-dataOutput0")),
  },
  {
    name: `a binding of a ${type} whose input is of another kind`,
    bad: supporting(type, support + binding("q-dataInput1", "q-dataOutput0")),
    says: ["warning binding-type 5:60"],
    good: supporting(type, support + binding("q-dataInput0", "q-dataOutput0")),
  },
]);

checkRuleCases([...subprocesses, ...loops, ...calls, ...interfaces]);
