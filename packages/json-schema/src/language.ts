import { type ExprSyntaxError, isJsonObject, type Json, type SchemaLanguage } from "@rb/ir";
import { compileSchema, type JsonSchema, type SchemaNode } from "json-schema-library";
import { Budget, OverBudget } from "./budget.js";
import { boundedDraft } from "./keywords.js";

type Problems = readonly { readonly pointer: string; readonly message: string }[];

/** Keywords of one schema that are looked at for one value, regular expressions included. */
const maxSteps = 500_000;
const mostProblems = 20;
const longestMessage = 200;

/**
 * JSON Schema, draft 2020-12, without fetching anything: a reference leads to a place in the schema itself. `format` is a note. Regular
 * expressions are RE2's.
 */
export const jsonSchemaLanguage: SchemaLanguage = {
  name: "json-schema",
  version: "2020-12",
  compile(schema) {
    if (!isJsonObject(schema) && typeof schema !== "boolean")
      return { error: "a schema is an object, or true or false" } satisfies ExprSyntaxError;
    let budget = new Budget(maxSteps);
    const node = compiled(schema, () => budget);
    if ("error" in node) return node;
    return (value) => {
      budget = new Budget(maxSteps);
      return problemsWith(node.root, value);
    };
  },
};

function compiled(schema: Json, budget: () => Budget): { readonly root: SchemaNode } | ExprSyntaxError {
  try {
    // The library keeps notes in the schema that it is given.
    const root = compileSchema(structuredCopy(schema) as JsonSchema, { drafts: [boundedDraft(budget)] });
    const [wrong] = root.schemaErrors ?? [];
    return wrong === undefined ? { root } : { error: cut(wrong.message) };
  } catch (error) {
    if (error instanceof RangeError) return { error: "it is nested too deeply" };
    return { error: cut(error instanceof Error ? error.message : String(error)) };
  }
}

function problemsWith(root: SchemaNode, value: Json): Problems {
  try {
    const { errors } = root.validate(structuredCopy(value));
    return errors.slice(0, mostProblems).map(({ message, data }) => ({
      pointer: String(data.pointer ?? "").replace(/^#/, ""),
      message: cut(message),
    }));
  } catch (error) {
    if (error instanceof OverBudget)
      return [{ pointer: "", message: `Checking it takes more than ${maxSteps} steps.` }];
    if (error instanceof RangeError) return [{ pointer: "", message: "Its schema refers to itself without end." }];
    throw error;
  }
}

function structuredCopy(value: Json): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

function cut(text: string): string {
  return text.length <= longestMessage ? text : `${text.slice(0, longestMessage - 1)}…`;
}
