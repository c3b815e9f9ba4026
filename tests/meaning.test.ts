/**
 * What documents mean, shown: beside each document of these folders stand a claim, for BPMN with its clause of the standard, inputs, and,
 * after `----`, what happened. `RB_UPDATE=1` writes what happens now; the diff is then to be read like any other change of meaning.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import type { Bundle } from "@rb/ir";
import { compile, type Program } from "@rb/kernel";
import { createLibrary, load } from "@rb/loader";
import { describe, expect, test } from "vitest";
import { type Called, play } from "./lib/play.js";

const fixtures = new URL("../fixtures/", import.meta.url);

const byId: Called = (id) => id;
/** Ids of CACAO are long, and start and end steps need no names. */
const byName: Called = (id, name) => name?.replace(/ \((\d+) of \d+\)$/, "/command-$1") ?? id.replace(/--.*/, "");

describe.each([
  ["bpmn/semantics", ".bpmn", byId],
  ["cacao/semantics", ".json", byName],
  ["runbook/semantics", ".runbook.yaml", byId],
  ["runbook/flow", ".runbook.yaml", byId],
  ["dialects/task-pack/semantics", ".pack.yaml", byId],
])("%s", (path, ending, called) => {
  const folder = new URL(`${path}/`, fixtures);
  const documents = readdirSync(folder).filter((file) => file.endsWith(ending));
  const library = createLibrary(calledIn(new URL("called/", folder)));

  test.each(documents)("%s", async (document) => {
    const file = new URL(document.replace(ending, ".txt"), folder);
    const text = readFileSync(file, "utf8");
    const head = (text.split(/^----$/m)[0] as string).trimEnd();
    const { bundle, diagnostics, languages } = await load(readFileSync(new URL(document, folder), "utf8"), {
      uri: document,
      resolve: library,
    });
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.map(({ message }) => message)).toEqual([]);
    const { program } = compile(bundle as Bundle, languages);
    const inputs = head.slice(head.indexOf("\n\n") + 2);
    const transcript = `${head}\n----\n${play(program as Program, inputs, called)}\n`;
    if (process.env.RB_UPDATE === "1" && transcript !== text) writeFileSync(file, transcript);
    else expect(transcript).toBe(text);
  });
});

/** What the documents beside a folder call. */
function calledIn(folder: URL): { uri: string; text: string }[] {
  const files = existsSync(folder) ? readdirSync(folder) : [];
  return files.map((uri) => ({ uri, text: readFileSync(new URL(uri, folder), "utf8") }));
}
