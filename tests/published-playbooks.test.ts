/** Playbooks that others published, where they are at hand: each loads or is refused as a reader says, and what loads runs dry to its end. */
import { existsSync, readFileSync } from "node:fs";
import type { Bundle, Json } from "@rb/ir";
import { run } from "@rb/kernel";
import { load } from "@rb/loader";
import { describe, expect, it } from "vitest";
import { verdicts } from "../packages/parser-cacao/test/verdicts.js";

const folder = new URL("../../shared/corpora/cacao/playbooks/", import.meta.url);
const files = Object.entries(verdicts);

/** Values that fit every type which published playbooks ask for. */
const samples: { readonly [type: string]: Json } = { "ipv4-addr": "198.51.100.7", integer: "1", bool: "true" };

function inputsOf(bundle: Bundle): { [name: string]: Json } {
  const [graph] = bundle.graphs;
  const required = (graph?.region.variables ?? []).filter((variable) => variable.required === true);
  return Object.fromEntries(required.map(({ name, schema }) => [name, samples[String(schema?.schema)] ?? "a value"]));
}

describe.skipIf(!existsSync(folder))(
  `published playbooks (${files.length} skipped where the corpora are absent)`,
  () => {
    it.each(files)("%s", async (file, [verdict, , ending = "completed"]) => {
      const { bundle, diagnostics, languages } = await load(readFileSync(new URL(file, folder), "utf8"), { uri: file });
      const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
      if (verdict !== "loads") return void expect(errors).toContain(`cacao/${verdict}`);
      expect(errors).toEqual([]);
      const result = await run(bundle as Bundle, {
        inputs: inputsOf(bundle as Bundle),
        languages,
        limits: { maxRecords: 5000 },
      });
      expect(result.status).toBe(ending);
    });
  },
);
