import { documentLimits } from "@rb/ir";
import { expect, test } from "vitest";
import { BPMN, type XmlElement } from "./element.js";
import { readXml } from "./read-xml.js";
import { createSource } from "./source.js";

function read(text: string, limits: Partial<typeof documentLimits> = {}): ReturnType<typeof readXml> {
  return readXml(createSource(text, "t.bpmn"), { ...documentLimits, ...limits });
}

test.each<[string, string, string, number, number]>([
  ["empty", "", "malformed-xml", 1, 1],
  ["binary", "\u0000\u0001PNG", "malformed-xml", 1, 2],
  ["text", "hello", "malformed-xml", 1, 6],
  ["misnested", "<a>\n  <b></a></b>", "malformed-xml", 2, 10],
  ["unclosed", "<a><b></b>", "malformed-xml", 1, 11],
  ["two roots", "<a/>\n<b/>", "malformed-xml", 2, 4],
  ["duplicate attribute", '<a x="1" x="2"/>', "malformed-xml", 1, 17],
  ["duplicate attribute under two prefixes", '<a xmlns:p="u" xmlns:q="u" p:x="1" q:x="2"/>', "malformed-xml", 1, 45],
  ["undeclared prefix", "<p:a/>", "malformed-xml", 1, 7],
  ["undefined entity", "<a>&nbsp;</a>", "malformed-xml", 1, 10],
  ["lone ampersand", "<a>a & b</a>", "malformed-xml", 1, 13],
  ["attribute without quotes", "<a x=1/>", "malformed-xml", 1, 7],
  ["control character", "<a>\u0008</a>", "malformed-xml", 1, 5],
  ["DOCTYPE", '<?xml version="1.0"?>\n<!-- c -->\n<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "doctype-refused", 3, 1],
  ["DOCTYPE in small letters", "<!doctype a><a/>", "doctype-refused", 1, 1],
  ["DOCTYPE after a byte order mark", "\uFEFF<!DOCTYPE a><a/>", "doctype-refused", 1, 2],
  ["DOCTYPE inside", "<a><!DOCTYPE b></a>", "malformed-xml", 1, 13],
  ["entity declaration", '<!ENTITY a "b"><a/>', "doctype-refused", 1, 1],
])("%s is refused with its place", (_, text, reason, line, column) => {
  expect(read(text)).toMatchObject({ code: `bpmn/${reason}`, origin: { start: { line, column } } });
});

test("what follows a DOCTYPE is not read", () => {
  const bomb = `<!DOCTYPE a [${'<!ENTITY a "aaaaaaaaaa">'.repeat(50_000)}]><a/>`;
  const before = performance.now();
  expect(read(bomb, { maxBytes: 1e9 })).toMatchObject({ code: "bpmn/doctype-refused" });
  expect(performance.now() - before).toBeLessThan(50);
});

test("a hundred thousand levels are refused in bounded time", () => {
  const deep = "<a>".repeat(100_000) + "</a>".repeat(100_000);
  const before = performance.now();
  expect(read(deep)).toMatchObject({ code: "bpmn/too-deep", origin: { start: { line: 1, column: 64 * 3 + 1 } } });
  expect(performance.now() - before).toBeLessThan(200);
  expect(read(deep, { maxDepth: 1e9 })).toMatchObject({ code: "bpmn/too-deep" });
});

test("the limit of bytes counts UTF-8", () => {
  const text = `<a>${"é😀".repeat(10)}</a>`;
  expect(read(text, { maxBytes: 67 })).toMatchObject({ type: "{}a" });
  expect(read(text, { maxBytes: 66 })).toMatchObject({ code: "bpmn/too-large" });
});

test("an element belongs to BPMN by its namespace, whatever its prefix", () => {
  const root = read(
    `<x:definitions xmlns:x="${BPMN}" xmlns:bpmn="urn:other" bpmn:a="1">\n  <bpmn:task/><task xmlns="${BPMN}" name="a&#10;&lt;b&amp;"><![CDATA[<t>]]> &#x41;</task>\n</x:definitions>`,
  ) as XmlElement;
  expect(root.type).toBe("definitions");
  expect(root.foreign).toEqual([["{urn:other}a", "1"]]);
  expect(root.children.map((one) => one.type)).toEqual(["{urn:other}task", "task"]);
  expect(root.children[1]).toMatchObject({ text: "<t> A", attributes: { name: "a\n<b&" }, parent: root });
});

test("places are counted through byte order marks and line ends of every kind", () => {
  const source = createSource(`\uFEFF<a>\r\n <b/>\r <c\n  x="1"/></a>`, "t");
  const root = readXml(source, documentLimits) as XmlElement;
  expect(root.children.map((one) => source.originOf(one).start)).toEqual([
    { line: 2, column: 2 },
    { line: 3, column: 2 },
  ]);
});

test("names that objects inherit are names like any other", () => {
  const root = read('<a __proto__="x" constructor="y"><constructor/><__proto__ toString="z"/></a>') as XmlElement;
  expect(root.children.map((one) => one.type)).toEqual(["{}constructor", "{}__proto__"]);
  expect(Object.getPrototypeOf(root.attributes)).toBe(Object.prototype);
  expect(Object.entries(root.attributes)).toEqual([["constructor", "y"]]);
});

test("a document may have one element for every 16 bytes that it may have", () => {
  const full = `<a>${"<b/>".repeat(99)}</a>`;
  expect(read(full, { maxBytes: 1600 })).toMatchObject({ type: "{}a" });
  expect(read(full.replace("</a>", "\n<b/></a>"), { maxBytes: 1600 })).toMatchObject({
    code: "bpmn/too-many-elements",
    origin: { start: { line: 2, column: 1 } },
  });
});

test("a hundred thousand declarations of namespaces take time in proportion", () => {
  const declarations = Array.from({ length: 100_000 }, (_, at) => `xmlns:p${at}="u${at}"`).join(" ");
  const start = process.cpuUsage();
  expect(read(`<a ${declarations}><p99999:b p0:c=""/></a>`, { maxBytes: 4e6 })).toMatchObject({
    children: [{ type: "{u99999}b", foreign: [["{u0}c", ""]] }],
  });
  expect(process.cpuUsage(start).user / 1000).toBeLessThan(5000);
});
