/** Playbooks that others published, where they are at hand. */
import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";

interface Entry {
  readonly file: string;
  readonly ajv: { readonly draft07_valid: boolean };
}

const folder = new URL("../../../../shared/corpora/cacao/playbooks/", import.meta.url);
const index = new URL("index.json", folder);

const entries = existsSync(index) ? (JSON.parse(readFileSync(index, "utf8")) as readonly Entry[]) : [];

describe("published playbooks", () => {
  it.skipIf(entries.length === 0)(`all of them (65 skipped where the corpora are absent)`, () => {
    expect(entries.length).toBeGreaterThan(0);
  });
  for (const { file, ajv } of entries) {
    it(`${ajv.draft07_valid ? "loads" : "reads"} ${file}`, () => {
      const { bundle, diagnostics } = parseCacao(readFileSync(new URL(file, folder), "utf8"), { uri: file });
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      if (ajv.draft07_valid) expect(errors).toEqual([]);
      expect(bundle !== null || errors.length > 0).toBe(true);
    });
  }
});
