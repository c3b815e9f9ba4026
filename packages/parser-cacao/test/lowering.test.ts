/** What each construct becomes: the source beside the graph. Run with `-u` to accept a change; the difference is the review. */
import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { printGraph } from "./print-graph.js";

const cases = new URL("./lowering/", import.meta.url);
const fixtures = new URL("../../../fixtures/cacao/", import.meta.url);

function check(name: string, source: string): Promise<void> {
  const { bundle, diagnostics } = parseCacao(source, { uri: `${name}.json` });
  return expect(printGraph(bundle, diagnostics)).toMatchFileSnapshot(`./lowering/${name}.txt`);
}

describe("lowering", () => {
  for (const file of readdirSync(cases).filter((entry) => entry.endsWith(".json"))) {
    const name = file.slice(0, -".json".length);
    it(name, () => check(name, readFileSync(new URL(file, cases), "utf8")));
  }

  for (const name of ["phishing-response", "ransomware-containment", "block-indicator", "compromised-account"]) {
    it(`the fixture ${name}`, async () => {
      const source = readFileSync(new URL(`${name}.json`, fixtures), "utf8");
      const { diagnostics } = parseCacao(source, { uri: name });
      expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
      await check(name, source);
    });
  }
});
