import { expect, test } from "vitest";
import { checkRuleCases, drawn, executable, findings, flow, marked } from "./rule-cases.js";

const shared = [
  '<itemDefinition id="text" structureRef="xsd:string"/><itemDefinition id="alsoText" structureRef="xsd:string"/><itemDefinition id="number" structureRef="xsd:int"/>',
  '<message id="m" itemRef="text"/><message id="plain"/>',
  '<interface id="if"><operation id="op"><inMessageRef>m</inMessageRef><outMessageRef>n</outMessageRef></operation>',
  '<operation id="oneWay"><inMessageRef>m</inMessageRef></operation></interface><message id="n" itemRef="number"/>',
].join("\n");
const withTask = (type: string, attributes: string, content: string): string =>
  `${shared}\n${executable(`<${type} id="u"${attributes}>${content}</${type}>`, flow("t", "u"), flow("u", "e"))}`;

interface Io {
  readonly inputs?: readonly string[];
  readonly outputs?: readonly string[];
  readonly inputSets?: readonly string[];
  readonly outputSets?: readonly string[];
}
/** What goes in and out, as the items of `i0`, `i1`, … and `o0`, …; a `^` in front marks it. */
function io({ inputs = [], outputs = [], inputSets, outputSets }: Io): string {
  const data = (kind: string, items: readonly string[]): string =>
    items
      .map((item, at) => {
        const mark = item.startsWith("^") ? "^" : "";
        const name = item.slice(mark.length);
        return `${mark}<data${kind} id="${kind[0]?.toLowerCase()}${at}"${name === "" ? "" : ` itemSubjectRef="${name}"`}/>`;
      })
      .join("");
  const refs = (kind: string, items: readonly string[]): string =>
    items.map((_, at) => `<data${kind}Refs>${kind[0]?.toLowerCase()}${at}</data${kind}Refs>`).join("");
  const ins = inputSets ?? [`<inputSet>${refs("Input", inputs)}</inputSet>`];
  const outs = outputSets ?? [`<outputSet>${refs("Output", outputs)}</outputSet>`];
  return `<ioSpecification>${data("Input", inputs)}${data("Output", outputs)}${ins.join("")}${outs.join("")}</ioSpecification>`;
}
const inSet = "<inputSet><dataInputRefs>i0</dataInputRefs></inputSet>";
const outSet = "<outputSet><dataOutputRefs>o0</dataOutputRefs></outputSet>";
const service = (spec: Io, operation = "op"): string =>
  withTask("serviceTask", ` operationRef="${operation}"`, io(spec));
const send = (spec: Io, message = "m"): string => withTask("sendTask", ` messageRef="${message}"`, io(spec));
const receive = (spec: Io, message = "m"): string => withTask("receiveTask", ` messageRef="${message}"`, io(spec));

const role = (content: string, type = "potentialOwner"): string =>
  `<resource id="r"><resourceParameter id="rp"/></resource>\n${drawn(`<userTask id="u"><${type} id="po">${content}</${type}></userTask>`, flow("t", "u"))}`;
const byName = "<resourceRef>r</resourceRef>";
const byExpression =
  "<resourceAssignmentExpression><formalExpression>x</formalExpression></resourceAssignmentExpression>";
const binding =
  '<resourceParameterBinding parameterRef="rp"><formalExpression>x</formalExpression></resourceParameterBinding>';

const run = "<script>x</script>";
const script = (attributes: string, content = run): string =>
  drawn(`^<scriptTask id="u"${attributes}>${content}</scriptTask>`, flow("t", "u"));
const unmarked = (text: string): string => text.replace("^", "");
const quantity = (attributes: string): string =>
  drawn(`^<userTask id="u"${attributes}/>`, flow("t", "u"), flow("u", "e"));
const standard = `<standardLoopCharacteristics><loopCondition>a</loopCondition></standardLoopCharacteristics>`;
const multi = `<multiInstanceLoopCharacteristics><loopCardinality>3</loopCardinality></multiInstanceLoopCharacteristics>`;
const looping = (type: string, loops: string): string =>
  drawn(`<${type} id="u">${loops}<task id="v"/></${type}>`, flow("t", "u"), flow("u", "e"));

