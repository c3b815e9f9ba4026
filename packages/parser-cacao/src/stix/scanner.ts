/** Reads a text from left to right, for parsers that know at each place what may come. */

/** Why a text is no pattern, and where. Never leaves the parser. */
export class PatternSyntax extends Error {
  readonly offset: number;
  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

/** The white space of the grammar, that of Unicode and the controls that separate lines; and a comment to the end of its line. */
const blank = /[\t-\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+|\/\/[^\r\n]*/y;
const wordAhead = /[A-Za-z_][\w-]*/y;
/** For messages: about one token. */
const anything = /'(?:[^'\\]|\\.)*'|[\w.+-]+|<>|[<>=!]=|\s*$|./suy;

export class Scanner {
  readonly text: string;
  readonly foldsCase: boolean;
  at = 0;

  /** @param foldsCase whether keywords may be written in any case */
  constructor(text: string, foldsCase: boolean) {
    this.text = text;
    this.foldsCase = foldsCase;
    this.skip();
  }

  /** Goes behind white space and comments. */
  skip(): void {
    for (;;) {
      blank.lastIndex = this.at;
      if (blank.test(this.text)) this.at = blank.lastIndex;
      else if (this.text.startsWith("/*", this.at)) this.at = this.endOfComment();
      else return;
    }
  }

  private endOfComment(): number {
    const end = this.text.indexOf("*/", this.at + 2);
    if (end === -1) throw new PatternSyntax("a comment is never closed", this.at);
    return end + 2;
  }

  get atEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** What a sticky expression finds here, and whatever blank follows is gone; undefined where it finds nothing. */
  take(expression: RegExp): string | undefined {
    const found = this.takeRaw(expression);
    if (found !== undefined) this.skip();
    return found;
  }

  /** The same, but stays right behind what was found. */
  takeRaw(expression: RegExp): string | undefined {
    expression.lastIndex = this.at;
    const found = expression.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  symbol(text: string): boolean {
    if (!this.text.startsWith(text, this.at)) return false;
    this.at += text.length;
    this.skip();
    return true;
  }

  /** The word here, which stays. */
  word(): string {
    wordAhead.lastIndex = this.at;
    const word = wordAhead.exec(this.text)?.[0] ?? "";
    return this.foldsCase ? word.toUpperCase() : word;
  }

  keyword(name: string): boolean {
    if (this.word() !== name) return false;
    this.at += name.length;
    this.skip();
    return true;
  }

  /** The first of these keywords that stands here. */
  oneOf<K extends string>(names: readonly K[]): K | undefined {
    const word = this.word();
    const name = names.find((one) => one === word);
    if (name !== undefined) this.keyword(name);
    return name;
  }

  expect(found: boolean, what: string): void {
    if (!found) this.fail(what);
  }

  fail(expected: string): never {
    anything.lastIndex = this.at;
    const found = anything.exec(this.text)?.[0].trim() ?? "";
    const said = found === "" ? "the end" : found.startsWith("'") ? cut(found) : `'${cut(found)}'`;
    throw new PatternSyntax(`expected ${expected}, found ${said}`, this.at);
  }
}

function cut(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 39)}…`;
}
