export { detect } from "./detect.js";
export { loaderDiagnostics } from "./diagnostics.js";
export { documentSchema, type SchemaDraft, type SchemaKind, schemaDrafts, schemaKinds } from "./document-schemas.js";
export { type Format, formats, formatTitles } from "./format.js";
export { type FormattedDocument, formatDocument } from "./format-document.js";
export { createLibrary } from "./library.js";
export { type Loaded, type LoadedLanguages, type LoadOptions, load } from "./load.js";
export type { CallTarget, LibraryDocument, Resolve } from "./resolve.js";
export { type JsonDocument, type JsonProblem, readJson } from "./strict-json.js";
