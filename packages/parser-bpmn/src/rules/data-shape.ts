import type { Model } from "../model/model.js";
import { attribute, childrenOf, type XmlElement } from "../xml/element.js";
import { itemOf } from "./items.js";

/** What an `ioSpecification` takes and gives: how many of each part there are, and the items of its data. */
export interface Shape {
  readonly counts: readonly number[];
  readonly items: readonly Items[];
}

/** How often each item occurs; null where some data doesn't say what it is, so that nothing can be compared. */
type Items = ReadonlyMap<string | XmlElement, number> | null;

const parts: readonly (readonly [type: string, words: string])[] = [
  ["dataInput", "inputs"],
  ["dataOutput", "outputs"],
  ["inputSet", "input sets"],
  ["outputSet", "output sets"],
];

export function shapeOf(model: Model, specification: XmlElement | undefined): Shape {
  const children = parts.map(([type]) => (specification === undefined ? [] : childrenOf(specification, type)));
  return {
    counts: children.map(({ length }) => length),
    items: children.slice(0, 2).map((data) => itemsOf(model, data)),
  };
}

function itemsOf(model: Model, data: readonly XmlElement[]): Items {
  const items = new Map<string | XmlElement, number>();
  for (const one of data) {
    const item = itemOf(model, one);
    if (item === undefined) return null;
    // Items of the same structure are as good as one.
    const key = attribute(item, "structureRef") ?? item;
    items.set(key, (items.get(key) ?? 0) + 1);
  }
  return items;
}

/** What two of them differ in; undefined when nothing says that they do. */
export function mismatch(one: Shape, other: Shape): string | undefined {
  for (const [at, [, words]] of parts.entries()) {
    const [here, there] = [one.counts[at], other.counts[at]];
    if (here !== there) return `it has ${here} ${words}, and that one ${there}`;
    const [ours, theirs] = [one.items[at], other.items[at]];
    if (!ours || !theirs) continue;
    if ([...ours].some(([item, count]) => theirs.get(item) !== count)) return `the items of their ${words} differ`;
  }
  return undefined;
}
