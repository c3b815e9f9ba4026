#!/usr/bin/env node
import { runCommandLine } from "./run-command-line.js";
import { openTerminal } from "./terminal.js";

// Only the code is set: the process ends by itself once everything written has left it.
process.exitCode = await runCommandLine(process.argv.slice(2), openTerminal());
