import { join } from "node:path";
import { exitCodeOf } from "./spawn.mjs";
import { root } from "./workspace.mjs";

/** Runs vitest once, on this Node or on another one, and resolves with its exit code. */
export function vitest(args, { node = process.execPath } = {}) {
  return exitCodeOf(node, [join(root, "node_modules", "vitest", "vitest.mjs"), "run", ...args]);
}
