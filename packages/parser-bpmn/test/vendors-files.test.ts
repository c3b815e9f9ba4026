/** However a tool writes its XML, what it drew is the same. */
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

const namespace = "http://www.omg.org/spec/BPMN/20100524/MODEL";
const di = "http://www.omg.org/spec/BPMN/20100524/DI";

function nodesOf(text: string): readonly string[] {
  const { bundle, diagnostics } = parseBpmn(text, { uri: "file.bpmn" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  return (bundle?.graphs ?? []).flatMap(({ nodes, flows }) => [
    ...nodes.map(({ kind, id, name }) => `${kind} ${id}${name === undefined ? "" : ` ${name}`}`),
    ...flows.map(({ from, to, guard }) => `${from} -> ${to}${guard === undefined ? "" : " if"}`),
  ]);
}

/** The same process, with `p` before each name of BPMN and `more` in the root. */
function drawn(p: string, more: string): string {
  return `<${p}definitions ${more} targetNamespace="urn:x"><${p}process id="p" isExecutable="true">
<${p}startEvent id="s"><${p}outgoing>f</${p}outgoing></${p}startEvent><${p}task id="t" name="Look at it"><${p}incoming>f</${p}incoming><${p}outgoing>g</${p}outgoing></${p}task><${p}endEvent id="e"/>
<${p}sequenceFlow id="f" sourceRef="s" targetRef="t"/><${p}sequenceFlow id="g" sourceRef="t" targetRef="e"><${p}conditionExpression xmlns:i="http://www.w3.org/2001/XMLSchema-instance" i:type="${p}tFormalExpression">ok</${p}conditionExpression></${p}sequenceFlow>
</${p}process></${p}definitions>`;
}

const expected = ["start s", "action t Look at it", "end e", "s -> t", "t -> e if"];
const plain = drawn("", `xmlns="${namespace}"`);

test.each<readonly [name: string, text: string]>([
  ["the default namespace", plain],
  ...["bpmn", "bpmn2", "semantic", "model", "ns0", "a.b-c", "_"].map((prefix): [string, string] => [
    `the prefix ${prefix}`,
    drawn(`${prefix}:`, `xmlns:${prefix}="${namespace}"`),
  ]),
  ["a default namespace that is another", drawn("b:", `xmlns="urn:tool" xmlns:b="${namespace}"`)],
  [
    "two prefixes for one namespace",
    plain.replace("<definitions", `<definitions xmlns:x="${namespace}"`).replace("<endEvent", "<x:endEvent"),
  ],
  [
    "prefixes that are declared where they are used",
    plain.replace('<task id="t"', '<task xmlns:q="urn:q" q:note="1" id="t"'),
  ],
  ["a byte order mark", `\ufeff<?xml version="1.0" encoding="UTF-8"?>\n${plain}`],
  ["a declaration of another encoding", `<?xml version='1.0' encoding='ISO-8859-1' standalone='yes'?>${plain}`],
  ["a declaration of XML 1.1", `<?xml version="1.1" encoding="UTF-8"?>${plain}`],
  ["lines that end as in Windows", plain.replaceAll("\n", "\r\n")],
  [
    "processing instructions",
    `<?xml version="1.0"?><?mso-application progid="x"?>${plain.replace("<task", "<?tool a=1?><task")}<?end?>`,
  ],
  ["comments", `<!-- a -->${plain.replace("<endEvent", "<!-- <task id='no'/> --><endEvent")}<!-- z -->`],
  ["CDATA", plain.replace(">ok<", "><![CDATA[ok]]><")],
  ["references to characters", plain.replace("Look at it", "&#76;ook&#x20;at &#105;t")],
  ["single quotes", plain.replaceAll('"', "'")],
  [
    "empty elements, either way",
    plain.replace("<outgoing>f</outgoing>", "<outgoing/>").replace("<incoming>f</incoming>", "<incoming></incoming>"),
  ],
  ["an empty extensionElements", plain.replace('name="Look at it">', 'name="Look at it"><extensionElements/>')],
  [
    "two of them",
    plain.replace(
      'name="Look at it">',
      'name="Look at it"><extensionElements/><extensionElements><x xmlns="urn:x"/></extensionElements>',
    ),
  ],
  [
    "extensions in anything",
    plain.replace(
      'targetRef="t"/>',
      'targetRef="t"><extensionElements><q:x xmlns:q="urn:q"><q:y><process/></q:y></q:x></extensionElements></sequenceFlow>',
    ),
  ],
  ["a vendor's elements beside those of BPMN", plain.replace("<task", '<q:task xmlns:q="urn:q" id="t"/><task')],
  ["no ids where none are needed", plain.replace('id="f" ', "").replace(/<(incoming|outgoing)>f<\/\1>/g, "")],
  [
    "a diagram",
    plain.replace(
      "</definitions>",
      `<d:BPMNDiagram xmlns:d="${di}"><d:BPMNPlane bpmnElement="p"/></d:BPMNDiagram></definitions>`,
    ),
  ],
  ["isExecutable left out", plain.replace(' isExecutable="true"', "")],
])("%s", (_, text) => {
  expect(nodesOf(text)).toEqual(expected);
});

test("a name that is broken into lines, to fit its shape, is one line", () => {
  expect(nodesOf(plain.replace("Look at it", "Look&#xD;&#xA;at it"))).toContain("action t Look at it");
});

test("an event whose trigger only a vendor's engine knows waits until somebody says that it has come", () => {
  const trigger = '<extensionElements><v:trigger xmlns:v="urn:vendor"/></extensionElements>';
  const text = drawn("", `xmlns="${namespace}"`).replace(
    "</process>",
    `<boundaryEvent id="b" attachedToRef="t">${trigger}</boundaryEvent><intermediateCatchEvent id="c">${trigger}</intermediateCatchEvent><sequenceFlow id="h" sourceRef="b" targetRef="c"/></process>`,
  );
  const { bundle, diagnostics } = parseBpmn(text, { uri: "file.bpmn" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  expect(diagnostics.map(({ code }) => code)).toContain("bpmn/event-definition-missing");
  const unknown = expect.objectContaining({
    on: "condition",
    test: { unspecified: expect.stringContaining("vendor") },
  });
  const node = (id: string) => bundle?.graphs[0]?.nodes.find((one) => one.id === id);
  expect(node("t")).toMatchObject({ handlers: [{ id: "b", triggers: [unknown] }] });
  expect(node("c")).toMatchObject({ kind: "catch", arms: [{ trigger: unknown }] });
});
