export { runbookDiagnostics } from "./diagnostics.js";
export { runbookLanguages, runbookSchemaLanguages } from "./languages.js";
export { parseRunbook } from "./parse-runbook.js";
