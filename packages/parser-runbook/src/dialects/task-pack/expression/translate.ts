/**
 * Expressions of Task Packs, which are those of JMESPath, as JSONata. One pass: each rule of the grammar gives the
 * expression that it has read. Conditions, equality and missing values mean what they mean in JMESPath, by functions of the language.
 *
 *   pipe: or ("|" or)*        or: and ("||" and)*        and: not ("&&" not)*        not: "!" not | compared
 *   compared: path (("==" | "!=" | "<" | "<=" | ">" | ">=") path)?
 *   path: first ("." (name | "*" | list | map) | "[" (index | slice | "*" | "?" pipe) "]" | "[]")*
 *   list: "[" pipe ("," pipe)* "]"        map: "{" name ":" pipe ("," name ":" pipe)* "}"
 */
import { Cursor, type Problem, Wrong } from "./cursor.js";
import { packFunctions } from "./functions.js";
import { joined, type Names } from "./names.js";
import { type Token, tokenize } from "./tokens.js";

export type Translated = { readonly expression: string } | Problem;

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

class Translation {
  readonly #cursor: Cursor;
  readonly #names: Names;
  #depth = 0;
  /** The item that is looked at, inside of brackets. */
  #item: string | undefined;
  #items = 0;

  constructor(tokens: readonly Token[], names: Names) {
    this.#cursor = new Cursor(tokens);
    this.#names = names;
  }

  whole(): string {
    const expression = this.#pipe();
    const { kind, text, offset } = this.#cursor.peek();
    if (kind !== "end") throw new Wrong(`'${text}' can't stand here`, offset);
    return expression;
  }

  #deeper<T>(read: () => T): T {
    if (++this.#depth > deepest)
      throw new Wrong(`it is nested more than ${deepest} levels deep`, this.#cursor.peek().offset);
    const value = read();
    this.#depth--;
    return value;
  }

  /** What stands behind a bar looks into what stands before it, as a whole. */
  #pipe(): string {
    let base = this.#or();
    while (this.#cursor.has("|")) base = this.#into(base, () => this.#or());
    return base;
  }

  /** What is read, with a value as what it looks into. */
  #into(base: string, read: () => string): string {
    const item = this.#newItem();
    return `(${item} := ${base}; ${this.#within(item, read)})`;
  }

