export { runbookDiagnostics } from "./diagnostics.js";
export type { SchemaDraft } from "./format/schema.js";
export { runbookLanguages, runbookSchemaLanguages } from "./languages.js";
export { parseRunbook } from "./parse-runbook.js";
export { runbookSchema } from "./runbook-schema.js";
export type { RunbookVersion } from "./versions.js";
