/** No byte of what is signed can be changed. */
import type { JsonObject } from "@rb/ir";
import { expect, test } from "vitest";
import { SignedTexts } from "../src/index.js";
import { keys, playbook, signed, verified } from "./playbook.js";

const document = signed(playbook, keys.ed25519);
const [signature] = document.signatures as readonly JsonObject[];
const value = signature?.value as string;

test("every byte of the canonical form", () => {
  const text = new SignedTexts(document).of([signature as JsonObject]);
  let changed = 0;
  for (let at = 0; at < text.length; at++) {
    for (const character of ["x", '"']) {
      const other = read(`${text.slice(0, at)}${character}${text.slice(at + 1)}`);
      if (text[at] === character || other === null) continue;
      const [first] = (other.signatures ?? []) as readonly JsonObject[];
      const report = verified({ ...other, signatures: [{ ...first, value }] });
      expect(
        report.signatures.some(({ valid }) => valid),
        `${at}: ${text[at]} to ${character}`,
      ).toBe(false);
      changed++;
    }
  }
  // Most bytes are inside of texts; a change of any other leaves no playbook.
  expect(changed).toBeGreaterThan(text.length * 0.7);
});

test("every character of the value", () => {
  for (let at = 0; at < value.length; at++) {
    for (const character of ["A", "_", "=", ""]) {
      const other = `${value.slice(0, at)}${character}${value.slice(at + 1)}`;
      if (other === value) continue;
      const report = verified({ ...document, signatures: [{ ...signature, value: other }] });
      expect(report.signatures[0]?.valid, `${at}: ${character}`).toBe(false);
    }
  }
});

test("members that are added, taken away or renamed", () => {
  const { name, ...rest } = document;
  for (const other of [
    { ...document, extra: null },
    rest,
    { ...rest, Name: name as string },
    { ...document, __proto__x: 1 },
  ])
    expect(verified(other).signatures[0]?.valid).toBe(false);
  const own = JSON.parse(JSON.stringify(document).replace("{", '{"__proto__":{"polluted":true},')) as JsonObject;
  expect(verified(own).signatures[0]?.valid).toBe(false);
});

test("order, blanks and escapes are no change", () => {
  const reversed = Object.fromEntries(Object.entries(document).reverse());
  const escaped = JSON.stringify(reversed, null, 7).replace("🚧", "\\ud83d\\udea7");
  expect(verified(JSON.parse(escaped)).signatures[0]?.valid).toBe(true);
});

/** Null where the text is no playbook with one signature any more: those are refused as a whole. */
function read(text: string): JsonObject | null {
  try {
    const read = JSON.parse(text) as JsonObject;
    return Array.isArray(read.signatures) && typeof read.signatures[0] === "object" ? read : null;
  } catch {
    return null;
  }
}
