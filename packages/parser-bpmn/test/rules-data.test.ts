import { checkRuleCases, executable, flow, marked } from "./rule-cases.js";

const items = [
  '<itemDefinition id="text" structureRef="xsd:string"/><itemDefinition id="alsoText" structureRef="xsd:string"/>',
  '<itemDefinition id="number" structureRef="xsd:int"/><itemDefinition id="list" isCollection="true" structureRef="xsd:string"/>',
  '<message id="m" itemRef="text"/><signal id="sig" structureRef="number"/><error id="err" structureRef="number"/><escalation id="esc" structureRef="number"/>',
].join("\n");
const inProcess = (...lines: readonly string[]): string => `${items}\n${executable(...lines)}`;
const unmarked = (text: string): string => text.replace("^", "");

const specification = (content: string): string => `<ioSpecification>${content}</ioSpecification>`;
const ofTask = (content: string, more = ""): string =>
  inProcess(`<task id="u">${specification(content)}${more}</task>`, flow("t", "u"), flow("u", "e"));
const input = (attributes = ""): string => `<dataInput id="i"${attributes}/>`;
const output = (attributes = ""): string => `<dataOutput id="o"${attributes}/>`;
const inSet = (content = "<dataInputRefs>i</dataInputRefs>", id = "is"): string =>
  `<inputSet id="${id}">${content}</inputSet>`;
const outSet = (content = "", id = "os"): string => `<outputSet id="${id}">${content}</outputSet>`;
const outRef = "<dataOutputRefs>o</dataOutputRefs>";

const object = (attributes: string): string => `<dataObject id="d"${attributes}/>`;
const named = (name: string, state = "", objectName = ' name="Order"'): string =>
  inProcess(
    object(objectName),
    `^<dataObjectReference id="r" name="${name}" dataObjectRef="d">${state}</dataObjectReference>`,
  );
const approved = '<dataState name="approved"/>';

/** A task whose input comes from data, as the items of both. */
const association = (from: string, to: string, more = ""): string =>
  inProcess(
    object(from),
    `<task id="u">${specification(`${input(to)}${inSet()}${outSet()}`)}^<dataInputAssociation><sourceRef>d</sourceRef><targetRef>i</targetRef>${more}</dataInputAssociation></task>`,
    flow("t", "u"),
    flow("u", "e"),
  );
const itemOf = (id: string): string => ` itemSubjectRef="${id}"`;
const transformation = "<transformation>x</transformation>";
const twoSources = (more: string): string =>
  association("", "", `${more}`).replace("<targetRef>", "<sourceRef>d</sourceRef><targetRef>");

/** A process with an input and an output of its own, and a task that exchanges them. */
const ofProcess = (task: string): string =>
  [
    '<process id="p" isExecutable="true">',
    specification(
      '<dataInput id="pi"/><dataOutput id="po"/><inputSet><dataInputRefs>pi</dataInputRefs></inputSet><outputSet><dataOutputRefs>po</dataOutputRefs></outputSet>',
    ),
    `<dataObject id="d"/><task id="u">${specification(`${input()}${output()}${inSet()}${outSet(outRef)}`)}${task}</task>`,
    "</process>",
  ].join("\n");
const reads = (ref: string): string =>
  `<dataInputAssociation><sourceRef>${ref}</sourceRef><targetRef>i</targetRef></dataInputAssociation>`;
const writes = (ref: string): string =>
  `<dataOutputAssociation><sourceRef>o</sourceRef><targetRef>${ref}</targetRef></dataOutputAssociation>`;

const end = (data: string, definitions: string): string =>
  inProcess(`<endEvent id="x">${data}${definitions}</endEvent>`, flow("t", "x"));
const catching = (data: string, definition: string): string =>
  inProcess(`<boundaryEvent id="x" attachedToRef="t">${data}${definition}</boundaryEvent>${flow("x", "e")}`);
const thrown = (id: string, item: string): string => `<dataInput id="${id}"${itemOf(item)}/>`;
const caught = (item: string): string =>
  `<dataOutput id="x1"${itemOf(item)}/>${outSet("<dataOutputRefs>x1</dataOutputRefs>")}`;
