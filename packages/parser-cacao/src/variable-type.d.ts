/**
 * The types of CACAO variables. The format writes every value as a string, so that a reader has to know the type to compare
 * `"10"` with 9: values are converted once, when the playbook is read.
 *
 * | type | becomes |
 * |---|---|
 * | `bool` | `true` or `false` from those words |
 * | `integer`, `long` | a number, unless it is beyond 2^53: then it stays a string |
 * | `float` | a number |
 * | `dictionary` | an object, also from JSON in a string |
 * | everything else | a string |
 *
 * null is not `""`: it means that the value isn't known yet.
 */
import { type Json, type SchemaLanguage } from "@rb/ir";
export declare const variableTypes: readonly string[];
export type Conversion =
  | {
      readonly json: Json;
    }
  | {
      readonly problem: string;
    };
/** A value as its type has it. Of a type that nobody knows, any value is right. */
export declare function convertValue(type: string, value: Json): Conversion;
/** Checks what is given to an external variable; the schema is the type's name. */
export declare const cacaoVariableSchema: SchemaLanguage;
