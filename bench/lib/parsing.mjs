/** What all parsers are measured by: text to checked graph, beside a library that only reads the same text. */
import { interleave } from "./interleave.mjs";
import { grouped, number, spread } from "./report.mjs";
import { median, ratio } from "./statistics.mjs";

const pace = {
  full: { rounds: 7, sampleMs: 50, warmMs: 500 },
  quick: { rounds: 3, sampleMs: 20, warmMs: 200 },
  trial: { rounds: 1, sampleMs: 1, warmMs: 0 },
};
const raised = { maxBytes: 2 ** 30, maxNodes: 10_000_000 };

/**
 * @param {"full" | "quick" | "trial"} form
 * @param {{
 *   readonly textOf: (steps: number) => string,
 *   readonly sizes: { readonly [form: string]: readonly number[] },
 *   readonly parse: (text: string, options: object) => { readonly bundle: object | null, readonly diagnostics: readonly object[] },
 *   readonly readers: readonly { readonly name: string, readonly read: (text: string) => unknown }[],
 * }} format the first of the readers is the one that ratios are given against
 */
export async function measureParsing(form, { textOf, sizes, parse, readers }) {
  const entries = sizes[form].map((size) => ({ size, text: textOf(size), of: {} }));
  const whole = { name: "rb", read: (text) => checked(parse(text, { uri: "bench", limits: raised })) };
  const cases = entries.flatMap((entry) =>
    [whole, ...readers].map(({ name, read }) => ({
      entry,
      name,
      key: `${name} ${entry.size}`,
      run: () => void read(entry.text),
    })),
  );
  for (const { size, text } of entries) hasEveryStep(whole.read(text), size);
  const samples = await interleave(cases, pace[form]);
  for (const { entry, name, key } of cases) entry.of[name] = samples.get(key).map((ms) => (ms * 1000) / entry.size);
  return { entries, tables: [ratioTable(entries, readers), timeTable(entries, readers)] };
}

function checked({ bundle, diagnostics }) {
  const error = diagnostics.find(({ severity }) => severity === "error");
  if (bundle === null || error !== undefined) throw new Error(`The text was refused: ${error?.message}`);
  return bundle;
}

function hasEveryStep({ graphs }, size) {
  const { length } = graphs[0].nodes.filter(({ kind }) => kind === "action");
  if (length !== size) throw new Error(`The graph has ${length} of ${size} steps.`);
}

function ratioTable(entries, readers) {
  return {
    title: "From the text to a checked graph, in times the time of a library that only reads the text",
    head: ["steps", ...readers.map(({ name }) => name)],
    rows: entries.map(({ size, of }) => [grouped(size), ...readers.map(({ name }) => spread(ratio(of.rb, of[name])))]),
  };
}

function timeTable(entries, readers) {
  const names = ["rb", ...readers.map(({ name }) => name)];
  return {
    title: "Microseconds a step, medians",
    head: ["steps", "size", ...names],
    rows: entries.map(({ size, text, of }) => [
      grouped(size),
      `${number(text.length / 2 ** 20)} MiB`,
      ...names.map((name) => number(median(of[name]))),
    ]),
  };
}
