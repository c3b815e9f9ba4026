/**
 * The conditions of CACAO: comparisons of the STIX Patterning Grammar (STIX 2.1, 9) over playbook variables.
 *
 *     condition  = and *( "OR" and )
 *     and        = not *( "AND" not )
 *     not        = "NOT" not / "(" condition ")" / "[" condition "]" / comparison
 *     comparison = operand [ ["NOT"] ( operator operand / "IN" set / "LIKE" string ) ]
 *     operand    = variable / literal            ; `__name__:value`, on either side
 *     literal    = string / number / "true" / "false" / "null" / bare word
 *
 * Authors leave out brackets, quotes and sometimes `:value`; the grammar takes what can be understood in one way only.
 * Numbers compare as numbers where both sides are numeric, also when a string holds them, because CACAO writes numbers as
 * strings; all else compares as text, letter case included. A value that isn't known makes the answer unknown, unless the
 * rest settles it (`false AND unknown` is false).
 */
import { type Environment, type ExprSyntaxError, type Language } from "@rb/ir";

type Unknown = {
  readonly unknown: string;
};
type Answer = boolean | Unknown;
type Test = (environment: Environment) => Answer;
export interface Condition {
  readonly reads: readonly string[];
  /** Variables written without `:value`. */
  readonly unmarked: readonly {
    readonly name: string;
    readonly offset: number;
  }[];
  readonly test: Test;
}
/** Parses a condition; an error says what was expected, and where. */
export declare function parseCondition(text: string): Condition | ExprSyntaxError;
export declare const stixComparison: Language;
