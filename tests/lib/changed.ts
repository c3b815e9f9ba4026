/** Data that somebody has changed here and there without knowing what it means: always the same from the same chance. */
import type { Draws } from "@rb/testing";

const said: readonly unknown[] = [
  "",
  " ",
  "a b",
  "10",
  "no",
  "${{ x }}",
  "$${{",
  "- x: #",
  "a\n  b\n\n",
  "\u007f\u0085\u2028",
  "__proto__",
  "1st.of/all",
  "x".repeat(300),
  "secret://a/b",
  0,
  -1.5,
  1e21,
  true,
  false,
  null,
  [],
  {},
];

/** A copy with one or two changes: something is taken out, put in twice, said otherwise or with more words, or changes places. */
export function changed(value: unknown, draws: Draws): unknown {
  const copy = structuredClone(value);
  for (let left = 1 + draws.below(2); left > 0; left--) change(copy, draws);
  return copy;
}

type Holder = { [key: string]: unknown } | unknown[];

function change(root: unknown, draws: Draws): void {
  const places = placesIn(root);
  if (places.length === 0) return;
  const [holder, key] = draws.pick(places);
  const [other, otherKey] = draws.pick(places);
  switch (draws.below(8)) {
    case 0:
      if (Array.isArray(holder)) holder.splice(Number(key), 1);
      else delete holder[key];
      return;
    case 1:
      if (Array.isArray(holder)) holder.push(structuredClone(at(holder, key)));
      else put(holder, draws.pick(["x", "a.b", "1", "${{", "name"]), structuredClone(at(holder, key)));
      return;
    case 2:
      put(holder, key, structuredClone(at(other, otherKey)));
      return;
    case 3:
      put(holder, key, structuredClone(draws.pick(said)));
      return;
    default: {
      const texts = places.filter(([one, name]) => typeof at(one, name) === "string");
      if (texts.length === 0) return;
      const [text, name] = draws.pick(texts);
      put(text, name, `${at(text, name)}${draws.pick(said)}`);
    }
  }
}

function placesIn(root: unknown): readonly (readonly [Holder, string])[] {
  if (typeof root !== "object" || root === null) return [];
  return Object.keys(root).flatMap((key): (readonly [Holder, string])[] => [
    [root as Holder, key],
    ...placesIn(at(root as Holder, key)),
  ]);
}

function at(holder: Holder, key: string): unknown {
  return (holder as { [key: string]: unknown })[key];
}

function put(holder: Holder, key: string, value: unknown): void {
  (holder as { [key: string]: unknown })[key] = value;
}
