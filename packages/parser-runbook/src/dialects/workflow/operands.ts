/** What a part of a workflow's expression is in JSONata. */

/** An expression in JSONata. */
export interface Written {
  readonly text: string;
  /** Whether it is true or false, whatever there is. */
  readonly isBoolean: boolean;
}

/** A part of one; whether it was written as a constant matters to what stands around it. */
export interface Operand extends Written {
  readonly literal?: "text" | "other" | "null";
}

/** Comparisons of size and equality. */
export const orders: ReadonlySet<string> = new Set(["==", "!=", "<", "<=", ">", ">="]);
/** Words between two values; null where these don't fit. */
export const tests: { readonly [word: string]: (left: string, right: string) => string } = {
  in: (left, right) => `$includes(${right}, ${left})`,
  contains: (left, right) => `$includes(${left}, ${right})`,
  startsWith: (left, right) => `$startsWith(${left}, ${right})`,
  endsWith: (left, right) => `$endsWith(${left}, ${right})`,
  matches: (left, right) => `$matches(${left}, ${right})`,
};

/** As a condition: what is no Boolean is made one. */
export function holds({ text, isBoolean }: Written): string {
  return isBoolean ? text : `$truthy(${text})`;
}

/** An operator, and what stands behind it. */
export interface Link {
  readonly sign: string;
  readonly operand: Operand;
}

/** As flat as it was written, also where there are thousands. */
export function flat(first: Operand, rest: readonly Link[]): Operand {
  const text = rest.map(({ sign, operand }) => ` ${sign} ${operand.text}`).join("");
  return { text: `(${first.text}${text})`, isBoolean: false };
}

/** With a constant, JSONata's own equality says the same, and fast. */
export function compared(left: Operand, sign: string, right: Operand): string {
  const isConstant = [left, right].some(({ literal }) => literal === "text" || literal === "other");
  if (isConstant && sign === "==") return `(${left.text} = ${right.text})`;
  if (isConstant && sign === "!=") return `$not(${left.text} = ${right.text})`;
  const result = `$compare(${left.text}, "${sign}", ${right.text})`;
  return sign === "==" || sign === "!=" ? result : `$truthy(${result})`;
}

/** A constant is no step of a path; in brackets it has no members. */
export function inPath({ text, literal }: Operand): string {
  return literal === undefined ? text : `(${text})`;
}
