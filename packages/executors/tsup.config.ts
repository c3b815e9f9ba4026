import { defineConfig } from "tsup";

export default defineConfig({
  // The worker is found beside whatever file starts it.
  entry: { index: "src/index.ts", "script-worker": "src/script/script-worker.js" },
  format: ["esm"],
  target: "node20",
  clean: true,
  dts: { entry: "src/index.ts", compilerOptions: { composite: false } },
});
