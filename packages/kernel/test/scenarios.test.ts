/**
 * The meaning of graphs, shown: each file below `scenarios/` holds a claim with its clause of the standard, a graph, inputs, and, after `----`,
 * everything that happened. `RB_UPDATE=1` writes what happens now; the diff is then to be read like any other change of meaning.
 */
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { compile, createState } from "../src/index.js";
import { testLanguage, testSchemas } from "./build.js";
import { everything } from "./scenario/everything.js";
import { readGraph } from "./scenario/graph.js";
import { type Played, play } from "./scenario/play.js";

const root = new URL("scenarios/", import.meta.url);
const languages = { expressions: [testLanguage("test"), testLanguage("asking", true)], schemas: [testSchemas] };
const isUpdating = process.env.RB_UPDATE === "1";

function playFile(file: URL): { readonly text: string; readonly head: string; readonly played: Played } {
  const text = readFileSync(file, "utf8");
  const head = (text.split(/^----$/m)[0] as string).trimEnd();
  const [, graph = "", inputs = ""] = /^(?:#.*\n)+([\s\S]*?)\n\n((?:(?!\n\n)[\s\S])*)$/.exec(head) ?? [];
  const { program, diagnostics } = compile(readGraph(graph), languages);
  if (program === null) throw new Error(diagnostics.map((d) => d.message).join("\n"));
  return { text, head, played: play(program, createState(), inputs) };
}

const played: Played[] = [];

for (const kind of readdirSync(root).sort()) {
  describe(kind, () => {
    for (const name of readdirSync(new URL(`${kind}/`, root)).sort()) {
      test(name.replace(/\.txt$/, ""), () => {
        const file = new URL(`${kind}/${name}`, root);
        const { text, head, played: now } = playFile(file);
        const transcript = `${head}\n----\n${now.transcript}`;
        played.push(now);
        if (isUpdating && transcript !== text) writeFileSync(file, transcript);
        else expect(transcript).toBe(text);
      });
    }
  });
}
describe("all scenarios together", () => {
  test("show every kind of record, effect and input", () => {
    const seen = {
      records: new Set<string>(played.flatMap((one) => one.records.map((record) => record.type))),
      effects: new Set<string>(played.flatMap((one) => one.effects.map((effect) => effect.type))),
      inputs: new Set<string>(played.flatMap((one) => one.envelopes.map((envelope) => envelope.input.type))),
    };
    const missing = Object.entries(everything).flatMap(([what, types]) =>
      Object.keys(types).filter((type) => !seen[what as keyof typeof seen].has(type)),
    );
    expect(missing).toEqual([]);
  });
});
