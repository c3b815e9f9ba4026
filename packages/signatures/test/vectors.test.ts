/** Playbooks that were signed by the published steps once and for all, with keys that are gone: what was valid stays valid. */
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { levelsOf } from "../src/index.js";
import { verified } from "./playbook.js";

const folder = new URL("./vectors/", import.meta.url);

it.each(readdirSync(folder))("%s", (file) => {
  const text = readFileSync(new URL(file, folder), "utf8");
  const levels = (document: string) => verified(JSON.parse(document)).signatures.flatMap(levelsOf);
  expect(levels(text).length).toBe(file === "ed25519.json" ? 2 : 1);
  for (const one of levels(text))
    expect(one).toMatchObject({ valid: true, isInForce: true, isForPlaybook: true, diagnostics: [] });
  for (const one of levels(text.replace("Isolate", "isolate"))) expect(one.valid).toBe(false);
});
