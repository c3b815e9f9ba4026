/** What all parsers are measured by: text to checked graph, beside libraries that only read the same text. */
import { inOwnProcesses } from "./in-own-process.mjs";
import { interleave } from "./interleave.mjs";
import { grouped, number, spread } from "./report.mjs";
import { median, ratio } from "./statistics.mjs";

const pace = {
  full: { rounds: 9, sampleMs: 50, warmMs: 2000 },
  quick: { rounds: 3, sampleMs: 20, warmMs: 200 },
  trial: { rounds: 1, sampleMs: 1, warmMs: 0 },
};
const raised = { maxBytes: 2 ** 30, maxNodes: 10_000_000 };

/** What rb does with a text of so many actions, after it has proved that the graph has them all. */
export function toGraph(parse, text, actions) {
  const run = () => {
    const { bundle, diagnostics } = parse(text, { uri: "bench", limits: raised });
    const error = diagnostics.find(({ severity }) => severity === "error");
    if (bundle === null || error !== undefined) throw new Error(`The text was refused: ${error?.message}`);
    return bundle;
  };
  const { length } = run().graphs[0].nodes.filter(({ kind }) => kind === "action");
  if (length !== actions) throw new Error(`The graph has ${length} of ${actions} actions.`);
  return run;
}

/**
 * @param {readonly number[]} sizes
 * @param {{
 *   readonly module: string,
 *   readonly textOf: (steps: number) => string,
 *   readonly readers: readonly string[],
 * }} format `make` of the module gives, for `rb` or the name of a reader and a size, what it does with a text of that size
 */
export async function measureParsing(form, sizes, { module, textOf, readers }) {
  const entries = sizes.map((size) => ({ size, length: textOf(size).length, of: {} }));
  const specs = entries.flatMap((entry) =>
    ["rb", ...readers].map((name) => ({ entry, name, key: `${name} ${entry.size}`, module, args: [name, entry.size] })),
  );
  const samples = await inOwnProcesses(specs, (cases) => interleave(cases, pace[form]));
  for (const { entry, name, key } of specs) entry.of[name] = samples.get(key).map((ms) => (ms * 1000) / entry.size);
  return { entries, tables: [ratioTable(entries, readers), timeTable(entries, ["rb", ...readers])] };
}

function ratioTable(entries, readers) {
  return {
    title: "From the text to a checked graph, in times the time of a library that only reads the text",
    head: ["steps", ...readers],
    rows: entries.map(({ size, of }) => [grouped(size), ...readers.map((name) => spread(ratio(of.rb, of[name])))]),
  };
}

function timeTable(entries, names) {
  return {
    title: "Microseconds of processor time a step, medians",
    head: ["steps", "size", ...names],
    rows: entries.map(({ size, length, of }) => [
      grouped(size),
      `${number(length / 2 ** 20)} MiB`,
      ...names.map((name) => number(median(of[name]))),
    ]),
  };
}
