import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";
import { printBundle } from "./print-graph.js";

const folder = fileURLToPath(new URL("./lowering/", import.meta.url));
const sources = readdirSync(folder).filter((name) => name.endsWith(".bpmn"));

/** Beside each document, what it becomes: the graph, then what was found. `vitest --update` rewrites them; the diff is the review. */
test.each(sources)("%s", async (name) => {
  const { bundle, diagnostics } = parseBpmn(readFileSync(folder + name, "utf8"), { uri: name });
  const found = diagnostics.map(({ code, severity, origin, message }) => {
    const { start } = origin.kind === "source" ? origin : origin.from;
    return `${severity} ${code} ${start.line}:${start.column} ${message}`;
  });
  const printed = `${bundle === null ? "no graph\n" : printBundle(bundle)}\n${found.join("\n")}\n`;
  await expect(printed).toMatchFileSnapshot(folder + name.replace(/bpmn$/, "txt"));
});
