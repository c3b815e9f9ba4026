// `npm test [-- arguments for vitest]`: installs and builds what is needed, then runs every test once.
import "./lib/check-node.mjs";
import { prepare } from "./lib/prepare.mjs";
import { main } from "./lib/spawn.mjs";
import { vitest } from "./lib/vitest.mjs";

await main(async () => {
  await prepare();
  return await vitest(process.argv.slice(2));
});
