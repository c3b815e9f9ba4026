import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { signatureDiagnostics } from "../src/index.js";

const docs = readFileSync(new URL("../../../docs/signatures.md", import.meta.url), "utf8");

it("docs/signatures.md has every code", () => {
  expect(Object.keys(signatureDiagnostics.rules).filter((reason) => !docs.includes(`\`${reason}\``))).toEqual([]);
});
