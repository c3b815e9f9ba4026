/** Writing runbooks; apart from the other formats, since it brings a library that nobody else needs. */
export { type RunbookOptions, runbookOf } from "./write-runbook.js";
