import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

const folder = fileURLToPath(new URL("../../../fixtures/bpmn/", import.meta.url));
const files = readdirSync(folder).filter((file) => file.endsWith(".bpmn"));

test("the examples are there", () => expect(files.length).toBeGreaterThanOrEqual(4));

/** What hardly any drawing says, and nothing depends on. */
const formalities: ReadonlySet<string> = new Set(["bpmn/message-without-operation"]);

test.each(files)("%s loads without a warning", (file) => {
  const { bundle, diagnostics } = parseBpmn(readFileSync(folder + file, "utf8"), { uri: file });
  expect(bundle).not.toBeNull();
  const found = diagnostics.filter(({ code, severity }) => severity !== "info" && !formalities.has(code));
  expect(found).toEqual([]);
});
