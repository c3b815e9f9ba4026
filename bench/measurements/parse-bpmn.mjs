/** BPMN: rb beside fast-xml-parser, which makes a tree and no more. */
import { XMLParser } from "fast-xml-parser";
import { parserBpmn } from "../lib/built.mjs";
import { bpmnText } from "../lib/documents.mjs";
import { measureParsing, toGraph } from "../lib/parsing.mjs";
import { atMost } from "../lib/report.mjs";
import { ratio } from "../lib/statistics.mjs";

/** Under which its tree holds as much as ours: the order, attributes, and numeric references decoded. */
const parserOptions = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: "",
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  htmlEntities: true,
  maxNestedTags: 1000,
};

const sizes = { full: [1000, 10_000, 100_000], quick: [1000, 10_000], trial: [10] };
const alone = "fast-xml-parser";

export async function make(name, size) {
  const text = bpmnText(size);
  if (name === alone) return () => new XMLParser(parserOptions).parse(text);
  return toGraph((await parserBpmn()).parseBpmn, text, size);
}

export async function measure(form) {
  const format = { module: import.meta.url, textOf: bpmnText, readers: [alone] };
  const { entries, tables } = await measureParsing(form, sizes[form], format);
  return { targets: targets(entries), tables, notes: [] };
}

function targets(entries) {
  const list = [];
  const at = (size) => entries.find((entry) => entry.size === size)?.of;
  const [small, middle, large] = [at(1000), at(10_000), at(100_000)];
  if (middle !== undefined)
    list.push(atMost(2, "a file of 10,000 tasks, against fast-xml-parser alone", ratio(middle.rb, middle[alone])));
  if (large !== undefined)
    list.push(atMost(1.5, "linear: a task of a file of 100,000, against one of 1,000", ratio(large.rb, small.rb)));
  return list;
}
