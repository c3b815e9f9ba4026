import { defineConfig } from "tsup";

export default defineConfig({
  entry: {
    index: "src/index.ts",
    data: "src/data/index.ts",
    layout: "src/layout/index.ts",
    rewrite: "src/rewrite/index.ts",
  },
  format: ["esm"],
  target: "node20",
  clean: true,
  dts: { compilerOptions: { composite: false } },
});
