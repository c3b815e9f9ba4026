/**
 * Comparison expressions (STIX 2.1, 9.4), and what authors of playbooks write instead: one grammar, of which the conditions of playbooks take
 * more.
 *
 *     expression = and *( "OR" and )
 *     and        = term *( "AND" term )
 *     term       = "(" expression ")" / [ "NOT" ] "EXISTS" path / operand [ "NOT" ] ( operator operand / "IN" "(" … ")" )
 *     condition: term =/ "[" expression "]" / "NOT" term / operand
 *
 * In a pattern, the left side is a path and the right one a literal. In a condition either may be either (`operand.ts`).
 */
import type { Comparison, Operand, Operator, StixVersion } from "./ast.js";
import { takeLiteral } from "./literals.js";
import { conditionOperand, takePath } from "./operand.js";
import { PatternSyntax, type Scanner } from "./scanner.js";

/** What is read: a pattern by the grammar of an edition, or a condition of a playbook. */
export type Dialect = StixVersion | "condition";

/** Deep enough for people, and shallow enough for the stack. */
const deepest = 64;
const symbols = ["==", "=", "!=", "<>", "<=", ">=", "<", ">"] as const;
const words = ["LIKE", "MATCHES", "ISSUBSET", "ISSUPERSET"] as const;
const meanings: { readonly [written: string]: Operator } = { "==": "=", "<>": "!=" };

export class Nesting {
  private depth = 0;

  /** Runs `parse` one level deeper; what goes deeper stands at `offset`. */
  within<T>(offset: number, parse: () => T): T {
    if (++this.depth > deepest) throw new PatternSyntax(`it nests deeper than ${deepest} levels`, offset);
    const parsed = parse();
    this.depth--;
    return parsed;
  }
}

export class ComparisonParser {
  private readonly scanner: Scanner;
  private readonly dialect: Dialect;
  private readonly nesting: Nesting;

  constructor(scanner: Scanner, dialect: Dialect, nesting: Nesting) {
    this.scanner = scanner;
    this.dialect = dialect;
    this.nesting = nesting;
  }

  expression(): Comparison {
    return this.chain("or", "OR", () => this.chain("and", "AND", () => this.term()));
  }

  private chain(kind: "and" | "or", keyword: string, next: () => Comparison): Comparison {
    const first = next();
    if (this.scanner.word() !== keyword) return first;
    const operands = [first];
    while (this.scanner.keyword(keyword)) operands.push(next());
    return { kind, operands };
  }

  private term(): Comparison {
    const { scanner } = this;
    const { at: offset } = scanner;
    if (scanner.symbol("(")) return this.group(")", offset);
    if (this.dialect === "condition" && scanner.symbol("[")) return this.group("]", offset);
    const negated = scanner.keyword("NOT");
    if (this.dialect !== "2.0" && scanner.keyword("EXISTS")) return this.exists(negated, offset);
    if (!negated) return this.comparison();
    if (this.dialect !== "condition") scanner.fail("EXISTS; elsewhere, NOT stands behind the path");
    return { kind: "not", of: this.nesting.within(offset, () => this.term()) };
  }

  private group(closing: string, offset: number): Comparison {
    const inner = this.nesting.within(offset, () => this.expression());
    this.scanner.expect(this.scanner.symbol(closing), `AND, OR or '${closing}'`);
    return inner;
  }

  private exists(negated: boolean, offset: number): Comparison {
    const { at } = this.scanner;
    const path = this.left();
    if (path.kind !== "path") throw new PatternSyntax("only what has a name exists or doesn't", at);
    return { kind: "exists", negated, path, offset };
  }

  private comparison(): Comparison {
    const { scanner } = this;
    const { at: offset } = scanner;
    const left = this.left();
    const negated = scanner.keyword("NOT");
    if (scanner.keyword("IN")) return { kind: "in", negated, left, members: this.members(), offset };
    const symbol = symbols.find((one) => scanner.symbol(one));
    const operator = symbol === undefined ? scanner.oneOf(words) : (meanings[symbol] ?? (symbol as Operator));
    if (operator !== undefined)
      return { kind: "compare", operator, negated, left, right: this.right(operator), offset };
    if (negated || this.dialect !== "condition") scanner.fail(negated ? "a comparison after NOT" : "a comparison");
    if (left.kind !== "path" && left.kind !== "boolean")
      throw new PatternSyntax("a value alone is no condition; a comparison was expected", offset);
    return { kind: "holds", operand: left, offset };
  }

  private left(): Operand {
    return this.dialect === "condition" ? conditionOperand(this.scanner) : takePath(this.scanner, this.dialect);
  }

  private right(operator: Operator): Operand {
    if (this.dialect === "condition") return conditionOperand(this.scanner);
    const { at: offset } = this.scanner;
    const literal = takeLiteral(this.scanner);
    if (literal === undefined) return this.scanner.fail("a value: a number, a text in single quotes, true or false");
    if ((words as readonly Operator[]).includes(operator) && literal.kind !== "string")
      throw new PatternSyntax(`${operator} wants a text in single quotes`, offset);
    if (!/^(?:=|!=)$/.test(operator) && literal.kind === "boolean")
      throw new PatternSyntax(`a truth value has no order; expected '=' or '!=' before it`, offset);
    return { ...literal, offset };
  }

  private members(): Operand[] {
    const { scanner } = this;
    scanner.expect(scanner.symbol("("), "'(' and a list of values");
    if (this.dialect !== "condition" && scanner.symbol(")")) return [];
    const members = [this.right("=")];
    while (scanner.symbol(",")) members.push(this.right("="));
    scanner.expect(scanner.symbol(")"), "',' or ')'");
    return members;
  }
}
