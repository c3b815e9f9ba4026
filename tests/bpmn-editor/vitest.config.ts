/** Apart from the other tests, since these need a browser: `scripts/bpmn-editor.mjs` finds one, and says in `RB_BROWSER` how it is launched. */
import { defineConfig } from "vitest/config";
import base from "../../vitest.config.js";

export default defineConfig({
  ...base,
  test: { ...base.test, include: ["tests/bpmn-editor/**/*.check.ts"], testTimeout: 60_000 },
});
