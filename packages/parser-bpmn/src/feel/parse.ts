/** DMN 1.5, 10.3.1.2: a Pratt parser. What begins an operand is in `parse-operand.ts`. */
import { operandStarts, parseArguments, parseOperand, parseTests } from "./parse-operand.js";
import { parseType } from "./parse-type.js";
import { Reader } from "./reader.js";
import type { Arithmetic, Comparison, Syntax } from "./syntax.js";
import { tokens } from "./tokens.js";

/** How tightly operators bind; those of one row associate to the left. */
const binds = { or: 1, and: 2, compare: 3, add: 4, multiply: 5, power: 6, negate: 7 } as const;

const comparisons: ReadonlySet<string> = new Set(["=", "!=", "<", "<=", ">", ">="]);
const arithmetic: ReadonlyMap<string, number> = new Map([
  ["+", binds.add],
  ["-", binds.add],
  ["*", binds.multiply],
  ["/", binds.multiply],
  ["**", binds.power],
]);

/** Throws `Mistake`. */
export function parse(text: string): Syntax {
  const reader = new Reader(tokens(text));
  const syntax = expression(reader, 0);
  if (reader.peek().kind !== "end") throw reader.unexpected();
  return syntax;
}

function expression(reader: Reader, minimum: number): Syntax {
  return reader.nested(() => {
    let left = operand(reader);
    for (;;) {
      const more = infix(reader, left, minimum);
      if (more === null) return left;
      left = more;
    }
  });
}

function operand(reader: Reader): Syntax {
  const { at } = reader.peek();
  if (reader.accept("-")) return negated(reader, at, expression(reader, binds.negate));
  return postfix(reader, parseOperand(reader, whole, sum));
}

/** A negative number is a literal too. */
function negated(reader: Reader, at: number, operand: Syntax): Syntax {
  if (operand.kind !== "value" || typeof operand.value !== "number")
    return reader.node(at, { kind: "negate", operand });
  return reader.node(at, { kind: "value", value: operand.value === 0 ? 0 : -operand.value });
}

const whole = (reader: Reader): Syntax => expression(reader, 0);
/** What stands in comparisons and at the ends of ranges. */
const sum = (reader: Reader): Syntax => expression(reader, binds.compare);

function postfix(reader: Reader, start: Syntax): Syntax {
  let target = start;
  for (;;) {
    const { at } = reader.peek();
    if (reader.accept(".")) {
      const member = reader.expectMember();
      target = reader.node(at, { kind: "path", target, member });
    } else if (reader.sees("[") && operandStarts(reader, 1)) {
      reader.next();
      const by = whole(reader);
      reader.expect("]");
      target = reader.node(at, { kind: "filter", target, by });
    } else if (reader.sees("(")) {
      target = reader.node(target.at, { kind: "call", callee: target, arguments: parseArguments(reader, whole) });
    } else if (reader.sees("instance") && reader.sees("of", 1)) {
      reader.next();
      reader.next();
      return reader.node(at, { kind: "instance", operand: target, type: parseType(reader) });
    } else return target;
  }
}

/** What follows a left operand, as far as it binds tighter than what stands before that; null when nothing does. */
function infix(reader: Reader, left: Syntax, minimum: number): Syntax | null {
  const { kind, text, at } = reader.peek();
  if (kind !== "symbol" && kind !== "name") return null;
  const strength = arithmetic.get(text);
  if (strength !== undefined) {
    if (strength <= minimum) return null;
    reader.next();
    const right = expression(reader, strength);
    return reader.node(at, { kind: "arithmetic", operator: text as Arithmetic, left, right });
  }
  if ((text === "and" && binds.and > minimum) || (text === "or" && binds.or > minimum)) {
    return logic(reader, left, text);
  }
  return binds.compare > minimum ? comparison(reader, left, text, at) : null;
}

/** A whole row of operands is one node, so that long ones aren't deep. */
function logic(reader: Reader, first: Syntax, operator: "and" | "or"): Syntax {
  const { at } = reader.peek();
  const operands = [first];
  while (reader.accept(operator)) operands.push(expression(reader, binds[operator]));
  return reader.node(at, { kind: "logic", operator, operands });
}

function comparison(reader: Reader, left: Syntax, text: string, at: number): Syntax | null {
  if (comparisons.has(text)) {
    reader.next();
    return reader.node(at, { kind: "compare", operator: text as Comparison, left, right: sum(reader) });
  }
  if (reader.accept("between")) {
    const low = sum(reader);
    reader.expect("and");
    return reader.node(at, { kind: "between", operand: left, low, high: sum(reader) });
  }
  if (!reader.accept("in")) return null;
  return reader.node(at, { kind: "in", operand: left, tests: parseTests(reader, sum) });
}
