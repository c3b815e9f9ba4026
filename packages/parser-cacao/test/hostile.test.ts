import { readdirSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { act, choice, end, idOf, playbook, start, text, variables } from "./playbook-text.js";

const fixtures = new URL("../../../fixtures/cacao/", import.meta.url);
const sources = readdirSync(fixtures)
  .filter((name) => name.endsWith(".json"))
  .map((name) => readFileSync(new URL(name, fixtures), "utf8"));

/** Everything that may come out: no exception, and diagnostics that show a place. */
function survives(source: string): void {
  const { bundle, diagnostics } = parseCacao(source, { uri: "p.json" });
  if (bundle === null) expect(diagnostics.some(({ severity }) => severity === "error")).toBe(true);
  for (const { origin } of diagnostics) {
    const { start: from } = origin.kind === "source" ? origin : origin.from;
    expect(from.line >= 1 && from.column >= 1).toBe(true);
  }
  JSON.stringify(bundle);
}

describe("untrusted documents", () => {
  it("may be cut off anywhere", () => {
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.double({ min: 0, max: 1, noNaN: true }), (source, part) =>
        survives(source.slice(0, Math.floor(source.length * part))),
      ),
      { numRuns: 100 },
    );
  });

  it("may have any token replaced by any other", () => {
    const tokens = /"[^"]*"|[{}[\],:]|true|false|null|[0-9]+/g;
    fc.assert(
      fc.property(fc.constantFrom(...sources), fc.nat(), fc.nat(), (source, at, from) => {
        const found = [...source.matchAll(tokens)];
        const [target, donor] = [found[at % found.length], found[from % found.length]];
        if (target === undefined || donor === undefined) return;
        survives(source.slice(0, target.index) + donor[0] + source.slice(target.index + target[0].length));
      }),
      { numRuns: 300 },
    );
  });

  it("may be any JSON where a playbook should be, in each of its members", () => {
    const names = Object.keys(JSON.parse(sources[0] as string) as object);
    fc.assert(
      fc.property(fc.constantFrom(...names), fc.jsonValue({ maxDepth: 3 }), (name, value) => {
        survives(JSON.stringify({ ...(JSON.parse(sources[0] as string) as object), [name]: value }));
      }),
      { numRuns: 200 },
    );
  });

  it("may wire any step to any other", () => {
    const names = ["a", "b", "c", "d", "p", "w", "e"];
    const name = fc.constantFrom(...names, "start");
    const wiring = fc.tuple(...Array.from({ length: 14 }, () => name));
    fc.assert(
      fc.property(wiring, (to) => {
        const [a, b, c1, c2, c3, d1, d2, p1, p2, p3, w1, w2, s, x] = to as string[];
        const steps = {
          start: start(s as string),
          a: act(a, { on_completion: undefined, on_success: a, on_failure: x }),
          b: act(b),
          c: choice(c1 as string, c2, c3),
          d: choice(d1 as string, d2),
          p: { type: "parallel", next_steps: [p1, p2], ...(p3 === "start" ? {} : { on_completion: p3 }) },
          w: { type: "while-condition", condition: "__x__:value", on_true: w1, on_completion: w2, timeout: 5 },
          e: end,
        };
        const { bundle, diagnostics } = parseCacao(text(playbook(steps, variables)), { uri: "p.json" });
        expect(bundle).not.toBeNull();
        // Whatever was drawn, the graph holds together: what leads somewhere leads to something.
        const broken = diagnostics.filter(({ code, severity }) => code.startsWith("ir/") && severity === "error");
        expect(broken).toEqual([]);
      }),
      { numRuns: 300 },
    );
  });

  it("can't reach prototypes by any name", () => {
    for (const name of ["__proto__", "constructor", "prototype", "toString", "hasOwnProperty"]) {
      const source = `{"type":"playbook","spec_version":"cacao-2.0","${name}":{"polluted":true},
        "playbook_variables":{"${name}":{"type":"${name}","value":"x"}},
        "agent_definitions":{"${name}":{"type":"${name}"}},
        "workflow_start":"${name}",
        "workflow":{"${name}":{"type":"start","on_completion":"${name}","${name}":{"polluted":true}},
          "a":{"type":"${name}"}, "b":{"type":"action","agent":"${name}","commands":[{"type":"${name}"}]}}}`;
      survives(source);
      expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
    }
  });

  it("can't ask for thousands of guesses at what was meant", () => {
    const id = (at: number) => `action--${String(at).padStart(8, "0")}-0000-4000-8000-000000000000`;
    const workflow = Object.fromEntries(
      Array.from({ length: 3000 }, (_, at) => [id(at), { type: "action", on_completion: `${id(at)}x` }]),
    );
    const before = performance.now();
    const { diagnostics } = parseCacao(text({ type: "playbook", spec_version: "cacao-2.0", workflow }), {
      uri: "p.json",
    });
    expect(performance.now() - before).toBeLessThan(4000);
    expect(diagnostics.at(-1)?.code).toBe("cacao/more-problems");
  });

  it("can't take the ids that lowering gives", () => {
    const own = idOf("if-condition", "c");
    const steps = {
      start: start("c"),
      c: choice("a", undefined, `${own}/true`),
      a: act("e"),
      e: end,
      [`${own}/true`]: act("e"),
    };
    const source = text(playbook(steps, variables)).replaceAll(idOf("action", `${own}/true`), `${own}/true`);
    const { bundle, diagnostics } = parseCacao(source, { uri: "p.json" });
    const ids = (bundle?.graphs[0]?.nodes ?? []).map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toContain(`${own}/true~2`);
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  });

  it("never lets a written secret into the graph", () => {
    const secrets = {
      authentication_info_definitions: {
        k: {
          type: "http-basic",
          user_id: "u",
          password: "hunter2",
          kms_key_identifier: "hunter2",
          x_api_key: { a: ["hunter2"] },
        },
      },
      agent_definitions: { [idOf("individual", "me")]: { type: "http-api", authentication_info: "k", address: {} } },
    };
    const { bundle } = parseCacao(text(playbook({ start: start("a"), a: act("e"), e: end }, secrets)), {
      uri: "p.json",
    });
    expect(JSON.stringify(bundle)).not.toContain("hunter2");
    expect(JSON.stringify(bundle)).toContain('{"secret":"secret://cacao/k/password"}');
  });
});
