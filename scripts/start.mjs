// `npm start [-- arguments for rb]`: installs and builds what is needed, then runs a phishing playbook dry.
import "./lib/check-node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { exitCodeOf, main } from "./lib/spawn.mjs";

const demonstration = ["run", "fixtures/cacao/phishing.json"];

await main(async () => {
  await prepare();
  const given = process.argv.slice(2);
  const args = given.length > 0 ? given : demonstration;
  console.error(`$ rb ${args.join(" ")}\n`);
  return await exitCodeOf(process.execPath, ["packages/cli/dist/main.js", ...args]);
});
