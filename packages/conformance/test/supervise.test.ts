import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";
import { supervise } from "../src/supervise.js";
import { tinyCorpora } from "./tiny-corpora.js";

/** A thread's module: `does` says what each case does, given `index`. */
function worker(does: string): URL {
  const module = `
    import { parentPort, workerData } from "node:worker_threads";
    const ids = ["first", "second", "third"];
    parentPort.postMessage({ type: "cases", ids });
    for (const [index, id] of ids.entries()) {
      if (index < workerData.from) continue;
      ${does}
      parentPort.postMessage({ type: "result", index, result: { id, differences: [] } });
    }`;
  return pathToFileURL(join(tinyCorpora({ "worker.mjs": module }), "worker.mjs"));
}

const run = (does: string, limitMs = 5000) => supervise({ worker: worker(does), corpora: "", set: "set", limitMs });
const fine = (id: string) => ({ id, differences: [] });
const ended = (id: string, actual: unknown) => ({ id, differences: [{ what: "run", expected: "an end", actual }] });

test("each case's result is told", async () => {
  expect(await run("")).toEqual([fine("first"), fine("second"), fine("third")]);
});

test("a case that hangs is ended, and the others go on", async () => {
  const results = await run("while (index === 1);", 700);
  expect(results).toEqual([fine("first"), ended("second", "took more than 700 ms"), fine("third")]);
});

test("a case that waits for nothing has failed, and the others go on", async () => {
  const [first, second, third] = (await run("if (index === 1) await new Promise(() => {});")) ?? [];
  expect([first, third]).toEqual([fine("first"), fine("third")]);
  expect(second?.differences).toHaveLength(1);
});

test("a case that brings its thread down has failed, and the others go on", async () => {
  expect(await run('if (index === 0) throw new Error("out of luck");')).toEqual([
    ended("first", "out of luck"),
    fine("second"),
    fine("third"),
  ]);
  expect(await run("if (index === 2) process.exit(7);")).toEqual([
    fine("first"),
    fine("second"),
    ended("third", "its thread ended with code 7"),
  ]);
});

test("a set that can't be read has failed", async () => {
  const read = (text: string) => {
    const module = pathToFileURL(join(tinyCorpora({ "worker.mjs": text }), "worker.mjs"));
    return supervise({ worker: module, corpora: "", set: "set", limitMs: 5000 });
  };
  expect(await read('throw new Error("no list");')).toEqual([ended("reading the set", "no list")]);
  expect(await read("// says nothing")).toEqual([ended("reading the set", "nothing was left to wait for")]);
});

test("a set that isn't there has no results", async () => {
  const text =
    'import { parentPort } from "node:worker_threads"; parentPort.postMessage({ type: "cases", ids: null });';
  const module = pathToFileURL(join(tinyCorpora({ "worker.mjs": text }), "worker.mjs"));
  expect(await supervise({ worker: module, corpora: "", set: "set", limitMs: 5000 })).toBeNull();
});