  /** What is read where names are members of the item. */
  #within(item: string, read: () => string): string {
    const around = this.#item;
    this.#item = item;
    const inner = read();
    this.#item = around;
    return inner;
  }

  #or(): string {
    return this.#deeper(() => this.#chain("||", "either", () => this.#chain("&&", "both", () => this.#not())));
  }

  #chain(sign: string, name: string, part: () => string): string {
    const parts = [part()];
    while (this.#cursor.has(sign)) parts.push(part());
    return parts.length === 1 ? (parts[0] as string) : `$${name}(${parts.join(", ")})`;
  }

  #not(): string {
    if (this.#cursor.has("!")) return this.#deeper(() => `$not($holds(${this.#not()}))`);
    return this.#compared();
  }

  #compared(): string {
    const left = this.#path();
    const { kind, text } = this.#cursor.peek();
    if (kind !== "sign" || !/^(?:[=!<>]=|[<>])$/.test(text)) return left;
    this.#cursor.take();
    return `$compare(${left}, "${text}", ${this.#path()})`;
  }

  #path(): string {
    return this.#following(this.#first());
  }

  #first(): string {
    const token = this.#cursor.take();
    const { kind, text, offset } = token;
    if (kind === "value") return text;
    if (kind === "name") return this.#named(token);
    if (kind === "sign" && text === "(") {
      const inner = this.#pipe();
      this.#cursor.expect(")");
      return `(${inner})`;
    }
    if (kind === "sign" && text === "{") return this.#map();
    if (kind === "sign" && text === "[") {
      if (!this.#cursor.isBracketOfItem()) return this.#list();
      if (this.#item === undefined) throw new Wrong("brackets have to stand behind what they look into", offset);
      this.#cursor.back();
      return this.#item;
    }
    if (kind === "sign" && text === "*" && this.#item !== undefined) return this.#projected(`$valuesOf(${this.#item})`);
    if (kind === "sign" && text === "@") {
      if (this.#item === undefined) throw new Wrong("'@' stands for an item, inside of brackets", offset);
      return this.#item;
    }
    throw new Wrong(kind === "end" ? "it ends too early" : `'${text}' can't stand here`, offset);
  }

  #named({ text, offset }: Token): string {
    if (this.#cursor.has("(")) return this.#called(text, offset);
    const path = [text];
    while (this.#cursor.hasBeforeName(".")) path.push(this.#cursor.name("a name has to follow the dot"));
    if (this.#item !== undefined) return joined(this.#item, path);
    const resolved = this.#names.resolve(path);
    if ("problem" in resolved) throw new Wrong(resolved.problem, offset);
    return resolved.expression;
  }

  #called(name: string, offset: number): string {
    const known = packFunctions.get(name);
    if (known === undefined) throw new Wrong(`there is no function '${name}'`, offset);
    const args: string[] = [];
    if (!this.#cursor.has(")")) {
      do args.push(known.looks && args.length === 1 ? this.#look() : this.#pipe());
      while (this.#cursor.has(","));
      this.#cursor.expect(")");
    }
    const [least, most] = known.takes;
    if (args.length < least || args.length > most)
      throw new Wrong(`${name} takes ${least === most ? least : `${least} or more`} arguments`, offset);
    return known.write(args);
  }

  /** An expression that is looked up in each item. */
  #look(): string {
    this.#cursor.expect("&");
    const item = this.#newItem();
    return `function(${item}){ ${this.#within(item, () => this.#or())} }`;
  }

  /** A list is made flat as a whole, so within a projection `[]` is left for whoever began the outermost one. */
  #following(start: string, isProjected = false): string {
    let base = start;
    for (;;) {
      if (isProjected && this.#cursor.isFlatten()) return base;
      if (this.#cursor.has(".")) {
        if (this.#cursor.has("*")) base = this.#projected(`$valuesOf(${base})`);
        else if (this.#cursor.has("[")) base = this.#selected(base, () => this.#list());
        else if (this.#cursor.has("{")) base = this.#selected(base, () => this.#map());
        else base = joined(base, [this.#cursor.name("a name has to follow the dot")]);
      } else if (this.#cursor.has("[")) {
        const { offset } = this.#cursor.peek();
        if (!this.#cursor.isBracketOfItem())
          throw new Wrong("brackets hold an index, a slice, '*', or '?' and a condition", offset);
        base = this.#behindBracket(base, offset);
      } else return base;
    }
  }

  /** Behind `[`, up to what follows in each item where there are several. */
  #behindBracket(base: string, offset: number): string {
    if (this.#cursor.has("]")) return this.#projected(`$flatten(${base})`);
    if (this.#cursor.has("*")) return this.#closed(() => base);
    if (this.#cursor.has("?")) return this.#closed(() => this.#filtered(base));
    const bounds = this.#cursor.bounds();
    if (bounds.length > 1) return this.#closed(() => sliceOf(base, bounds, offset));
    this.#cursor.expect("]");
    return `$at(${base}, ${bounds[0]})`;
  }

  #closed(read: () => string): string {
    const list = read();
    this.#cursor.expect("]");
    return this.#projected(list);
  }

  /** Behind `[`. */
  #list(): string {
    const items: string[] = [];
    do items.push(this.#pipe());
    while (this.#cursor.has(","));
    this.#cursor.expect("]");
    return `$listOf(${items.join(", ")})`;
  }

  /** Behind `{`. */
  #map(): string {
    const members: string[] = [];
    do {
      const name = this.#cursor.name("a name has to stand before ':'");
      this.#cursor.expect(":");
      members.push(`${JSON.stringify(name)}: $given(${this.#pipe()})`);
    } while (this.#cursor.has(","));
    this.#cursor.expect("}");
    return `{${members.join(", ")}}`;
  }

  /** Of nothing, nothing is selected. */
  #selected(base: string, read: () => string): string {
    const item = this.#newItem();
    return `(${item} := ${base}; $given(${item}) = null ? null : ${this.#within(item, read)})`;
  }

  #filtered(list: string): string {
    const item = this.#newItem();
    const test = this.#within(item, () => this.#pipe());
    return `$where(${list}, function(${item}){ ${test} })`;
  }

  /** What follows is looked up in each item. */
  #projected(list: string): string {
    const item = this.#newItem();
    const rest = this.#deeper(() => this.#following(item, true));
    return `$project(${list}, function(${item}){ ${rest} })`;
  }

  #newItem(): string {
    this.#items++;
    return `$item${this.#items}`;
  }
}

function sliceOf(
  list: string,
  [from, to = null, by = null, ...more]: readonly (string | null)[],
  offset: number,
): string {
  if (more.length > 0) throw new Wrong("a slice has three parts at most", offset);
  if (by !== null && Number(by) === 0) throw new Wrong("a slice can't go by steps of 0", offset);
  return `$slice(${list}, ${from}, ${to}, ${by ?? 1})`;
}
