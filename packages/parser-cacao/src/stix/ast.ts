/**
 * The tree of a pattern (STIX 2.1, 9; STIX 2.0, part 5). Two levels: what observations have to be there, and what each has to say. Parentheses
 * are not kept: the tree says what they said.
 */

/** Which edition's grammar a pattern is read by. */
export type StixVersion = "2.0" | "2.1";

/** An observation expression (STIX 2.1, 9.5). `offset` counts UTF-16 code units from the start of the text. */
export type Observation =
  | { readonly kind: "test"; readonly test: Comparison; readonly offset: number }
  | { readonly kind: "and" | "or" | "followedBy"; readonly operands: readonly Observation[] }
  | Qualified;

/** An observation expression with a qualifier behind it (STIX 2.1, 9.5.1). */
export type Qualified =
  /** All within so many seconds, a decimal number as it was written. */
  | { readonly kind: "within"; readonly of: Observation; readonly seconds: string; readonly offset: number }
  /** So many times, each time by other observations. A decimal number of any length. */
  | { readonly kind: "repeats"; readonly of: Observation; readonly times: string; readonly offset: number }
  /** Not before `start`, and before `stop`: timestamps. */
  | {
      readonly kind: "during";
      readonly of: Observation;
      readonly start: string;
      readonly stop: string;
      readonly offset: number;
    };

/** What one object has to say (STIX 2.1, 9.4). */
export type Comparison =
  | { readonly kind: "and" | "or"; readonly operands: readonly Comparison[] }
  | {
      readonly kind: "compare";
      readonly operator: Operator;
      readonly negated: boolean;
      readonly left: Operand;
      readonly right: Operand;
      readonly offset: number;
    }
  | {
      readonly kind: "in";
      readonly negated: boolean;
      readonly left: Operand;
      readonly members: readonly Operand[];
      readonly offset: number;
    }
  | { readonly kind: "exists"; readonly negated: boolean; readonly path: Path; readonly offset: number }
  /** In conditions of playbooks only: the opposite of anything. */
  | { readonly kind: "not"; readonly of: Comparison }
  /** In conditions of playbooks only: a variable or a truth value that stands alone. */
  | { readonly kind: "holds"; readonly operand: Operand; readonly offset: number };

/** The operators with two sides, `==` and `<>` by their other names. */
export type Operator = "=" | "!=" | "<" | "<=" | ">" | ">=" | "LIKE" | "MATCHES" | "ISSUBSET" | "ISSUPERSET";

/** A side of a comparison. In a pattern, the left one is a path and the right one a literal. */
export type Operand = Path | Literal;

/** `type:step.step[0]`; in conditions, the type is a variable's name and the first step `value` (STIX 2.1, 9.7). */
export interface Path {
  readonly kind: "path";
  readonly type: string;
  readonly steps: readonly PathStep[];
  readonly offset: number;
}

/** A property, an element of a list, or any element of one. */
export type PathStep =
  | { readonly kind: "key"; readonly key: string }
  | { readonly kind: "index"; readonly index: number }
  | { readonly kind: "any" };

/** A constant (STIX 2.1, 9.3). */
export type Literal = LiteralValue & { readonly offset: number };

/** What a constant stands for. */
export type LiteralValue =
  | { readonly kind: "string"; readonly text: string }
  /** In plain decimals, without a plus sign; in conditions also with an exponent. */
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "boolean"; readonly truth: boolean }
  /** `h'…'` or `b'…'`: each character of `bytes` is one byte. */
  | { readonly kind: "bytes"; readonly bytes: string; readonly written: "hex" | "base64" }
  | { readonly kind: "timestamp"; readonly text: string }
  /** In conditions only. */
  | { readonly kind: "null" };