checkRuleCases([
  marked(
    "a service task with two input sets",
    service({ inputs: ["text"], outputs: ["number"], inputSets: [inSet, `^${inSet}`] }),
    "warning service-input-sets",
    service({ inputs: ["text"], outputs: ["number"] }),
  ),
  marked(
    "a service task without an input set",
    withTask("serviceTask", ' operationRef="op"', "").replace("<serviceTask", "^<serviceTask"),
    "warning service-input-sets",
    withTask("serviceTask", "", ""),
  ),
  marked(
    "a service task with two output sets",
    service({ inputs: ["text"], outputs: ["number"], outputSets: [outSet, `^${outSet}`] }),
    "warning message-task-sets",
    service({ inputs: ["text"], outputs: ["number"] }),
  ),
  marked(
    "a service task with an input of another type",
    service({ inputs: ["^number"], outputs: ["number"] }),
    "warning message-task-type",
    service({ inputs: ["alsoText"], outputs: ["number"] }),
  ),
  marked(
    "a service task with an output of another type",
    service({ inputs: ["text"], outputs: ["^text"] }),
    "warning message-task-type",
    service({ inputs: ["text"], outputs: ["text"] }, "oneWay"),
  ),
  marked(
    "a send task with two input sets",
    send({ inputs: ["text"], inputSets: [inSet, `^${inSet}`] }),
    "warning message-task-sets",
    send({ inputs: ["text"] }),
  ),
  marked(
    "a send task with two inputs",
    send({ inputs: ["text", "^text"] }),
    "warning message-task-data",
    send({ inputs: ["text"] }),
  ),
  marked(
    "a send task with an input of no type",
    send({ inputs: ["^"] }),
    "warning message-task-type",
    send({ inputs: [""] }, "plain"),
  ),
  marked(
    "a receive task with two output sets",
    receive({ outputs: ["text"], outputSets: [outSet, `^${outSet}`] }),
    "warning message-task-sets",
    receive({ outputs: ["text"] }),
  ),
  marked(
    "a receive task with two outputs",
    receive({ outputs: ["text", "^text"] }),
    "warning message-task-data",
    receive({ outputs: ["text"] }),
  ),
  marked(
    "a receive task with an output of another type",
    receive({ outputs: ["^number"] }),
    "warning message-task-type",
    receive({ outputs: ["alsoText"] }),
  ),
  marked(
    "a receive task that instantiates and is led to",
    withTask("receiveTask", ' messageRef="m" instantiate="true"', "").replace("<receiveTask", "^<receiveTask"),
    "error instantiating-receive-task",
    withTask("receiveTask", ' messageRef="m"', ""),
  ),
  ...["", "<script> </script>", "<extensionElements><camunda:inputOutput/></extensionElements>"].map((content) =>
    marked(`a script task with '${content}'`, script("", content), "warning script-missing", unmarked(script("", run))),
  ),
  ...[
    ["with a script in a file", ' camunda:resource="a.js"', ""],
    ["of a worker", "", '<extensionElements><zeebe:taskDefinition type="x"/></extensionElements>'],
    ["in the words of somebody", "", "<extensionElements><v:script/></extensionElements>"],
  ].map(([name, attributes = "", content = ""]) =>
    marked(`a script task ${name}`, script("", ""), "warning script-missing", unmarked(script(attributes, content))),
  ),
  marked("a script in no language", script(""), "warning script-without-format", script("", "").replace("^", "")),
  marked(
    "a script in a language that is no MIME type",
    script(' scriptFormat="our own"'),
    "warning script-format",
    unmarked(script(' scriptFormat="text/x-groovy"')),
  ),
  marked(
    "a script in no language that engines know by name",
    script(' scriptFormat="gruvi"'),
    "warning script-format",
    unmarked(script(' scriptFormat="groovy"')),
  ),
  ...["resourceRole", "performer", "humanPerformer", "potentialOwner"].flatMap((type) => [
    marked(
      `a ${type} by name and by expression`,
      role(`${byName}^${byExpression}`, type),
      "warning resource-twice",
      role(byName, type),
    ),
    marked(
      `a ${type} by expression with parameters`,
      role(`^${binding}${byExpression}`, type),
      "warning resource-binding",
      role(`${byName}${binding}`, type),
    ),
  ]),
  marked("parameters of no resource", role(`^${binding}`), "warning resource-binding", role(byExpression)),
  ...["startQuantity", "completionQuantity"].flatMap((name) =>
    ["0", "-1", "many"].map((value) =>
      marked(
        `a ${name} of ${value}`,
        quantity(` ${name}="${value}"`),
        "error quantity-below-one",
        unmarked(quantity(` ${name}="1"`)),
      ),
    ),
  ),
  ...["subProcess", "transaction", "adHocSubProcess"].map((type) =>
    marked(
      `a ${type} with two loops`,
      looping(type, `${standard}^${multi}`),
      "error two-loops",
      looping(type, standard),
    ),
  ),
]);

test("scripts in no language are told once", () => {
  const scripts = Array.from({ length: 9 }, (_, n) => `<scriptTask id="s${n}"><script>x</script></scriptTask>`);
  expect(findings(drawn(...scripts)).filter((one) => one.includes("script-without-format"))).toHaveLength(1);
});
