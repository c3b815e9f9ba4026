/** A fragment of the graph as it was read, before the values and conditions in it are looked at: those need to know what is declared around them. */
import { type Guard, InvariantViolation, type Origin, type Region, type Value } from "@rb/ir";
import type { YamlNode, YamlScalar } from "../../yaml/tree.js";
import type { FlowRegion } from "./model.js";

/** What lowering does for a fragment. */
export interface Making {
  readonly value: (node: YamlNode) => Value;
  readonly guard: (node: YamlScalar) => Guard;
  readonly region: (region: FlowRegion) => Region;
  readonly origin: (node: YamlNode, construct?: string) => Origin;
}

export interface Fragment {
  /** The fragment in the words of the graph. */
  readonly make: (making: Making) => unknown;
  /** The regions in it, but for those in them. */
  readonly regions: readonly FlowRegion[];
}

const none: readonly FlowRegion[] = [];

export function constant(value: unknown): Fragment {
  return { make: () => value, regions: none };
}

/** The value of a fragment that is data throughout. */
export function constantOf<T>(fragment: Fragment): T {
  return fragment.make(nothing) as T;
}
function never(): never {
  throw new InvariantViolation("Data has no values, conditions or places in it.");
}
const nothing: Making = { value: never, guard: never, region: never, origin: never };

/** A value that was written in the words of the graph; only expressions in it have places. */
export function writtenValue(fragment: Fragment, origin: Making["origin"]): Value {
  return fragment.make({ ...nothing, origin }) as Value;
}

export function made(make: (making: Making) => unknown): Fragment {
  return { make, regions: none };
}

export function listFragment(fragments: readonly Fragment[]): Fragment {
  return { make: (making) => fragments.map((fragment) => fragment.make(making)), regions: regionsIn(fragments) };
}

/** A map with these members; `origin` says where it stands, for what has a place of its own. */
export function mapFragment(
  members: readonly (readonly [name: string, fragment: Fragment])[],
  origin?: (making: Making) => Origin,
): Fragment {
  return {
    make: (making) => {
      const entries = members.map(([name, fragment]): [string, unknown] => [name, fragment.make(making)]);
      if (origin !== undefined) entries.push(["origin", origin(making)]);
      // `fromEntries` defines own members, whatever they are called.
      return Object.fromEntries(entries);
    },
    regions: regionsIn(members.map(([, fragment]) => fragment)),
  };
}

function regionsIn(fragments: readonly Fragment[]): readonly FlowRegion[] {
  return fragments.some((fragment) => fragment.regions.length > 0)
    ? fragments.flatMap((fragment) => fragment.regions)
    : none;
}
