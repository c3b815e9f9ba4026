// What somebody who uses rb from an ES module writes; `scripts/consumer.mjs` compiles and runs it outside the workspace.
import { readFileSync } from "node:fs";
import { type RunResult, run } from "@rb/kernel";
import { type Loaded, load } from "@rb/loader";

const { bundle, languages }: Loaded = await load(readFileSync("playbook.json", "utf8"), { uri: "playbook.json" });
if (bundle === null) throw new Error("the playbook did not load");
const result: RunResult = await run(bundle, { languages });
console.log(result.status);
