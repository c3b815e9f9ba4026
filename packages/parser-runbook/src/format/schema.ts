/**
 * JSON Schemas for editors, which offer and explain fields by them. A schema is a function of the definitions that it may refer to, since
 * steps contain steps.
 */
import type { JsonObject } from "@rb/ir";

/** The schemas that others refer to by name, filled as they are met. */
export interface Definitions {
  /** The member of the document that holds them: `$defs`, or `definitions` before 2019. */
  readonly member: string;
  readonly schemas: Map<string, JsonObject>;
}
export type Schema = (definitions: Definitions) => JsonObject;

/** A schema that is written out once, and may contain itself. */
export function defined(name: string, schema: Schema): Schema {
  return (definitions) => {
    const { member, schemas } = definitions;
    if (!schemas.has(name)) {
      // Whoever meets it again while it is made refers to it already.
      schemas.set(name, {});
      schemas.set(name, schema(definitions));
    }
    return { $ref: `#/${member}/${name}` };
  };
}

export interface FieldSchema {
  readonly about: string;
  readonly required: boolean;
  readonly schema: Schema;
}

/** A map with these fields and no others. */
export function mapSchema(fields: { readonly [name: string]: FieldSchema }): Schema {
  return (definitions) => {
    const entries = Object.entries(fields);
    const properties = entries.map(([name, field]) => [name, described(field.schema(definitions), field.about)]);
    const required = entries.filter(([, field]) => field.required).map(([name]) => name);
    return {
      type: "object",
      properties: Object.fromEntries(properties),
      ...(required.length === 0 ? {} : { required }),
      additionalProperties: false,
    };
  };
}

/** Beside what else holds, exactly one of these fields is there. */
export function oneFieldSchema(schema: Schema, names: readonly string[]): Schema {
  return (definitions) => ({ ...schema(definitions), oneOf: names.map((name) => ({ required: [name] })) });
}

export function listSchema(item: Schema, least: number): Schema {
  return (definitions) => ({
    type: "array",
    items: item(definitions),
    ...(least === 0 ? {} : { minItems: least }),
  });
}

/** One of these forms, or several at once: a list of anything is also a list of texts. */
export function anySchema(...schemas: readonly Schema[]): Schema {
  return (definitions) => ({ anyOf: schemas.map((schema) => schema(definitions)) });
}

/** The same, where at least one of these fields is there. */
export function withOneOf(schema: Schema, names: readonly string[]): Schema {
  return (definitions) => ({ ...schema(definitions), anyOf: names.map((name) => ({ required: [name] })) });
}

/** Beside a reference, older drafts ignore what stands there. */
function described(schema: JsonObject, description: string): JsonObject {
  return schema.$ref === undefined ? { description, ...schema } : { description, allOf: [schema] };
}

/** The drafts that editors and validators know. */
export type SchemaDraft = "2020-12" | "draft-07";

const dialects: { readonly [D in SchemaDraft]: { readonly uri: string; readonly member: string } } = {
  "2020-12": { uri: "https://json-schema.org/draft/2020-12/schema", member: "$defs" },
  "draft-07": { uri: "http://json-schema.org/draft-07/schema#", member: "definitions" },
};

/** A schema as a document of its own. All that is used here means the same in both drafts. */
export function schemaDocument(id: string, title: string, schema: Schema, draft: SchemaDraft): JsonObject {
  const { uri, member } = dialects[draft];
  const definitions: Definitions = { member, schemas: new Map() };
  const whole = schema(definitions);
  const named = [...definitions.schemas].sort(([a], [b]) => (a < b ? -1 : 1));
  return { $schema: uri, $id: id, title, ...whole, [member]: Object.fromEntries(named) };
}
