import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { check } from "@rb/ir";
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";
import { printBundle } from "./print-graph.js";

const folder = fileURLToPath(new URL("../../../fixtures/bpmn/vendors/", import.meta.url));
const results = fileURLToPath(new URL("./vendors/", import.meta.url));
const sources = readdirSync(folder).filter((name) => name.endsWith(".bpmn"));

/** What each document in the words of a tool becomes, and what is said about its extensions. */
test.each(sources)("%s", async (name) => {
  const { bundle, diagnostics } = parseBpmn(readFileSync(folder + name, "utf8"), { uri: name });
  expect(bundle).not.toBeNull();
  if (bundle === null) return;
  expect(check(bundle).filter(({ severity }) => severity === "error")).toEqual([]);
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  const found = diagnostics
    .filter(({ code }) => code.startsWith("bpmn/vendor-"))
    .map(({ code, severity, origin, message }) => {
      const { start } = origin.kind === "source" ? origin : origin.from;
      return `${severity} ${code} ${start.line}:${start.column} ${message}`;
    });
  const printed = `${printBundle(bundle)}\n${found.join("\n")}\n`;
  await expect(printed).toMatchFileSnapshot(results + name.replace(/bpmn$/, "txt"));
});
