import { documentLimits } from "@rb/ir";
import { XMLParser } from "fast-xml-parser";
import { bench, describe } from "vitest";
import { parseBpmn } from "../src/index.js";
import { gate } from "../src/xml/gate.js";
import { parserOptions, readXml } from "../src/xml/read-xml.js";
import { createSource } from "../src/xml/source.js";
import { generateSequence } from "./generate.js";

const limits = { ...documentLimits, maxBytes: 1e9, maxNodes: 1e6 };

describe.each([10_000, 100_000])("%i tasks", (tasks) => {
  const text = generateSequence(tasks);
  const options = { iterations: 10, time: 0 };
  bench("fast-xml-parser alone", () => void new XMLParser(parserOptions).parse(text), options);
  bench("gate alone", () => void gate(text, limits.maxDepth), options);
  bench("XML with places", () => void readXml(createSource(text, "generated"), limits), options);
  bench("checked graph", () => void parseBpmn(text, { uri: "generated", limits }), options);
});
