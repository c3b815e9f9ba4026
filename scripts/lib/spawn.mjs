import { spawn } from "node:child_process";
import { constants } from "node:os";
import { root } from "./workspace.mjs";

/** A child that ended badly, with the exit code that the script should end with. */
export class CommandFailed extends Error {
  constructor(command, exitCode, output = "") {
    super(`${command} ended with exit code ${exitCode}${output && `\n${output}`}`);
    this.exitCode = exitCode;
  }
}

/**
 * Runs a program without a shell, in the root of the workspace. A signal sent to us is passed on, and we end only after the child has: no
 * orphan goes on writing to a terminal that has its prompt back. With `stdio: "pipe"` what it writes is kept instead of shown.
 */
function execute(command, args, { env = {}, cwd = root, stdio = "inherit" } = {}) {
  return new Promise((resolve, reject) => {
    const output = { stdout: "", stderr: "" };
    const child = spawn(command, args, { cwd, env: { ...process.env, ...env }, stdio: ["inherit", stdio, stdio] });
    for (const stream of ["stdout", "stderr"]) {
      child[stream]?.setEncoding("utf8").on("data", (text) => {
        output[stream] += text;
      });
    }
    let interrupted = false;
    const pass = (signal) => {
      interrupted = true;
      child.kill(signal);
      process.exitCode = 128 + constants.signals[signal];
    };
    const signals = ["SIGINT", "SIGTERM"];
    for (const signal of signals) process.on(signal, pass);
    const settle = () => {
      for (const signal of signals) process.off(signal, pass);
    };
    child.once("error", (error) => {
      settle();
      reject(error);
    });
    child.once("close", (code, signal) => {
      settle();
      if (interrupted) process.exit();
      resolve({ code: code ?? 128 + constants.signals[signal], ...output });
    });
  });
}

/** Runs a program and resolves with its exit code. */
export async function exitCodeOf(command, args, options) {
  return (await execute(command, args, options)).code;
}

/** Runs a program; anything but 0 rejects. */
export async function run(command, args, options) {
  const { code } = await execute(command, args, options);
  if (code !== 0) throw new CommandFailed([command, ...args].join(" "), code);
}

/** Runs a program quietly, and resolves with what it wrote; rejects, with all of it in the message, when it fails. */
export async function outputOf(command, args, options) {
  const { code, stdout, stderr } = await execute(command, args, { ...options, stdio: "pipe" });
  if (code !== 0) throw new CommandFailed([command, ...args].join(" "), code, stdout + stderr);
  return { stdout, stderr };
}

/** Runs a script's body, whose result is the exit code, and turns what goes wrong into words and an exit code. */
export async function main(body) {
  try {
    process.exitCode = (await body()) ?? 0;
  } catch (error) {
    console.error(error instanceof CommandFailed ? error.message : error);
    process.exitCode = error instanceof CommandFailed ? error.exitCode : 1;
  }
}
