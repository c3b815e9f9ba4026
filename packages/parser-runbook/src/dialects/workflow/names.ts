/** What the names in a workflow's expressions stand for, by where the expression is. */
import { suggest } from "@rb/ir";
import { member } from "../native-text.js";
import type { Token } from "./tokens.js";

/** What there is besides the input, the context and the steps. */
export interface Surroundings {
  /** Other roots, with what each stands for in JSONata: the item of a loop, the error that is handled. */
  readonly roots: { readonly [name: string]: string };
  /** Whether a step is over by then, or a part of the same. Absent: nobody asks. */
  readonly isAwaited?: (step: string) => boolean;
}
export const nowhere: Surroundings = { roots: {} };

/** Something that nothing is called. */
export interface Unknown {
  readonly name: string;
  readonly hint: string | undefined;
  readonly offset: number;
}

const general: { readonly [name: string]: string } = { input: "inputs.input", ctx: "vars.ctx" };
/** Members can be looked for in it, in vain. */
const nothing = "(null)";
const stepId = /\.([A-Za-z0-9][A-Za-z0-9._-]{0,200})/y;

export class Names {
  readonly #steps: ReadonlySet<string>;
  readonly #roots: { readonly [name: string]: string };
  readonly #isAwaited: Surroundings["isAwaited"];
  readonly unknown: Unknown[] = [];
  /** Steps that may be under way, or not have begun, by then. */
  readonly early: { readonly name: string; readonly offset: number }[] = [];

  constructor(steps: ReadonlySet<string>, { roots, isAwaited }: Surroundings) {
    this.#steps = steps;
    this.#isAwaited = isAwaited;
    this.#roots = { ...general, ...roots };
  }

  /** What a name stands for, and where it ends: of a step with its id, which may have dots and hyphens in it. */
  find(source: string, { text, start, end }: Token): { readonly text: string; readonly end: number } {
    if (text === "steps") return this.#step(source, start, end);
    if (Object.hasOwn(this.#roots, text)) return { text: this.#roots[text] as string, end };
    this.unknown.push({ name: text, hint: suggest(text, [...Object.keys(this.#roots), "steps"]), offset: start });
    return { text: nothing, end };
  }

  #step(source: string, start: number, end: number): { readonly text: string; readonly end: number } {
    stepId.lastIndex = end;
    const written = stepId.exec(source)?.[1];
    if (written === undefined) {
      this.unknown.push({ name: "steps", hint: "steps.<id>", offset: start });
      return { text: nothing, end };
    }
    const id = this.#longestIn(written);
    if (id !== undefined) {
      if (this.#isAwaited?.(id) === false) this.early.push({ name: id, offset: start });
      return { text: `steps${member(id)}`, end: end + 1 + id.length };
    }
    const [name = written] = written.split(".");
    this.unknown.push({ name: `steps.${name}`, hint: suggest(name, this.#steps), offset: start });
    return { text: nothing, end: end + 1 + name.length };
  }

  /** `a.b.output` is of the step `a.b`, if there is one. */
  #longestIn(written: string): string | undefined {
    for (let length = Math.min(written.length, 64); length > 0; length--) {
      const next = written[length];
      const id = written.slice(0, length);
      if ((next === undefined || !/[A-Za-z0-9_]/.test(next)) && this.#steps.has(id)) return id;
    }
    return undefined;
  }
}

/** What a step gave. */
export function outputOf(id: string): string {
  return `steps${member(id)}.output`;
}
