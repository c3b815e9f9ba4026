/** The hash of a plan: one for one meaning, however the YAML is written, and another as soon as anything changes that matters. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { planHash } from "@rb/ir";
import { load } from "@rb/loader";
import { Draws } from "@rb/testing";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { randomYaml } from "./lib/random-yaml.js";
import { root } from "./lib/sources.js";

const folders = [join(root, "fixtures"), join(root, "packages", "parser-runbook", "test")];
const files = folders.flatMap((folder) =>
  readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.(?:runbook|v0|pack|workflow)\.yaml$/.test(file))
    .map((file) => [file, readFileSync(join(folder, file), "utf8")] as const),
);

/** Null for a document that is refused. */
async function hashOf(text: string): Promise<string | null> {
  const { bundle, diagnostics } = await load(text, { uri: "t.yaml", format: "runbook" });
  return bundle === null || diagnostics.some(({ severity }) => severity === "error") ? null : planHash(bundle);
}

const hashes = await Promise.all(files.map(([, text]) => hashOf(text)));
const documents = files.filter((_, index) => hashes[index] !== null);

test("there are documents of every version", () => {
  for (const version of ["runbook", "v0", "pack", "workflow"])
    expect(documents.some(([file]) => file.endsWith(`.${version}.yaml`))).toBe(true);
});

const seeds = 8;

/** In a flow, what is declared and assigned is in the order of the graph, which keeps the order that it is written in. */
const orderedInFlows: readonly (readonly string[])[] = [["variables"], ["inputs"], ["outputs"], ["into"]];

/**
 * Values that a plan doesn't have: what is said about it for people, and how strictly the document itself is read. By the last fields of their
 * paths, `*` for any.
 */
const asides: readonly (readonly string[])[] = [
  ["description"],
  ["metadata", "tags", "*"],
  ["metadata", "tenantVisibility"],
  ["metadata", "maintainers", "*", "*"],
  ["metadata", "license"],
  ["inputs", "*", "unused"],
  ["meta", "idempotency_key"],
  ["meta", "actor_type"],
  ["meta", "policy_gate"],
];

/** Values near the one that is there that mean the same, each with why. */
const same: readonly (readonly [path: readonly string[], why: string])[] = [
  [["range", "end"], "a range in steps of two may end one later with the same numbers"],
  [["maxIterations"], "a bound on items that are known and fewer"],
  [["retry", "multiplier"], "how much longer the second wait is, where there is one wait"],
  [["approvals", "review", "count"], "the step says another number"],
];

const mayBeSame = same.map(([path]) => path);

describe.each(documents)("%s", (_, text) => {
  const value: unknown = parse(text);
  const isFlow = /^ *flow:/m.test(text);

  test(`is the same plan in other quotes, brackets, spaces, comments and line ends, and as JSON (${seeds} seeds)`, async () => {
    const hash = await hashOf(text);
    expect(hash).not.toBeNull();
    expect(await hashOf(JSON.stringify(value))).toBe(hash);
    expect(await hashOf(text.replaceAll("\n", "\r\n"))).toBe(hash);
    for (let seed = 1; seed <= seeds; seed++) {
      const written = randomYaml(value, new Draws(seed));
      expect(await hashOf(written), `seed ${seed}:\n${written}`).toBe(hash);
    }
  });

  test(`is the same plan whatever order fields and members are in (${seeds} seeds)`, async () => {
    const hash = await hashOf(text);
    for (let seed = 1; seed <= seeds; seed++) {
      const draws = new Draws(seed);
      const isOrdered = (path: readonly string[]): boolean => isFlow && endsAs(path, orderedInFlows);
      const written = randomYaml(value, draws, (keys, path) => (isOrdered(path) ? keys : shuffled(keys, draws)));
      expect(await hashOf(written), `seed ${seed}:\n${written}`).toBe(hash);
    }
  });

  test("is another plan, or refused, when any value is another that a plan has", async () => {
    const hash = await hashOf(text);
    const wrong: string[] = [];
    for (const path of placesIn(value)) {
      const changed = await hashOf(JSON.stringify(withValue(value, path, otherThan(at(value, path)))));
      // What a person is asked for is part of the request.
      const isAside = (endsAs(path, asides) && !path.includes("manual")) || isOfAuthor(path);
      if ((changed === hash) !== isAside && !endsAs(path, mayBeSame)) wrong.push(`/${path.join("/")}`);
    }
    expect(wrong).toEqual([]);
  });
});

/** Whatever an author keeps beside a plan, at any depth. */
function isOfAuthor(path: readonly string[]): boolean {
  return path.some((key, index) => key === "author" && path[index - 1] === "meta");
}

/** Whether a path ends as one of these does. Names in lists and maps of names may be anything. */
function endsAs(path: readonly string[], ends: readonly (readonly string[])[]): boolean {
  return ends.some((end) => {
    const tail = path.slice(-end.length);
    return tail.length === end.length && end.every((part, index) => part === "*" || part === tail[index]);
  });
}

function shuffled(keys: readonly string[], draws: Draws): readonly string[] {
  const order = [...keys];
  for (let last = order.length - 1; last > 0; last--) {
    const other = draws.below(last + 1);
    [order[last], order[other]] = [order[other] as string, order[last] as string];
  }
  return order;
}

function* placesIn(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  if (typeof value !== "object" || value === null) yield path;
  else for (const [key, inner] of Object.entries(value)) yield* placesIn(inner, [...path, key]);
}

function at(value: unknown, path: readonly string[]): unknown {
  return path.reduce((inner, key) => (inner as { readonly [key: string]: unknown })[key], value);
}

function withValue(value: unknown, [key, ...rest]: readonly string[], other: unknown): unknown {
  if (key === undefined) return other;
  if (Array.isArray(value))
    return value.map((item, index) => (`${index}` === key ? withValue(item, rest, other) : item));
  const members = value as { readonly [key: string]: unknown };
  return { ...members, [key]: withValue(members[key], rest, other) };
}

/** One near it. */
function otherThan(value: unknown): unknown {
  if (typeof value === "string") return `${value}x`;
  if (typeof value === "number") return value + 1;
  return typeof value === "boolean" ? !value : "x";
}
