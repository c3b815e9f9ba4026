/**
 * The inputs of a vendor's mapping. Engines compute them as they are written, and each sees what those before it gave; what goes into members
 * of one variable becomes one object, computed where the first of them stands.
 */
import type { ActivityBase, Binding, Value } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { describe } from "../model/describe.js";
import type { Place } from "../vendor/place.js";
import { hidesSecret } from "../vendor/values.js";
import type { Lowering } from "./lowering.js";
import { grown, plant, type Tree } from "./value-tree.js";

/** The inputs of an activity, and whether they have to be computed one after the other. */
export interface Inputs {
  readonly bindings: readonly Binding[];
  readonly inOrder: boolean;
}

export const noInputs: Inputs = { bindings: [], inOrder: false };

/** As members of the activity. */
export function inputMembers({ bindings, inOrder }: Inputs): Pick<ActivityBase, "inputs" | "inOrder"> {
  if (bindings.length === 0) return {};
  return inOrder ? { inputs: bindings, inOrder } : { inputs: bindings };
}

/** The same lowering, but the names that expressions read are only noted in `read`. */
export function watching(lowering: Lowering, read: Set<string>): Lowering {
  return { ...lowering, variables: { ...lowering.variables, read } };
}

type Compute = (place: Place) => Value | undefined;

export class InputList {
  private readonly tree: Tree = new Map();
  /** At which place in the order each variable is computed. */
  private readonly places = new Map<string, number>();
  private readonly seen = new Set<string>();
  private readonly apart: (readonly [place: Place, name: string])[] = [];
  private inOrder = false;

  /** What it reads is what those before it gave, else a variable around the activity. */
  add(path: readonly string[], place: Place, compute: Compute): void {
    const [name = ""] = path;
    const at = this.places.get(name) ?? this.places.size;
    const { value, reads } = computed(place, compute);
    if (value === undefined) return;
    for (const read of reads) {
      const given = this.places.get(read);
      if (given === undefined) place.lowering.variables.read.add(read);
      else if (given >= at) reportUnseen(place, read);
      else this.see(read);
    }
    if (this.seen.has(name)) reportUnseen(place, name);
    plant(this.tree, path, value);
    // What is only a part of a request is no variable that anything could read.
    if (!hidesSecret(value)) this.places.set(name, at);
  }

  /** What a call is given, after all that was added: none of it sees the others. */
  addArguments(given: readonly (readonly [name: string, place: Place, compute: Compute])[]): void {
    const locals = new Set(this.places.keys());
    const before = new Set<string>();
    for (const [name, place, compute] of given) {
      const { value, reads } = computed(place, compute);
      if (value === undefined) continue;
      for (const read of reads) {
        if (locals.has(read)) this.see(read);
        else place.lowering.variables.read.add(read);
        if (before.has(read)) this.apart.push([place, read]);
      }
      this.tree.set(name, value);
      before.add(name);
    }
  }

  all(): Inputs {
    if (this.inOrder) for (const [place, name] of this.apart) reportUnseen(place, name);
    return {
      bindings: [...this.tree].map(([name, branch]) => ({ path: [name], from: grown(branch) })),
      inOrder: this.inOrder,
    };
  }

  private see(name: string): void {
    this.seen.add(name);
    this.inOrder = true;
  }
}

function computed(place: Place, compute: Compute): { readonly value: Value | undefined; readonly reads: Set<string> } {
  const reads = new Set<string>();
  return { value: compute({ ...place, lowering: watching(place.lowering, reads) }), reads };
}

function reportUnseen({ lowering, node, element, name }: Place, variable: string): void {
  lowering.report(bpmn.report("vendor-order", lowering.originOf(element), { what: describe(node), name, variable }));
}
