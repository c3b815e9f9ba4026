/** Runbooks of other versions, rewritten in the native format, give an equivalent graph: fixtures of our own, and examples where they lie beside the checkout. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { normalForm } from "@rb/convert";
import { type Bundle, planHash } from "@rb/ir";
import { load } from "@rb/loader";
import { parseRunbook, runbookSchema } from "@rb/parser-runbook";
import { formatRunbook } from "@rb/parser-runbook/layout";
import { rewriteRunbook } from "@rb/parser-runbook/rewrite";
import { Draws } from "@rb/testing";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";
import { changed } from "./lib/changed.js";
import { randomYaml } from "./lib/random-yaml.js";

const validate = new Ajv2020({ strictTypes: false, strictRequired: false }).compile(runbookSchema("2020-12", "rb/v1"));
const root = fileURLToPath(new URL("..", import.meta.url));
const ours = [...yamlIn("fixtures/dialects"), ...yamlIn("packages/parser-runbook/test/dialects")];
const examples = yamlIn("../shared/examples");

/** Those under a folder that say that they are of another version; none where there is no such folder. */
function yamlIn(folder: string): readonly string[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => /\.ya?ml$/.test(file))
    .map((file) => join(folder, file))
    .filter((file) => isOther(readFileSync(join(root, file), "utf8")));
}

function isOther(text: string): boolean {
  const { diagnostics } = parseRunbook(text, { uri: "t" });
  return !/^apiVersion: rb\/v1$/m.test(text) && !diagnostics.some(({ severity }) => severity === "error");
}

async function bundleOf(text: string): Promise<Bundle> {
  const { bundle, diagnostics } = await load(text, { uri: "t.yaml" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (bundle === null) throw new Error("There is no graph.");
  return bundle;
}

/** Also what two equivalent graphs may have different: ids, and what nobody reads. */
function facts(bundle: Bundle | null): unknown {
  return JSON.parse(JSON.stringify(bundle, (key, value) => (key === "origin" ? undefined : value)));
}

test("there is a document of each version", () => {
  const versions = ours.map((file) => /apiVersion: (\S+)|^steps:$/m.exec(readFileSync(join(root, file), "utf8"))?.[1]);
  expect(new Set(versions)).toEqual(new Set(["runbook/v0", "stellaops.io/pack.v1", undefined]));
});

describe.each([...ours, ...examples])("%s", (file) => {
  const text = readFileSync(join(root, file), "utf8");
  const { text: written, diagnostics } = rewriteRunbook(text, { uri: file });

  test("gives the same graph, but for where its parts stand", async () => {
    const [before, after] = [await bundleOf(text), await bundleOf(written as string)];
    expect(normalForm(after)).toEqual(normalForm(before));
    expect(facts(after)).toEqual(facts(before));
    expect(planHash(after)).toBe(planHash(before));
  });

  test("is what the schema says", () => {
    expect([validate(parse(written as string)), validate.errors]).toEqual([true, null]);
  });

  test("is laid out, and nothing is left to warn about", () => {
    expect(formatRunbook(written as string, { uri: file })).toMatchObject({ text: written });
    const codes = diagnostics.filter(({ severity }) => severity !== "info").map(({ code }) => code);
    const again = formatRunbook(written as string, { uri: file }).diagnostics.map(({ code }) => code);
    // What is wrong with the document itself stays wrong.
    expect(codes).toEqual(expect.arrayContaining(again));
  });
});

/** By hand, more of them: `RB_SEEDS=100`. */
const seeds = Number(process.env.RB_SEEDS ?? 8);

test("documents changed and laid out by chance give the same graph, or are refused for what is wrong with them", () => {
  let read = 0;
  for (const file of ours) {
    const value: unknown = parse(readFileSync(join(root, file), "utf8"));
    for (let seed = 1; seed <= seeds; seed++) {
      const draws = new Draws(seed);
      const text = randomYaml(changed(value, draws), draws);
      const before = parseRunbook(text, { uri: "t.yaml" });
      const isRefused = before.diagnostics.some(({ severity }) => severity === "error");
      const { text: written, diagnostics } = rewriteRunbook(text, { uri: "t.yaml" });
      const why = diagnostics.find(({ severity }) => severity === "error")?.message;
      expect([file, seed, isRefused, why]).toEqual([file, seed, written === null, isRefused ? why : undefined]);
      if (written === null) continue;
      read += 1;
      const after = parseRunbook(written, { uri: "t.yaml" }).bundle;
      expect([file, seed, facts(after)]).toEqual([file, seed, facts(before.bundle)]);
    }
  }
  expect(read).toBeGreaterThan(seeds);
});
