/** Writing runbooks of other versions in the native format; apart from reading them, since it brings a library that nobody else needs. */
export { type Rewritten, rewriteRunbook } from "./rewrite-runbook.js";
