/** Graphs of runs, made ready to run again: the same text once, however many runs share it. */
import { compile, type Program, UnrunnableError } from "@rb/kernel";
import { load } from "@rb/loader";
import type { Loaded } from "@rb/store";

/** A graph out of a store, or on its way into one. */
export interface Executable extends Loaded {
  readonly program: Program;
}

/** Who stored it has accepted it as a document, with whatever limits; these only keep a damaged one from taking everything. */
const limits = { maxBytes: 1024 * 1024 * 1024, maxDepth: 1000, maxNodes: 10_000_000 } as const;

/** @throws UnrunnableError when the text is no graph. */
export async function loadGraph(text: string): Promise<Loaded> {
  const { bundle, diagnostics, languages } = await load(text, { uri: "graph.json", format: "graph", limits });
  if (bundle === null || diagnostics.some(({ severity }) => severity === "error"))
    throw new UnrunnableError(diagnostics);
  return { bundle, languages };
}

/** @throws UnrunnableError when it can't be run. */
export function executable(loaded: Loaded): Executable {
  const { program, diagnostics } = compile(loaded.bundle, loaded.languages, limits);
  if (program === null) throw new UnrunnableError(diagnostics);
  return { ...loaded, program };
}

/** Makes texts of graphs ready to run. */
export class Graphs {
  readonly #byText = new Map<string, Promise<Executable>>();

  readonly load = (text: string): Promise<Executable> => {
    const known = this.#byText.get(text);
    if (known !== undefined) return known;
    const made = loadGraph(text).then(executable);
    this.#byText.set(text, made);
    return made;
  };
}
