/** Laying runbooks out; apart from reading them, since it brings a library that nobody else needs. */
export { type Formatted, formatRunbook } from "./format-runbook.js";
