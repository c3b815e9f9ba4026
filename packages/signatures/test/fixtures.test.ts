/** Signed playbooks as files: what is said of them stays the same, whatever becomes of this package. */
import { readFileSync } from "node:fs";
import type { Json } from "@rb/ir";
import { expect, test } from "vitest";
import { isAccepted, levelsOf, readTrustStore, verifySignatures } from "../src/index.js";

const folder = new URL("../../../fixtures/cacao/signatures/", import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, folder), "utf8");
const nowMs = Date.parse("2027-03-01T12:00:00.000Z");

/** Of each signature, the outermost first: whether it counts, and the codes of what is said of it. */
const table: readonly (readonly [file: string, trusted: readonly string[], ...said: string[]])[] = [
  ["signed.json", ["acme.pem"], "yes"],
  ["signed.json", ["board.pem"], "no untrusted"],
  ["countersigned.json", ["acme.pem", "board.pem"], "yes", "yes"],
  ["countersigned.json", ["board.pem"], "no untrusted", "yes"],
  ["with-certificate.json", ["authority.pem"], "yes"],
  ["with-certificate.json", ["acme.pem"], "no no-anchor"],
  ["changed.json", ["acme.pem"], "no does-not-verify"],
  ["hexadecimal-value.json", ["acme.pem"], "no near-hex-value"],
];

test.each(table)("%s, trusting %j", (file, trusted, ...said) => {
  const { store, problems } = readTrustStore(
    (trusted as readonly string[]).map((name) => ({ name, text: read(name) })),
  );
  expect(problems).toEqual([]);
  const { signatures, diagnostics } = verifySignatures(JSON.parse(read(file as string)) as Json, {
    nowMs,
    trust: store,
  });
  expect(diagnostics).toEqual([]);
  const found = signatures.flatMap(levelsOf).map((one) => {
    const codes = one.diagnostics.map(({ code }) => code.replace("signatures/", ""));
    return [isAccepted(one, { trusted: true }) ? "yes" : "no", ...codes].join(" ");
  });
  expect(found).toEqual(said);
});

test("unsigned.json", () => {
  const { signatures, diagnostics } = verifySignatures(JSON.parse(read("unsigned.json")) as Json, { nowMs });
  expect([signatures, diagnostics.map(({ code }) => code)]).toEqual([[], ["signatures/unsigned"]]);
});
