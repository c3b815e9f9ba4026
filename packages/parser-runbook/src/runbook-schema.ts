import type { JsonObject } from "@rb/ir";
import { type SchemaDraft, schemaDocument } from "./format/schema.js";
import { type RunbookVersion, versions } from "./versions.js";

/**
 * The JSON Schema of runbooks, for editors; it is made of what reads them. What it can't say, `parseRunbook` does.
 *
 * ```ts
 * const schema = runbookSchema("draft-07", "rb/v1");
 * ```
 */
export function runbookSchema(draft: SchemaDraft, version: RunbookVersion = "rb/v1"): JsonObject {
  const id = `urn:rb:runbook:${version.replace("/", ":")}`;
  return schemaDocument(id, `Runbook, ${version}`, versions[version].schema, draft);
}
