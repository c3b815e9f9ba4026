/** A document that takes one input as a whole, as workflows do, is given its members by their own names as well. */
import { isJsonObject, type Json, type JsonObject, type Schema, suggest, type Variable } from "@rb/ir";
import { UsageError } from "./command.js";

export class InputMembers {
  /** The input that they are part of. */
  readonly name: string;
  readonly #language: string;
  readonly #schema: JsonObject;
  readonly #properties: JsonObject;
  readonly #given = new Map<string, Json>();

  private constructor(name: string, language: string, schema: JsonObject) {
    this.name = name;
    this.#language = language;
    this.#schema = schema;
    this.#properties = isJsonObject(schema.properties) ? schema.properties : {};
  }

  /** Null where a document has other inputs, or an input that is no object. */
  static of(variables: readonly Variable[]): InputMembers | null {
    const [only] = variables;
    if (only === undefined || variables.length > 1 || only.secret === true || !/(^|\.)input$/.test(only.name))
      return null;
    const { language = "", schema = {} } = only.schema ?? {};
    if (!isJsonObject(schema) || ![undefined, "object"].includes(schema.type as string | undefined)) return null;
    return new InputMembers(only.name, language, schema);
  }

  takes(member: string): boolean {
    const { additionalProperties, patternProperties } = this.#schema;
    return Object.hasOwn(this.#properties, member) || additionalProperties !== false || patternProperties !== undefined;
  }

  /** What is declared for a member. */
  schemaOf(member: string): Schema | undefined {
    const schema = Object.hasOwn(this.#properties, member) ? this.#properties[member] : undefined;
    if (!isJsonObject(schema)) return undefined;
    const { $defs } = this.#schema;
    return { language: this.#language, schema: $defs === undefined ? schema : { $defs, ...schema } };
  }

  give(member: string, value: Json): void {
    this.#given.set(member, value);
  }

  /** The input with the members in it; as it was where none is given. Throws `UsageError`. */
  within(input: Json | undefined): Json | undefined {
    const [first] = this.#given.keys();
    if (first === undefined) return input;
    if (input !== undefined && !isJsonObject(input))
      throw new UsageError(`Input 'input' is given as a whole and is no object, so it has no member '${first}'.`);
    return { ...input, ...Object.fromEntries(this.#given) };
  }

  /** Names that are probably mistaken: close to one that is declared, or taken by no schema. */
  warnings(undeclared: readonly string[]): readonly string[] {
    const known = Object.keys(this.#properties);
    const near = [...this.#given.keys()].filter((name) => !known.includes(name) && suggest(name, known) !== undefined);
    return [...near, ...undeclared].map((name) => {
      const meant = suggest(name, known);
      const hint = meant === undefined ? `It has ${known.join(", ") || "none"}` : `Did you mean '${meant}'`;
      return `The document's input declares no member '${name}'. ${hint}${meant === undefined ? "." : "?"} All of it can be given as -i input='{…}'.`;
    });
  }
}
