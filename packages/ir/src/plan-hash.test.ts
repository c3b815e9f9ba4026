import fc from "fast-check";
import { expect, test } from "vitest";
import { everyMember, origin } from "../test/every-member.js";
import { CanonicalError } from "./canonical.js";
import type { Bundle, Flow, Node } from "./graph.js";
import type { Json } from "./json.js";
import { planHash } from "./plan-hash.js";

type Tree = Json | { [key: string]: Tree } | Tree[];
type Path = readonly (string | number)[];

const copy = (): Tree => JSON.parse(JSON.stringify(everyMember));
const asBundle = (tree: Tree): Bundle => tree as unknown as Bundle;
const hash: string = planHash(everyMember);

function leaves(tree: Tree, path: Path = []): Path[] {
  if (typeof tree !== "object" || tree === null) return [path];
  return Object.entries(tree).flatMap(([key, value]) => leaves(value as Tree, [...path, key]));
}

function change(tree: Tree, path: Path, to: (old: Tree) => Tree): Tree {
  const [key, ...rest] = path;
  if (key === undefined) return to(tree);
  const holder = tree as { [key: string]: Tree };
  holder[key] = change(holder[key] as Tree, rest, to);
  return tree;
}

/** Where nothing that is said changes the meaning, stated apart from the tables that the code goes by. */
function isAside(path: Path): boolean {
  const opaque = path.findIndex(
    (key) => key === "labels" || key === "cases" || (key === "schema" && path.at(-1) !== "language"),
  );
  const typed = opaque === -1 ? path : path.slice(0, opaque);
  return typed.some(
    (key, i) => key === "origin" || key === "description" || (key === "author" && path[i - 1] === "meta"),
  );
}

test("is a SHA-256, and stays what it is", () => {
  expect(hash).toMatch(/^sha256:[0-9a-f]{64}$/);
  const small: Bundle = {
    version: 1,
    main: "g",
    graphs: [{ id: "g", region: { entries: [] }, nodes: [], flows: [], origin }],
  };
  // Journals and approvals name plan hashes: this one changes only together with the version of the IR.
  expect(planHash(small)).toBe("sha256:85cb9e6ec534b044689674114b82f98c3ec63e298ade7b5f71e3c126956afacc");
});

test("every change of a value changes the hash, unless it is an aside", () => {
  const paths = leaves(copy());
  expect(paths.filter(isAside).length).toBeGreaterThan(50);
  for (const path of paths) {
    const other = change(copy(), path, (old) => (old === "changed" ? "again" : "changed"));
    expect([path.join("/"), planHash(asBundle(other)) === hash]).toEqual([path.join("/"), isAside(path)]);
  }
});

test("every member that is taken away or put in changes the hash, unless it is an aside", () => {
  const isPair = (path: Path): boolean => path.at(-3) === "object";
  for (const path of leaves(copy()).filter((leaf) => !isPair(leaf))) {
    const parent = path.slice(0, -1);
    const without = change(copy(), parent, (old) => {
      if (Array.isArray(old)) return old.filter((_, i) => i !== Number(path.at(-1)));
      return Object.fromEntries(Object.entries(old as object).filter(([key]) => key !== path.at(-1)));
    });
    expect([path.join("/"), planHash(asBundle(without)) === hash]).toEqual([path.join("/"), isAside(path)]);
  }
  expect(
    planHash(asBundle(change(copy(), ["graphs", 0, "nodes", 0], (old) => ({ ...(old as object), later: 1 })))),
  ).not.toBe(hash);
});

test("the order of members is no meaning, at any depth", () => {
  fc.assert(
    fc.property(fc.infiniteStream(fc.nat()), (stream) => {
      const shuffle = (tree: Tree): Tree => {
        if (typeof tree !== "object" || tree === null) return tree;
        if (Array.isArray(tree)) return tree.map(shuffle);
        const ranked = Object.entries(tree).map(([key, value]) => ({
          key,
          value: shuffle(value as Tree),
          rank: stream.next().value,
        }));
        return Object.fromEntries(ranked.sort((a, b) => a.rank - b.rank).map(({ key, value }) => [key, value]));
      };
      expect(planHash(asBundle(shuffle(copy())))).toBe(hash);
    }),
  );
});

