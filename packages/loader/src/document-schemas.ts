/** The JSON Schemas of the formats that are JSON or YAML, for editors and for other tools. */
import type { JsonObject } from "@rb/ir";
import type { RunbookVersion, SchemaDraft } from "@rb/parser-runbook";

export type { SchemaDraft } from "@rb/parser-runbook";
/** What there is a schema of. */
export type SchemaKind = "cacao" | "graph" | "runbook" | "runbook-v0" | "task-pack" | "workflow";

type Schemas = { readonly [D in SchemaDraft]?: () => Promise<JsonObject> };

function runbook(version: RunbookVersion): Schemas {
  const schema = async (draft: SchemaDraft): Promise<JsonObject> =>
    (await import("@rb/parser-runbook")).runbookSchema(draft, version);
  return { "2020-12": () => schema("2020-12"), "draft-07": () => schema("draft-07") };
}

const schemas: { readonly [K in SchemaKind]: Schemas } = {
  runbook: runbook("rb/v1"),
  "runbook-v0": runbook("runbook/v0"),
  "task-pack": runbook("stellaops.io/pack.v1"),
  workflow: runbook("workflow"),
  cacao: {
    "2020-12": async () => (await import("@rb/parser-cacao/schema.json", { with: { type: "json" } })).default,
    "draft-07": async () => (await import("@rb/parser-cacao/schema.draft-07.json", { with: { type: "json" } })).default,
  },
  graph: { "draft-07": async () => (await import("@rb/ir/schema.json", { with: { type: "json" } })).default },
};

/** All of them. */
export const schemaKinds: readonly SchemaKind[] = ["runbook", "runbook-v0", "task-pack", "workflow", "cacao", "graph"];

/** The drafts in which there is a schema of a kind. */
export function schemaDrafts(kind: SchemaKind): readonly SchemaDraft[] {
  return (["2020-12", "draft-07"] as const).filter((draft) => schemas[kind][draft] !== undefined);
}

/** Null where there is none in that draft. */
export async function documentSchema(kind: SchemaKind, draft: SchemaDraft): Promise<JsonObject | null> {
  return (await schemas[kind][draft]?.()) ?? null;
}
