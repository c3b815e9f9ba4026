/** Bundles made ready to run, kept by what they are: ten thousand runs of one runbook compile it once. */
import { createHash } from "node:crypto";
import { type Bundle, canonicalize } from "@rb/ir";
import { compile, type Languages, type Program, UnrunnableError } from "@rb/kernel";
import type { HostOptions, Loaded } from "./host-options.js";

export interface Runnable extends Loaded {
  readonly program: Program;
  /** Canonical JSON: what `graph.json` holds. */
  readonly text: string;
  /** `sha256:<hex>` of the text. */
  readonly hash: string;
}

const kept = 64;

export class Programs {
  readonly #load: HostOptions["load"];
  readonly #byHash = new Map<string, Promise<Runnable>>();
  /** The same, for whoever starts many runs of one bundle. */
  readonly #byBundle = new WeakMap<Bundle, Promise<Runnable>>();

  constructor(load: HostOptions["load"]) {
    this.#load = load;
  }

  /**
   * What is run is what will be read again: the graph in its canonical form, where the order of members is another one, and so is that in requests.
   *
   * @throws UnrunnableError
   */
  ofBundle({ bundle, languages }: Loaded): Promise<Runnable> {
    const known = this.#byBundle.get(bundle);
    if (known !== undefined) return known;
    const text = canonicalize(bundle);
    const made = this.#keep(sha256(text), async (hash) => ready({ bundle: JSON.parse(text), languages }, text, hash));
    this.#byBundle.set(bundle, made);
    return made;
  }

  /** @throws UnrunnableError */
  ofText(text: string): Promise<Runnable> {
    return this.#keep(sha256(text), async (hash) => ready(await this.#load(text), text, hash));
  }

  #keep(hash: string, make: (hash: string) => Promise<Runnable>): Promise<Runnable> {
    const known = this.#byHash.get(hash);
    if (known !== undefined) return known;
    const made = make(hash);
    this.#byHash.set(hash, made);
    made.catch(() => this.#byHash.delete(hash));
    if (this.#byHash.size > kept)
      for (const oldest of [...this.#byHash.keys()].slice(0, 1)) this.#byHash.delete(oldest);
    return made;
  }
}

function ready({ bundle, languages, program }: Loaded, text: string, hash: string): Runnable {
  return { bundle, languages, program: program ?? compiled(bundle, languages), text, hash };
}

function compiled(bundle: Bundle, languages: Languages): Program {
  const { program, diagnostics } = compile(bundle, languages);
  if (program === null) throw new UnrunnableError(diagnostics);
  return program;
}

function sha256(text: string): string {
  return `sha256:${createHash("sha256").update(text).digest("hex")}`;
}