const aMessage = '<messageEventDefinition messageRef="m"><operationRef>op</operationRef></messageEventDefinition>';
const aSignal = '<signalEventDefinition signalRef="sig"/>';

checkRuleCases([
  marked(
    "an object of a list that is none",
    inProcess(`^${object(itemOf("list"))}`),
    "warning collection-mismatch",
    inProcess(object(`${itemOf("list")} isCollection="true"`)),
  ),
  marked(
    "an object that is a list of none",
    inProcess(`^${object(`${itemOf("text")} isCollection="true"`)}`),
    "warning collection-mismatch",
    inProcess(object(itemOf("text"))),
  ),
  marked(
    "an input of a list that is none",
    ofTask(`^${input(itemOf("list"))}${inSet()}${outSet()}`),
    "warning collection-mismatch",
    ofTask(`${input(`${itemOf("list")} isCollection="true"`)}${inSet()}${outSet()}`),
  ),
  marked(
    "an output that is a list of none",
    ofTask(`^${output(`${itemOf("text")} isCollection="true"`)}${inSet("")}${outSet(outRef)}`),
    "warning collection-mismatch",
    ofTask(`${output(itemOf("text"))}${inSet("")}${outSet(outRef)}`),
  ),
  marked(
    "a reference by another name",
    named("Invoice [approved]", approved),
    "warning data-reference-name",
    unmarked(named("Order [approved]", approved)),
  ),
  marked(
    "a reference without its state",
    named("Order", approved),
    "warning data-reference-name",
    unmarked(named("Order [approved]", approved)),
  ),
  ...[
    ["a reference without a state", "Order", ""],
    ["a reference to an object without a name", "Order", "", ""],
  ].map(([name = "", called = "", state = "", object]) =>
    marked(
      name,
      named("Invoice [approved]", approved),
      "warning data-reference-name",
      unmarked(named(called, state, object)),
    ),
  ),
  marked(
    "a property of nothing",
    `^<property id="x"/>${executable()}`,
    "warning property-place",
    executable('<property id="x"/>'),
  ),
  marked(
    "a property of a gateway",
    inProcess('<exclusiveGateway id="g">^<property id="x"/></exclusiveGateway>', flow("t", "g"), flow("g", "e")),
    "warning property-place",
    inProcess('<userTask id="g"><property id="x"/></userTask>', flow("t", "g"), flow("g", "e")),
  ),
  marked(
    "an input of no set",
    ofTask(`^${input()}${inSet("")}${outSet()}`),
    "warning input-without-set",
    ofTask(`${input()}${inSet()}${outSet()}`),
  ),
  marked(
    "an output of no set",
    ofTask(`^${output()}${inSet("")}${outSet()}`),
    "warning output-without-set",
    ofTask(`${output()}${inSet("")}${outSet(outRef)}`),
  ),
  marked(
    "an input of an event and no set",
    end(`^${thrown("x1", "text")}`, aMessage),
    "warning input-without-set",
    end(`${thrown("x1", "text")}${inSet("<dataInputRefs>x1</dataInputRefs>")}`, aMessage),
  ),
  ...(["optional", "whileExecuting"] as const).flatMap((list) => {
    const code = list === "optional" ? "set-optional" : "set-while-executing";
    const ref = (kind: string, id: string): string => `<${list}${kind}Refs>${id}</${list}${kind}Refs>`;
    return [
      marked(
        `an input that is only ${list}`,
        ofTask(`${input()}${inSet(`^${ref("Input", "i")}`)}${outSet()}`),
        `warning ${code}`,
        ofTask(`${input()}${inSet(`<dataInputRefs>i</dataInputRefs>${ref("Input", "i")}`)}${outSet()}`),
      ),
      marked(
        `an input that is ${list} in another set`,
        ofTask(`${input()}${inSet()}${inSet(`^${ref("Input", "i")}`, "js")}${outSet()}`),
        `warning ${code}`,
        ofTask(`${input()}${inSet()}${outSet()}`),
      ),
      marked(
        `an output that is only ${list}`,
        ofTask(`${output()}${inSet("")}${outSet(`^${ref("Output", "o")}`)}`),
        `warning ${code}`,
        ofTask(`${output()}${inSet("")}${outSet(`${outRef}${ref("Output", "o")}`)}`),
      ),
    ];
  }),
  marked(
    "an input set that isn't named back",
    ofTask(`${input()}${inSet("<dataInputRefs>i</dataInputRefs>^<outputSetRefs>os</outputSetRefs>")}${outSet()}`),
    "warning set-pairing",
    ofTask(
      `${input()}${inSet("<dataInputRefs>i</dataInputRefs><outputSetRefs>os</outputSetRefs>")}${outSet("<inputSetRefs>is</inputSetRefs>")}`,
    ),
  ),
  marked(
    "an output set that isn't named back",
    ofTask(`${output()}${inSet("")}${outSet(`${outRef}^<inputSetRefs>is</inputSetRefs>`)}`),
    "warning set-pairing",
    ofTask(
      `${output()}${inSet("<outputSetRefs>os</outputSetRefs>")}${outSet(`${outRef}<inputSetRefs>is</inputSetRefs>`)}`,
    ),
  ),
  marked(
    "an association between different structures",
    association(itemOf("text"), itemOf("number")),
    "warning association-types",
    unmarked(association(itemOf("text"), itemOf("alsoText"))),
  ),
  marked(
    "an association to another structure, without and with a transformation",
    association(itemOf("text"), itemOf("number")),
    "warning association-types",
    unmarked(association(itemOf("text"), itemOf("number"), transformation)),
  ),
  marked(
    "an association to another structure, and to an end without a type",
    association(itemOf("text"), itemOf("number")),
    "warning association-types",
    unmarked(association(itemOf("text"), "")),
  ),
  marked("two sources", twoSources(""), "error data-sources", unmarked(association("", ""))),
  marked(
    "two sources and an assignment",
    twoSources("<assignment><from>d</from><to>i</to></assignment>"),
    "error data-sources",
    unmarked(association("", "", "<assignment><from>d</from><to>i</to></assignment>")),
  ),
  marked(
    "no source",
    association("", "").replace("<sourceRef>d</sourceRef>", ""),
    "error data-sources",
    unmarked(
      association("", "", "<assignment><from>d</from><to>i</to></assignment>").replace("<sourceRef>d</sourceRef>", ""),
    ),
  ),
  marked(
    "an output of the process that is read",
    ofProcess(`^${reads("po")}`),
    "error data-direction",
    ofProcess(reads("pi")),
  ),
  marked(
    "an input of the process that is written",
    ofProcess(`^${writes("pi")}`),
    "error data-direction",
    ofProcess(writes("po")),
  ),
  marked(
    "an event with more definitions than data",
    end(thrown("x1", "text"), `${aMessage}${aSignal}`).replace('<endEvent id="x"', '^<endEvent id="x"'),
    "error event-data-count",
    end(`${thrown("x1", "text")}${thrown("x2", "number")}`, `${aMessage}${aSignal}`),
  ),
  marked(
    "an event with data for none of its definitions",
    end(thrown("x1", "text"), "").replace('<endEvent id="x"', '^<endEvent id="x"'),
    "warning event-data-count",
    end(thrown("x1", "text"), aMessage),
  ),
  marked(
    "an event with data in another order",
    end(`^${thrown("x1", "number")}${thrown("x2", "number")}`, `${aMessage}${aSignal}`),
    "warning event-data-type",
    end(`${thrown("x1", "text")}${thrown("x2", "number")}`, `${aMessage}${aSignal}`),
  ),
  ...["signal", "error", "escalation"].map((kind) => {
    const definition = `<${kind}EventDefinition ${kind}Ref="${kind.slice(0, 3)}"/>`;
    return marked(
      `a caught ${kind} with data of another type`,
      catching(`^${caught("text")}`, definition),
      "warning event-data-type",
      catching(caught("number"), definition),
    );
  }),
]);
