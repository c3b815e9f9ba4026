import type { JsonObject } from "@rb/ir";
import { runbookFields } from "./format/runbook.js";
import { type SchemaDraft, schemaDocument } from "./format/schema.js";

/** The JSON Schema of runbooks (`apiVersion: rb/v1`), for editors; it is made of what reads them. What it can't say, `parseRunbook` does. */
export function runbookSchema(draft: SchemaDraft): JsonObject {
  return schemaDocument("urn:rb:runbook:v1", "rb runbook", runbookFields.schema, draft);
}
