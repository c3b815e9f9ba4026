export { type ExitCode, execCode, exitCode } from "./exit-code.js";
export { runCommandLine } from "./run-command-line.js";
export { type Output, openTerminal, type Paint, type Style, type Terminal } from "./terminal.js";
