/**
 * A thread that runs one script after the other, each in an interpreter of its own. It is plain JavaScript, so that it can be started from
 * the sources as well as from what is built of them.
 *
 * @import { ScriptJob } from "./protocol.js"
 */
import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { parentPort } from "node:worker_threads";
import { interpret } from "./interpret.js";

/** A bundle has its own copy beside it. */
const beside = new URL("./quickjs.wasm", import.meta.url);
const file = existsSync(beside) ? beside : createRequire(import.meta.url).resolve("quickjs-wasi/quickjs.wasm");
const quickJs = await WebAssembly.compile(readFileSync(file));

parentPort?.on("message", async (/** @type {ScriptJob} */ job) => {
  parentPort?.postMessage(await interpret(quickJs, job));
});
parentPort?.postMessage("ready");
