/** What simulated runs run: a pool of small graphs, the simplest first, compiled once. */
import { type Bundle, canonicalize, check, type Json, type Node, type Origin } from "@rb/ir";
import { compile, type Languages, type Program } from "@rb/kernel";
import { randomBundle } from "./random-graph.js";
import { testLanguage } from "./test-language.js";

/** One of them. */
export interface Sample {
  readonly bundle: Bundle;
  readonly program: Program;
  /** Canonical JSON: what a store keeps of it. */
  readonly text: string;
}

/** The languages of all samples. */
export const sampleLanguages: Languages = { expressions: [testLanguage("test"), testLanguage("asking", true)] };

const randomOnes = 60;
const mostNodes = 30;
let pool: readonly Sample[] | null = null;

/** All of them, always the same. */
export function samples(): readonly Sample[] {
  pool ??= [...chains(), ...randomGraphs()].flatMap((bundle) => {
    const text = canonicalize(bundle as unknown as Json);
    const stored: Bundle = JSON.parse(text);
    const { program } = compile(stored, sampleLanguages);
    return program === null ? [] : [{ bundle: stored, program, text }];
  });
  return pool;
}

function randomGraphs(): readonly Bundle[] {
  const found: Bundle[] = [];
  for (let seed = 1; found.length < randomOnes; seed += 1) {
    const bundle = randomBundle(seed, seed % 4 === 0 ? "asking" : "test");
    if (size(bundle) <= mostNodes && !check(bundle).some(({ severity }) => severity === "error")) found.push(bundle);
  }
  return found.sort((a, b) => size(a) - size(b));
}

const size = (bundle: Bundle): number => bundle.graphs.reduce((sum, { nodes }) => sum + nodes.length, 0);

/** One to four actions after each other: what is idempotent, and what must not be done twice. */
function chains(): readonly Bundle[] {
  return [[false], [true], [false, true], [true, false, true, false]].map(chain);
}

const origin: Origin = { kind: "source", uri: "sample", pointer: "", start: { line: 1, column: 1 } };

function chain(idempotent: readonly boolean[]): Bundle {
  const actions = idempotent.map(
    (is, index): Node => ({
      kind: "action",
      id: `a${index}`,
      origin,
      executor: "test",
      request: { json: index },
      ...(is ? { meta: { idempotent: true } } : {}),
    }),
  );
  const ids = ["s", ...actions.map(({ id }) => id)];
  return {
    version: 1,
    main: "main",
    graphs: [
      {
        id: "main",
        region: { entries: ["s"] },
        nodes: [{ kind: "start", id: "s", origin }, ...actions],
        flows: actions.map(({ id }, index) => ({ id: `f${index}`, from: ids[index] as string, to: id, origin })),
        origin,
      },
    ],
  };
}