test("a member with a dangerous name is hashed like any other", () => {
  const evil = (value: string): Bundle =>
    JSON.parse(JSON.stringify(everyMember).replace("{", `{"__proto__":${value},`));
  expect(planHash(evil('{"version":2}'))).not.toBe(hash);
  expect(planHash(evil('{"version":2}'))).not.toBe(planHash(evil('{"version":3}')));
});

test("the order of nodes and flows is meaning", () => {
  for (const list of ["nodes", "flows"]) {
    const other = change(copy(), ["graphs", 0, list], (old) => [...(old as Tree[])].reverse());
    expect(planHash(asBundle(other))).not.toBe(hash);
  }
});

function graphWith(node: Node, flow: Partial<Flow> = {}): Bundle {
  const nodes: Node[] = [node, { kind: "end", id: "end", origin }];
  const flows: Flow[] = [{ id: "f", from: node.id, to: "end", origin, ...flow }];
  return { version: 1, main: "g", graphs: [{ id: "g", region: { entries: [node.id] }, nodes, flows, origin }] };
}

const action: Node = { kind: "action", id: "a", executor: "x", origin };

test.each<[string, Bundle, Bundle]>([
  ["port", graphWith(action), graphWith(action, { port: "out" })],
  ["slot", graphWith(action), graphWith(action, { slot: "f" })],
  ["guard", graphWith(action), graphWith(action, { guard: { json: true } })],
  ["otherwise", graphWith(action), graphWith(action, { otherwise: false })],
  ["routing", graphWith(action), graphWith({ ...action, routing: { take: "every", none: "incident", copies: 1 } })],
  ["meta", graphWith(action), graphWith({ ...action, meta: { idempotent: false, labels: {}, author: { x: 1 } } })],
  ["lists", graphWith(action), graphWith({ ...action, handlers: [], inputs: [], outputs: [] })],
  [
    "join",
    graphWith({ kind: "gateway", id: "a", origin }),
    graphWith({ kind: "gateway", id: "a", join: { rule: "each" }, origin }),
  ],
  [
    "retry",
    graphWith({ ...action, retry: { attempts: 2, firstMs: 0 } }),
    graphWith({ ...action, retry: { attempts: 2, firstMs: 0, factor: 1 } }),
  ],
  [
    "loop",
    graphWith({ ...action, loop: { kind: "repeat", max: 3 } }),
    graphWith({ ...action, loop: { kind: "repeat", max: 3, testBefore: true } }),
  ],
  [
    "handler",
    graphWith({ ...action, handlers: [{ id: "h", triggers: [], origin }] }),
    graphWith({
      ...action,
      handlers: [{ id: "h", triggers: [], origin, need: "first", interrupting: true, into: [] }],
    }),
  ],
  [
    "region",
    graphWith({ kind: "scope", id: "a", region: { entries: ["end"] }, origin }),
    graphWith({
      kind: "scope",
      id: "a",
      region: {
        entries: ["end"],
        undeclared: "root",
        manual: false,
        rest: "cancel",
        transaction: false,
        variables: [],
      },
      origin,
    }),
  ],
])("a default that is said is the same as one that isn't: %s", (_, absent, said) => {
  expect(planHash(said)).toBe(planHash(absent));
});

test("the inputs are part of the plan", () => {
  expect(planHash(everyMember, {})).toBe(hash);
  expect(planHash(everyMember, { host: { json: "a" } })).not.toBe(hash);
  expect(planHash(everyMember, { host: { json: "a" } })).not.toBe(planHash(everyMember, { host: { json: "b" } }));
});

test("what is no I-JSON is refused", () => {
  const request = { json: Number.NaN };
  expect(() => planHash(graphWith({ ...action, kind: "action", request }))).toThrow(CanonicalError);
  let value: { list: unknown[] } = { list: [] };
  for (let i = 0; i < 100_000; i++) value = { list: [value] };
  expect(() => planHash(graphWith({ ...action, request: value } as unknown as Node))).toThrow(CanonicalError);
});
