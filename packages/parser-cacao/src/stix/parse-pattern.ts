/**
 * Patterns (STIX 2.1, 9.5; STIX 2.0, part 5, 4): observation expressions, of which AND binds tightest, then OR, then FOLLOWEDBY. Keywords are
 * written in capitals. Takes time in proportion to the text.
 */
import type { ExprSyntaxError } from "@rb/ir";
import type { Observation, Qualified, StixVersion } from "./ast.js";
import { takeString, takeTyped } from "./literals.js";
import { ComparisonParser, Nesting } from "./parse-comparison.js";
import { PatternSyntax, Scanner } from "./scanner.js";
import { timestampPattern } from "./timestamp.js";

/** Characters of a pattern. Indicators that list thousands of hashes are patterns too. */
const longest = 1_000_000;
/** Qualifiers behind one expression; they nest, although nothing shows it. */
const mostQualifiers = 64;

/** Reads a pattern; an error says what was expected, and where. Never throws over what the text says. */
export function parsePattern(text: string, version: StixVersion = "2.1"): Observation | ExprSyntaxError {
  return orSyntaxError(() => {
    checkLength(text, longest);
    return new PatternParser(new Scanner(text, false), version).pattern();
  });
}

/** What `parse` gives, or why the text can't be read. */
export function orSyntaxError<T>(parse: () => T): T | ExprSyntaxError {
  try {
    return parse();
  } catch (error) {
    if (error instanceof PatternSyntax) return { error: error.message, offset: error.offset };
    throw error;
  }
}

/** Refuses a text that is empty, or longer than `most` UTF-16 code units. */
export function checkLength(text: string, most: number): void {
  if (text.length > most) throw new PatternSyntax(`it is longer than ${most} characters`, most);
  if (text.trim() === "") throw new PatternSyntax("it is empty", 0);
}

const count = /\+?(?:0|[1-9]\d*)(?![.\d])/y;
const duration = /\+?(?:\d*\.\d+|0|[1-9]\d*)(?![.\d])/y;

class PatternParser {
  private readonly scanner: Scanner;
  private readonly version: StixVersion;
  private readonly nesting = new Nesting();

  constructor(scanner: Scanner, version: StixVersion) {
    this.scanner = scanner;
    this.version = version;
  }

  pattern(): Observation {
    const pattern = this.followedBy();
    this.scanner.expect(this.scanner.atEnd, "AND, OR, FOLLOWEDBY, a qualifier or the end");
    return pattern;
  }

  private followedBy(): Observation {
    const and = () => this.chain("and", "AND", () => this.qualified());
    return this.chain("followedBy", "FOLLOWEDBY", () => this.chain("or", "OR", and));
  }

  private chain(kind: "and" | "or" | "followedBy", keyword: string, next: () => Observation): Observation {
    const first = next();
    if (this.scanner.word() !== keyword) return first;
    const operands = [first];
    while (this.scanner.keyword(keyword)) operands.push(next());
    return { kind, operands };
  }

  /**
   * In 2.1, one qualifier of each sort may stand behind an expression in brackets; behind parentheses any number, as the standard's
   * own validator has it.
   */
  private qualified(): Observation {
    const { scanner } = this;
    const isBracketed = scanner.text[scanner.at] === "[";
    const seen = isBracketed && this.version === "2.1" ? new Set<string>() : undefined;
    let of = this.primary();
    for (let count = 0; ; count++) {
      const { at } = scanner;
      const qualified = this.qualifier(of);
      if (qualified === undefined) return of;
      if (count >= mostQualifiers) throw new PatternSyntax(`more than ${mostQualifiers} qualifiers stand here`, at);
      if (seen?.has(qualified.kind) === true)
        throw new PatternSyntax("a qualifier of this sort is there already; put parentheses around the first", at);
      seen?.add(qualified.kind);
      of = qualified;
    }
  }

  private primary(): Observation {
    const { scanner } = this;
    const { at: offset } = scanner;
    if (scanner.symbol("(")) {
      const inner = this.nesting.within(offset, () => this.followedBy());
      scanner.expect(scanner.symbol(")"), "AND, OR, FOLLOWEDBY, a qualifier or ')'");
      return inner;
    }
    scanner.expect(scanner.symbol("["), "'[' and a comparison");
    const test = new ComparisonParser(scanner, this.version, this.nesting).expression();
    scanner.expect(scanner.symbol("]"), "AND, OR or ']'");
    return { kind: "test", test, offset };
  }

  private qualifier(of: Observation): Qualified | undefined {
    const { scanner } = this;
    const { at: offset } = scanner;
    if (scanner.keyword("WITHIN")) {
      const seconds = this.number(duration, "a number of seconds above 0");
      scanner.expect(scanner.keyword("SECONDS"), "SECONDS");
      return { kind: "within", of, seconds, offset };
    }
    if (scanner.keyword("REPEATS")) {
      const times = this.number(count, "a whole number above 0");
      scanner.expect(scanner.keyword("TIMES"), "TIMES");
      return { kind: "repeats", of, times, offset };
    }
    if (!scanner.keyword("START")) return undefined;
    const start = this.time();
    scanner.expect(scanner.keyword("STOP"), "STOP");
    return { kind: "during", of, start, stop: this.time(), offset };
  }

  private number(form: RegExp, what: string): string {
    const { at } = this.scanner;
    const digits = this.scanner.take(form)?.replace(/^\+/, "").replace(/^\./, "0.");
    if (digits === undefined) return this.scanner.fail(what);
    if (/^[0.]*$/.test(digits)) throw new PatternSyntax(`expected ${what}, found '${digits}'`, at);
    return digits;
  }

  /** A timestamp; in 2.0 also as a plain string. */
  private time(): string {
    const { scanner } = this;
    const { at } = scanner;
    const literal = takeTyped(scanner);
    if (literal?.kind === "timestamp") return literal.text;
    const text = this.version === "2.0" && literal === undefined ? takeString(scanner) : undefined;
    if (text !== undefined && timestampPattern.test(text)) return text;
    scanner.at = at;
    return scanner.fail("a timestamp, such as t'2024-01-31T23:59:59Z'");
  }
}
