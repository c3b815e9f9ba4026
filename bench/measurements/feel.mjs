/** Expressions in FEEL: rb, which reads an expression once and evaluates it often, beside feelin, which reads it each time. */
import { evaluate } from "feelin";
import { parserBpmn } from "../lib/built.mjs";
import { inOwnProcesses } from "../lib/in-own-process.mjs";
import { interleave } from "../lib/interleave.mjs";
import { atLeast, number, spread } from "../lib/report.mjs";
import { median, ratio } from "../lib/statistics.mjs";

const variables = {
  severity: "high",
  score: 71,
  findings: [1, 4, 9, 16].map((score) => ({ score })),
  opened: "2026-01-31",
};

const expressions = [
  'score > 50 and severity = "high"',
  "some one in findings satisfies one.score > 10",
  "count(findings[score > 3]) * 100 / count(findings)",
  'date(opened) + duration("P1M") < date("2026-03-01")',
];

const pace = {
  full: { rounds: 9, sampleMs: 50, warmMs: 1000 },
  quick: { rounds: 3, sampleMs: 20, warmMs: 200 },
  trial: { rounds: 1, sampleMs: 1, warmMs: 0 },
};

/** What each contender does with an expression, after it has been seen to answer what the other does. */
export async function make(name, text) {
  const language = (await parserBpmn()).bpmnLanguages.find((one) => one.name === "feel");
  const environment = (variable) => (Object.hasOwn(variables, variable) ? { json: variables[variable] } : undefined);
  const compiled = language.compile(text);
  const own = () => compiled.evaluate(environment, 0).json;
  const theirs = () => evaluate(text, variables).value;
  if (own() !== theirs()) throw new Error(`'${text}' is ${own()} to one and ${theirs()} to the other.`);
  return { rb: own, "read and evaluated": () => language.compile(text).evaluate(environment, 0), feelin: theirs }[name];
}

const names = ["rb", "read and evaluated", "feelin"];

export async function measure(form) {
  const specs = expressions.flatMap((text) =>
    names.map((name) => ({ text, name, key: `${name} ${text}`, module: import.meta.url, args: [name, text] })),
  );
  const samples = await inOwnProcesses(specs, (cases) => interleave(cases, pace[form]));
  const of = (name, text) => samples.get(`${name} ${text}`);
  const [first] = expressions;
  return {
    targets: [atLeast(20, "a comparison, against feelin", ratio(of("feelin", first), of("rb", first)))],
    tables: [
      {
        title: "How many times as long feelin takes",
        head: ["expression", "once it is read", "with reading it"],
        rows: expressions.map((text) => [
          `\`${text}\``,
          spread(ratio(of("feelin", text), of("rb", text))),
          spread(ratio(of("feelin", text), of("read and evaluated", text))),
        ]),
      },
      {
        title: "Microseconds of processor time an evaluation, medians",
        head: ["expression", ...names],
        rows: expressions.map((text) => [`\`${text}\``, ...names.map((name) => number(median(of(name, text)) * 1000))]),
      },
    ],
    notes: [],
  };
}
