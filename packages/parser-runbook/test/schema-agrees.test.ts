/** Editors and the parser: what the schema refuses, the parser refuses, and what is wrong by its shape, both do. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, test } from "vitest";
import { parse } from "yaml";
import { parseRunbook } from "../src/parse-runbook.js";
import { runbookSchema } from "../src/runbook-schema.js";
import { type RunbookVersion, versionNamed } from "../src/versions.js";

const root = join(import.meta.dirname, "..", "..", "..", "fixtures");
const files = ["runbook", "dialects", "procedures"].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".yaml"))
    .map((file) => join(root, folder, file)),
);

type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
interface Document {
  [name: string]: Json;
}
const documents = files.map((file) => parse(readFileSync(file, "utf8")) as Document);

function versionOf({ apiVersion, steps }: Document): RunbookVersion {
  return versionNamed(apiVersion, typeof steps === "object" && steps !== null && !Array.isArray(steps));
}

const drafts = new Map<RunbookVersion, readonly ValidateFunction[]>();
function validators(version: RunbookVersion): readonly ValidateFunction[] {
  const known = drafts.get(version) ?? [
    new Ajv2020({ strictTypes: false }).compile(runbookSchema("2020-12", version)),
    new Ajv({ strictTypes: false }).compile(runbookSchema("draft-07", version)),
  ];
  drafts.set(version, known);
  return known;
}

test.each(files.map((file, index) => [file.slice(root.length + 1), index] as const))(
  "%s is as its schema says",
  (_, index) => {
    const document = documents[index] as Document;
    for (const validate of validators(versionOf(document)))
      expect(validate(document), JSON.stringify(validate.errors)).toBe(true);
  },
);

/** A member or an item, somewhere within. */
interface Slot {
  readonly within: { [name: string | number]: Json };
  readonly name: string;
}
function slotsIn(value: Json): readonly Slot[] {
  if (typeof value !== "object" || value === null) return [];
  const within = value as Slot["within"];
  return Object.keys(value).flatMap((name) => [{ within, name }, ...slotsIn(within[name] as Json)]);
}

const other = fc.constantFrom<Json>(
  7,
  -1,
  1.5,
  "",
  "x y",
  "text",
  true,
  null,
  [],
  {},
  ["x"],
  { x: 1 },
  [[]],
  "${{ 1 }}",
);
const change = fc.record({
  document: fc.nat(),
  place: fc.nat(),
  how: fc.constantFrom("remove", "rename", "replace"),
  by: other,
});

/** Of these, a schema can tell each. */
const byShape: ReadonlySet<string> = new Set(
  "unknown-field no-action several-actions empty-list out-of-range shell-string"
    .split(" ")
    .map((code) => `runbook/${code}`),
);

test("a document with one thing changed is refused by both, or by neither", () => {
  fc.assert(
    fc.property(change, ({ document: which, place, how, by }) => {
      const document = structuredClone(documents[which % documents.length]) as Document;
      const slots = slotsIn(document);
      const { within, name } = slots[place % slots.length] as Slot;
      const old = within[name] as Json;
      if (how === "replace" || Array.isArray(within)) within[name] = structuredClone(by);
      else delete within[name];
      if (how === "rename" && !Array.isArray(within)) within[`${name}x`] = old;
      const [now, before] = validators(versionOf(document)).map((validate) => validate(document));
      expect(now).toBe(before);
      const { diagnostics } = parseRunbook(JSON.stringify(document), { uri: "t" });
      const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
      if (now === false) expect(errors).not.toEqual([]);
      if (errors.some((code) => byShape.has(code))) expect(now, errors.join()).toBe(false);
    }),
    { numRuns: 500, seed: 1 },
  );
});
