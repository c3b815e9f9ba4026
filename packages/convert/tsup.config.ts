import { defineConfig } from "tsup";

export default defineConfig({
  entry: { index: "src/index.ts", runbook: "src/runbook/index.ts" },
  format: ["esm"],
  target: "node20",
  clean: true,
  dts: { compilerOptions: { composite: false } },
});
