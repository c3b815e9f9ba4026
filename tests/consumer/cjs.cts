// The same from CommonJS: Node loads an ES module by `require` since 20.19, and TypeScript knows.
import { readFileSync } from "node:fs";
import { type RunResult, run } from "@rb/kernel";
import { type Loaded, load } from "@rb/loader";

async function main(): Promise<void> {
  const { bundle, languages }: Loaded = await load(readFileSync("playbook.json", "utf8"), { uri: "playbook.json" });
  if (bundle === null) throw new Error("the playbook did not load");
  const result: RunResult = await run(bundle, { languages });
  console.log(result.status);
}

void main();
