/**
 * Opens what rb converts to BPMN in a BPMN editor, in a headless Chromium: everything has to be on the canvas, and what the editor saves has to be
 * the same graph. Takes the sources as they are, so it needs no build. Where there is no Chromium, the check is skipped, and says so.
 */
import "./lib/check-node.mjs";
import { browserOptions, SKIPPED } from "./lib/chromium.mjs";
import { main } from "./lib/spawn.mjs";
import { vitest } from "./lib/vitest.mjs";

await main(async () => {
  const options = await browserOptions();
  if (options === undefined) return SKIPPED;
  process.env.RB_BROWSER = JSON.stringify(options);
  return await vitest(["--config", "tests/bpmn-editor/vitest.config.ts", "--root", ".", ...process.argv.slice(2)]);
});
