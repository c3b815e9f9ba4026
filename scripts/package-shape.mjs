// What the registry and other people's tools would make of each package: publint reads the manifest and the packed files, attw resolves
// the types as TypeScript does. ESM only: CommonJS loads it by `require`, which every Node that we support can.
import "./lib/check-node.mjs";
import { join } from "node:path";
import { prepare } from "./lib/prepare.mjs";
import { main, outputOf } from "./lib/spawn.mjs";
import { publicPackages, root } from "./lib/workspace.mjs";

const bin = (name) => join(root, "node_modules", ".bin", name);

await main(async () => {
  await prepare();
  for (const { directory, manifest } of publicPackages()) {
    await outputOf(bin("publint"), ["run", "--strict", directory]);
    await outputOf(bin("attw"), ["--pack", directory, "--profile", "esm-only", "--format", "ascii"]);
    console.log(`${manifest.name} is well-formed.`);
  }
});
