/**
 * Expressions of Task Packs, which are those of JMESPath but for what isn't needed, as JSONata. One pass: each rule of the grammar gives the
 * expression that it has read. Conditions, equality and missing values mean what they mean in JMESPath, by functions of the language.
 *
 *   or: and ("||" and)*       and: not ("&&" not)*       not: "!" not | compared
 *   compared: path (("==" | "!=" | "<" | "<=" | ">" | ">=") path)?
 *   path: first ("." name | "[" index | "*" | "?" or "]" | "[]")*
 */
import { packFunctions } from "./functions.js";
import { joined, type Names } from "./names.js";
import { type Token, tokenize } from "./tokens.js";

export type Translated = { readonly expression: string } | Problem;
interface Problem {
  /** A sentence without its end. */
  readonly problem: string;
  /** In the text. */
  readonly offset: number;
}

const deepest = 24;

/** An expression; what is wrong with it is said, never thrown. */
export function translate(text: string, names: Names): Translated {
  const tokens = tokenize(text);
  if ("problem" in tokens) return tokens;
  try {
    return { expression: new Translation(tokens, names).whole() };
  } catch (error) {
    if (error instanceof Wrong) return error.problem;
    throw error;
  }
}

class Wrong extends Error {
  readonly problem: Problem;
  constructor(problem: string, offset: number) {
    super(problem);
    this.problem = { problem, offset };
  }
}

class Translation {
  readonly #tokens: readonly Token[];
  readonly #names: Names;
  #at = 0;
  #depth = 0;
  /** The item that is looked at, inside of brackets. */
  #item: string | undefined;
  #items = 0;

  constructor(tokens: readonly Token[], names: Names) {
    this.#tokens = tokens;
    this.#names = names;
  }

  whole(): string {
    const expression = this.#or();
    const { kind, text, offset } = this.#peek();
    if (kind !== "end") throw new Wrong(`'${text}' can't stand here`, offset);
    return expression;
  }

  #peek(): Token {
    return this.#tokens[this.#at] as Token;
  }

  #take(): Token {
    const token = this.#peek();
    if (token.kind !== "end") this.#at++;
    return token;
  }

  /** Whether this sign comes next; it is taken then. */
  #has(sign: string): boolean {
    if (this.#peek().kind !== "sign" || this.#peek().text !== sign) return false;
    this.#at++;
    return true;
  }

  #expect(sign: string): void {
    const { kind, text, offset } = this.#peek();
    if (!this.#has(sign))
      throw new Wrong(`${kind === "end" ? "its end" : `'${text}'`} stands where '${sign}' should`, offset);
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > deepest) throw new Wrong(`it is nested more than ${deepest} levels deep`, this.#peek().offset);
    const value = read();
    this.#depth--;
    return value;
  }

  #or(): string {
    return this.#deeper(() => this.#chain("||", "either", () => this.#chain("&&", "both", () => this.#not())));
  }

  #chain(sign: string, name: string, part: () => string): string {
    const parts = [part()];
    while (this.#has(sign)) parts.push(part());
    return parts.length === 1 ? (parts[0] as string) : `$${name}(${parts.join(", ")})`;
  }

  #not(): string {
    if (this.#has("!")) return this.#deeper(() => `$not($holds(${this.#not()}))`);
    return this.#compared();
  }

  #compared(): string {
    const left = this.#path();
    const { kind, text } = this.#peek();
    if (kind !== "sign" || !/^(?:[=!<>]=|[<>])$/.test(text)) return left;
    this.#at++;
    return `$compare(${left}, "${text}", ${this.#path()})`;
  }

  #path(): string {
    return this.#following(this.#first());
  }

  #first(): string {
    const token = this.#take();
    const { kind, text, offset } = token;
    if (kind === "value") return text;
    if (kind === "name") return this.#named(token);
    if (kind === "sign" && text === "(") {
      const inner = this.#or();
      this.#expect(")");
      return `(${inner})`;
    }
    if (kind === "sign" && text === "@") {
      if (this.#item === undefined) throw new Wrong("'@' stands for an item, inside of brackets", offset);
      return this.#item;
    }
    throw new Wrong(kind === "end" ? "it ends too early" : `'${text}' can't stand here`, offset);
  }

  #named({ text, offset }: Token): string {
    if (this.#has("(")) return this.#called(text, offset);
    const path = [text];
    while (this.#has(".")) path.push(this.#name());
    if (this.#item !== undefined) return joined(this.#item, path);
    const resolved = this.#names.resolve(path);
    if ("problem" in resolved) throw new Wrong(resolved.problem, offset);
    return resolved.expression;
  }

  #name(): string {
    const { kind, text, offset, quoted } = this.#take();
    const name = kind === "name" ? text : quoted;
    if (name === undefined) throw new Wrong("a name has to follow the dot", offset);
    if (name.includes("`")) throw new Wrong("a name can't have a backtick in it", offset);
    return name;
  }

  #called(name: string, offset: number): string {
    const known = packFunctions.get(name);
    if (known === undefined) throw new Wrong(`there is no function '${name}'`, offset);
    const args: string[] = [];
    if (!this.#has(")")) {
      do args.push(this.#or());
      while (this.#has(","));
      this.#expect(")");
    }
    const [least, most] = known.takes;
    if (args.length < least || args.length > most)
      throw new Wrong(`${name} takes ${least === most ? least : `${least} or more`} arguments`, offset);
    return known.write(args);
  }

  #following(start: string): string {
    let base = start;
    for (;;) {
      if (this.#has(".")) base = joined(base, [this.#name()]);
      else if (this.#peek().kind !== "sign" || this.#peek().text !== "[") return base;
      else {
        this.#at++;
        const { kind, text, offset } = this.#peek();
        if (kind === "value" && /^-?\d{1,9}$/.test(text)) {
          this.#at++;
          base = `$at(${base}, ${text})`;
        } else if (this.#has("*")) return this.#projected(base);
        else if (kind === "sign" && text === "]") return this.#projected(`$flatten(${base})`);
        else if (this.#has("?")) return this.#filtered(base);
        else throw new Wrong("brackets hold an index, '*', or '?' and a condition", offset);
        this.#expect("]");
      }
    }
  }

  #filtered(list: string): string {
    const item = this.#newItem();
    const around = this.#item;
    this.#item = item;
    const test = this.#or();
    this.#item = around;
    return this.#projected(`$where(${list}, function(${item}){ ${test} })`);
  }

  /** What follows is looked up in each item. */
  #projected(list: string): string {
    this.#expect("]");
    const item = this.#newItem();
    const rest = this.#deeper(() => this.#following(item));
    return `$project(${list}, function(${item}){ ${rest} })`;
  }

  #newItem(): string {
    this.#items++;
    return `$item${this.#items}`;
  }
}
