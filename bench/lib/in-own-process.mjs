/**
 * Cases that live in a process each, so that nobody pays for another's garbage, nor for code that was compiled for another's objects: as in
 * a program that uses only the one. They wait for their turn without doing anything.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";

const worker = fileURLToPath(new URL("./worker.mjs", import.meta.url));

/**
 * Gives `body` one case for each of `specs`, and ends their processes afterwards. What a case does is the function that `make`, which the
 * module has to export, gives for `args`.
 *
 * @param {readonly { readonly key: string, readonly module: string, readonly args: readonly (string | number)[] }[]} specs
 * @param {(cases: readonly import("./interleave.mjs").Case[]) => Promise<unknown>} body
 */
export async function inOwnProcesses(specs, body) {
  const children = specs.map(({ module, args }) =>
    fork(worker, [module, JSON.stringify(args)], { execArgv: ["--expose-gc"] }),
  );
  try {
    return await body(specs.map(({ key }, index) => ({ key, time: (calls) => ask(children[index], key, calls) })));
  } finally {
    for (const child of children) child.kill();
  }
}

function ask(child, key, calls) {
  return new Promise((resolve, reject) => {
    const onExit = (code) => reject(new Error(`The process of '${key}' ended with exit code ${code}.`));
    child.once("exit", onExit);
    child.once("message", (ms) => {
      child.off("exit", onExit);
      resolve(ms);
    });
    child.send(calls);
  });
}
