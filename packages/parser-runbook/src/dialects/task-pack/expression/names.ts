/**
 * What names in expressions stand for. What is inside of a step is seen from outside by way of it, `steps.outer.steps.inner.outputs.x`, so
 * what each step with others in it gives is made of what those give, under their ids.
 */
import { member } from "../../native-text.js";
import { listsIn, type PackStep } from "../model.js";

/** A step and those that it is inside of, the outermost first. */
type Chain = readonly PackStep[];

/** Where every step is; made once for a pack. */
export class StepIndex {
  readonly #chains: Map<string, Chain> = new Map();

  constructor(steps: readonly PackStep[]) {
    const open: { readonly steps: readonly PackStep[]; readonly around: Chain }[] = [{ steps, around: [] }];
    for (let list = open.pop(); list !== undefined; list = open.pop()) {
      for (const step of list.steps) {
        const chain = [...list.around, step];
        if (!this.#chains.has(step.id)) this.#chains.set(step.id, chain);
        for (const inner of listsIn(step)) open.push({ steps: inner, around: chain });
      }
    }
  }

  get ids(): IterableIterator<string> {
    return this.#chains.keys();
  }

  find(id: string): Chain | undefined {
    return this.#chains.get(id);
  }
}

/** What went wrong, in words; or the expression. */
export type Resolved = { readonly expression: string } | { readonly problem: string };

/** Names as they are seen inside of these steps. */
export class Names {
  readonly #index: StepIndex;
  readonly #around: ReadonlySet<PackStep>;

  constructor(index: StepIndex, around: Chain = []) {
    this.#index = index;
    this.#around = new Set(around);
  }

  /** Names inside of one more step. */
  inside(step: PackStep): Names {
    return new Names(this.#index, [...this.#around, step]);
  }

  /** The expression for a path of names. */
  resolve(path: readonly string[]): Resolved {
    const [root, first, ...rest] = path as readonly [string, ...string[]];
    if (root !== "steps" || first === undefined) return { expression: joined(root, path.slice(1)) };
    const ids = [first];
    let at = 0;
    for (; rest[at] === "steps"; at += 2) ids.push(rest[at + 1] ?? "");
    return this.#resolveStep(ids, rest.slice(at));
  }

  #resolveStep(ids: readonly string[], [what, ...members]: readonly string[]): Resolved {
    const last = ids.at(-1) as string;
    const chain = this.#index.find(last);
    // What nobody knows is told where steps are looked up, with the name that was meant.
    if (chain === undefined) return { expression: joined("steps", [last]) };
    if (what !== "outputs") return { problem: `what a step gives is steps.${ids.join(".steps.")}.outputs` };
    const outer = chain.slice(0, -1).map(({ id }) => id);
    const missing = ids.slice(0, -1).find((id) => !outer.includes(id));
    if (missing !== undefined) return { problem: `step '${last}' is not inside '${missing}'` };
    const seen = chain.findIndex((step) => !this.#around.has(step));
    const first = chain[seen] as PackStep;
    return { expression: lookInto(joined("steps", [first.id, "output"]), first, chain.slice(seen + 1), members) };
  }
}

/** What a step gives that is inside of another, and members of it: of what is done for several items, a list. */
function lookInto(
  expression: string,
  container: PackStep,
  [step, ...inner]: readonly PackStep[],
  members: readonly string[],
): string {
  if (step === undefined) return joined(expression, members);
  if (container.type !== "map" && container.type !== "loop")
    return lookInto(joined(expression, [step.id]), step, inner, members);
  const looked = lookInto(joined("$one", [step.id]), step, inner, members);
  return `$project(${expression}, function($one){ ${looked} })`;
}

/** A path of JSONata. */
export function joined(root: string, names: readonly string[]): string {
  return [root, ...names.map(member)].join("");
}
