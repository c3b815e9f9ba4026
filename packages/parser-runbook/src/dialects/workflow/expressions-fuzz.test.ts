/** Expressions made by chance: whatever they say, they are read or refused, and give a value or an error of the language. */
import { EvaluationError } from "@rb/ir";
import { expect, test } from "vitest";
import { jsonataLanguage } from "../../jsonata/language.js";
import { parseRunbook } from "../../parse-runbook.js";
import { translate } from "./expression.js";
import { functions } from "./functions.js";
import { Names } from "./names.js";

class Chance {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }
  below(limit: number): number {
    this.#state = (this.#state * 48_271) % 2_147_483_647;
    return this.#state % limit;
  }
  of<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }
}

const operators = "== != < <= > >= && || and or + - * / % ** ^ ?? in contains startsWith endsWith matches".split(" ");
const leaves = [
  "1",
  "0",
  "2.5",
  "'a'",
  '"b\\"c"',
  "''",
  "true",
  "false",
  "nil",
  "[]",
  "[1, 'a']",
  "input",
  "input.n",
  "input.text",
  "input.list",
  "input.list[0]",
  "input.map['x y']",
  "input?.gone?.more",
  "ctx.deep.deeper",
  "steps.a.output",
  "steps.b-1.output.n",
  "item",
  "unknown",
];

function expression(chance: Chance, depth: number): string {
  const inner = (): string => expression(chance, depth - 1);
  if (depth === 0) return chance.of(leaves);
  switch (chance.below(8)) {
    case 0:
      return `(${inner()})`;
    case 1:
      return `${chance.of(["!", "-", "not "])}${inner()}`;
    case 2:
      return `${inner()} ? ${inner()} : ${inner()}`;
    case 3: {
      const [name, { takes }] = chance.of(Object.entries(functions));
      return `${name}(${Array.from({ length: takes }, inner).join(", ")})`;
    }
    case 4:
      return chance.of(leaves);
    default:
      return `${inner()} ${chance.below(8) === 0 ? "not in" : chance.of(operators)} ${inner()}`;
  }
}

/** What somebody leaves out, doubles, or types by mistake. */
function spoilt(chance: Chance, text: string): string {
  const at = chance.below(text.length + 1);
  const junk = chance.of([
    "",
    "(",
    ")",
    "[",
    "]",
    "'",
    '"',
    "\\",
    "${",
    "}",
    "..",
    "|",
    "#",
    "`",
    "$",
    "\u0000",
    "😀",
    "\ud800",
    "?",
    ":",
  ]);
  return text.slice(0, at) + junk + text.slice(at + chance.below(3));
}

const variables = {
  "inputs.input": { n: 3, text: "abc", list: [1, "a", null], map: { "x y": 1 } },
  "vars.ctx": { deep: {} },
  "steps.a": { output: [1, 2] },
  "steps.b-1": { output: { n: 1 } },
  item: "i",
};

async function evaluate(text: string): Promise<unknown> {
  const compiled = jsonataLanguage.compile(text);
  if ("error" in compiled) throw new Error(`${compiled.error} in ${text}`);
  const values = new Map<string, unknown>(Object.entries(variables));
  try {
    if (compiled.evaluate === undefined) return await compiled.evaluateAsync?.(variables as never, 0);
    return compiled.evaluate((name) => (values.has(name) ? { json: values.get(name) as never } : undefined), 0);
  } catch (error) {
    if (error instanceof EvaluationError) return error;
    throw error;
  }
}

test("of 600 expressions each is read or refused, and ends", { timeout: 60_000 }, async () => {
  const names = new Names(new Set(["a", "b-1"]), { roots: { item: "item" } });
  let read = 0;
  for (let seed = 1; seed <= 600; seed++) {
    const chance = new Chance(seed * 7919);
    const whole = expression(chance, 1 + (seed % 4));
    const isSpoilt = seed % 2 === 0;
    const text = isSpoilt ? spoilt(chance, whole) : whole;
    const written = translate(text, names);
    if ("problem" in written) {
      expect(isSpoilt, `${text}: ${written.problem}`).toBe(true);
      expect(written.offset).toBeLessThanOrEqual(text.length);
      continue;
    }
    read++;
    await evaluate(written.text);
  }
  expect(read).toBeGreaterThan(300);
});

test("whatever stands in a document's expressions, reading it ends with a graph or a mistake with its place", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const chance = new Chance(seed * 104_729);
    const text = JSON.stringify(spoilt(chance, expression(chance, 2)));
    const template = JSON.stringify(`x \${${spoilt(chance, expression(chance, 2))}} y`);
    const { bundle, diagnostics } = parseRunbook(
      `id: t\nsteps:\n  a: { topic: x, condition: ${text}, input: { n: ${template} } }\n  b-1: { topic: y, for_each: ${text} }\n`,
      { uri: "t" },
    );
    const errors = diagnostics.filter(({ severity }) => severity === "error");
    expect(errors.length > 0 || bundle !== null).toBe(true);
    for (const { code, message, origin } of errors) {
      expect(code, message).toMatch(/^runbook\/(workflow-expression|template-syntax|yaml-|binary|wrong-type)/);
      expect(origin.kind).toBe("source");
    }
  }
});
