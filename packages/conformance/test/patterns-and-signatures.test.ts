import { createHash } from "node:crypto";
import type { Json } from "@rb/ir";
import { describe, expect, test } from "vitest";
import { cacaoSignatures, type Signatures } from "../src/cacao/signatures.js";
import type { Patterning } from "../src/stix/patterning.js";
import { stixMatches } from "../src/stix/stix-matches.js";
import { stixPatterns } from "../src/stix/stix-patterns.js";
import { outcomes, tinyCorpora } from "./tiny-corpora.js";

/** Takes what stands in brackets for a pattern, which observations match that say just this. */
const brackets: Patterning = {
  problemOf: (pattern) => (pattern.startsWith("[") ? null : "it has no brackets"),
  matches(pattern, observations) {
    if (!pattern.startsWith("[")) throw new Error("it has no brackets");
    return observations.includes(pattern.slice(1, -1));
  },
};

describe("patterns", () => {
  const one = { pattern: "[x]", valid: true, stix_version: "2.1", source: "a:1" };
  const corpora = () =>
    tinyCorpora({
      "stix/patterns.json": [
        one,
        { ...one, valid: false },
        { ...one, pattern: "x" },
        { ...one, pattern: "x", valid: false },
      ],
    });

  test("pass when they are what they are said to be", async () => {
    expect(await outcomes(stixPatterns(brackets), corpora())).toEqual({
      "0 a:1": [],
      "1 a:1": [{ what: "[x]", expected: "none", actual: "a pattern" }],
      "2 a:1": [{ what: "x", expected: "a pattern", actual: "it has no brackets" }],
      "3 a:1": [],
    });
  });
});

describe("matches", () => {
  const one = {
    pattern: "[x]",
    observations: "some",
    matches: true,
    stix_version: "2.1",
    test: "t",
    oracle: "matcher+test",
  };
  const run = (...cases: readonly object[]) =>
    outcomes(
      stixMatches(brackets),
      tinyCorpora({ "stix/matcher-cases.json": { observation_sets: { some: ["x"], none: [] }, cases } }),
    );

  test("pass when they come out as expected", async () => {
    expect(
      await run(
        one,
        { ...one, observations: "none" },
        { ...one, pattern: "x" },
        { ...one, pattern: "x", matches: "error" },
      ),
    ).toEqual({
      "0 t": [],
      "1 t": [{ what: "[x]", expected: [true], actual: false }],
      "2 t": [{ what: "x", expected: [true], actual: "error: it has no brackets" }],
      "3 t": [],
    });
  });

  test("that a test's name alone promises may be refused instead", async () => {
    expect(await run({ ...one, pattern: "x", oracle: "test-name only (the grammar has changed)" })).toEqual({
      "0 t": [],
    });
  });
});

describe("signatures", () => {
  const isObject = (json: Json): json is { readonly [name: string]: Json } => typeof json === "object" && json !== null;
  /** Signs by the name alone. */
  const byName: Signatures = {
    signedText: (playbook) => (isObject(playbook) ? String(playbook.name) : ""),
    verify: (playbook, index, key) => {
      const signatures = isObject(playbook) ? playbook.signatures : null;
      return Array.isArray(signatures) && signatures[index] === `${key}:${isObject(playbook) ? playbook.name : ""}`;
    },
  };
  const vector = {
    public_key_pem: "key",
    signed_playbook_one_signature: { name: "A", signatures: ["key:A"] },
    signed_playbook_two_signatures: { name: "A", signatures: ["other:A", "key:A"] },
    canonical: "A",
    hash_hex: createHash("sha256").update("A").digest("hex"),
  };
  const run = (changed: object, signatures: Signatures = byName) =>
    outcomes(
      cacaoSignatures(signatures),
      tinyCorpora({ "cacao/signature-x.json": { ...vector, ...changed }, "cacao/playbooks/signature-y.json": {} }),
    );

  test("pass when canonical form, hash and verdicts agree", async () => {
    expect(await run({})).toEqual({ "signature-x.json": [] });
  });

  test("fail by each thing that differs", async () => {
    const differences = (await run({ canonical: "B", signed_playbook_two_signatures: { name: "A", signatures: [] } }))[
      "signature-x.json"
    ];
    expect(differences?.map(({ what }) => what)).toEqual(["canonical form", "two signatures"]);
  });

  test("fail when a changed playbook still verifies", async () => {
    const differences = (await run({}, { ...byName, verify: () => true }))["signature-x.json"];
    expect(differences).toEqual([{ what: "changed afterwards", expected: false, actual: true }]);
  });
});
