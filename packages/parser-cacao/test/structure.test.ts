/** The compiled code says what the schema says, and says each mistake once. */
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { validate } from "../src/structure/validate-playbook.js";
import { act, choice, end, fork, playbook, start, text, variables } from "./playbook-text.js";

const schema = (name: string) => JSON.parse(readFileSync(new URL(`../schema/${name}`, import.meta.url), "utf8"));
const options = { allErrors: true, strictTypes: false as const, allowUnionTypes: true };
const current = new Ajv2020(options).compile(schema("cacao-2.0.schema.json"));
const draft7 = new Ajv(options).compile(schema("cacao-2.0.draft-07.schema.json"));

const whole = playbook(
  {
    start: start("c"),
    c: choice("a", "b", "p"),
    a: act("e"),
    b: act("f"),
    p: fork(["x", "y"], "z"),
    x: act("g"),
    y: act("h"),
    z: act("i"),
    e: end,
    f: end,
    g: end,
    h: end,
    i: end,
  },
  variables,
);

/** Every member of every object in turn replaced by something else, or taken out. */
function* mutants(value: unknown, rebuild: (changed: unknown) => unknown): Generator<unknown> {
  for (const other of [null, 1, true, "x", [], {}]) yield rebuild(other);
  if (typeof value !== "object" || value === null) return;
  for (const [key, member] of Object.entries(value)) {
    const put = (changed: unknown) => {
      if (Array.isArray(value)) return rebuild(value.map((item, index) => (String(index) === key ? changed : item)));
      return rebuild(
        Object.fromEntries(Object.entries(value).map(([name, old]) => [name, name === key ? changed : old])),
      );
    };
    if (!Array.isArray(value))
      yield rebuild(Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)));
    yield* mutants(member, put);
  }
}

describe("the structure of a playbook", () => {
  it("is whole", () => {
    expect(validate(whole)).toBe(true);
    expect(
      parseCacao(text(whole), { uri: "p.json" }).diagnostics.filter(({ severity }) => severity !== "info"),
    ).toEqual([]);
  });

  it("is judged alike by the schema in both drafts and by the code made of it", () => {
    let count = 0;
    for (const mutant of mutants(whole, (changed) => changed)) {
      const verdict = validate(mutant);
      expect(current(mutant)).toBe(verdict);
      expect(draft7(mutant)).toBe(verdict);
      const places = (errors: readonly { instancePath: string; keyword: string }[] | null | undefined) =>
        (errors ?? []).map(({ instancePath, keyword }) => `${instancePath} ${keyword}`).sort();
      expect(places(validate.errors)).toEqual(places(draft7.errors));
      count++;
    }
    expect(count).toBeGreaterThan(500);
  });

  it("gives one finding for one mistake, whatever the type of the step", () => {
    for (const type of ["start", "end", "action", "parallel", "if-condition", "while-condition", "switch-condition"]) {
      const { diagnostics } = parseCacao(text(playbook({ start: start("e"), e: end, a: { type, delay: "soon" } })), {
        uri: "p.json",
      });
      expect(diagnostics.filter(({ code }) => code === "cacao/wrong-type")).toHaveLength(1);
    }
  });

  it("stops at a thousand mistakes of one list", () => {
    const started = performance.now();
    expect(validate({ ...whole, labels: Array.from({ length: 500_000 }, () => 1) })).toBe(false);
    expect(validate.errors?.length).toBeLessThan(1100);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
