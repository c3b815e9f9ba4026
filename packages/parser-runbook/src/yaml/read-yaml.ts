/**
 * Theory of operation. YAML is taken in three passes, each of which bounds the next. The library's tokeniser, which doesn't recurse,
 * is stopped as soon as its stack is deeper than the limit; its composer, which does recurse, then only sees what is shallow. The third
 * pass makes our own tree and refuses what makes YAML mean something else than it looks like: anchors and aliases, tags, merge keys,
 * equal keys, keys that are no text, numbers that JSON can't carry, several documents, directives.
 */
import { createLineIndex, type DocumentLimits } from "@rb/ir";
import { Composer, type Document, isAlias, isMap, isScalar, isSeq, Lexer, type Node, Parser, type Scalar } from "yaml";
import type { ArgumentsOf, Reason } from "../diagnostics.js";
import { Log } from "../log.js";
import { originOf, type Source, type YamlEntry, type YamlNode, type YamlScalar } from "./tree.js";

type Token = Parameters<Composer["next"]>[0];

export interface ReadYaml {
  /** Null when there is nothing that could be looked at further. */
  readonly root: YamlNode | null;
  readonly log: Log;
}

export function readYaml(text: string, uri: string, limits: DocumentLimits): ReadYaml {
  const log = new Log({ uri, text, lines: createLineIndex(text) });
  return { root: new Reader(log, limits).read(), log };
}

class Reader {
  readonly #log: Log;
  readonly #source: Source;
  readonly #limits: DocumentLimits;
  /** Something is missing from the tree, so that what else is wrong with it can't be told. */
  #isCut = false;

  constructor(log: Log, limits: DocumentLimits) {
    this.#log = log;
    this.#source = log.source;
    this.#limits = limits;
  }

  read(): YamlNode | null {
    const { text } = this.#source;
    const { maxBytes } = this.#limits;
    const bytes = utf8Length(text, maxBytes);
    if (bytes > maxBytes) return this.#refuse(0, 0, "too-large", { limit: maxBytes });
    const nul = text.indexOf("\0");
    if (nul >= 0) return this.#refuse(nul, nul + 1, "binary", {});
    const tokens = this.#tokens();
    if (tokens === null) return null;
    const document = this.#compose(tokens);
    if (document === null) return null;
    const root = document.contents as Node | null;
    if (root === null || (isScalar(root) && root.value === null)) return this.#refuse(0, 0, "empty", {});
    const tree = this.#convert(root, "", 1);
    return this.#isCut ? null : tree;
  }

  /** Everything that a document could hide further mistakes behind ends here. */
  #tokens(): readonly Token[] | null {
    const parser = new Parser();
    const tokens: Token[] = [];
    // The parser's stack holds the document, an entry for each level, and what is being read; the exact limit is looked at later.
    const deepest = this.#limits.maxDepth + 4;
    for (const lexeme of new Lexer().lex(this.#source.text)) {
      for (const token of parser.next(lexeme)) tokens.push(token);
      if (parser.stack.length > deepest) {
        return this.#refuse(parser.offset, parser.offset, "too-deep", { limit: this.#limits.maxDepth });
      }
    }
    for (const token of parser.end()) tokens.push(token);
    return tokens;
  }

  #compose(tokens: readonly Token[]): Document.Parsed | null {
    const composer = new Composer({
      prettyErrors: false,
      uniqueKeys: false,
      merge: false,
      version: "1.2",
      schema: "core",
    });
    let first: Document.Parsed | null = null;
    for (const document of composer.compose(tokens, true, this.#source.text.length)) {
      if (first !== null) return this.#refuse(document.range[0], document.range[0], "several-documents", {});
      first = document;
    }
    const directive = tokens.find((token) => token.type === "directive");
    if (directive !== undefined) return this.#refuse(directive.offset, directive.offset, "yaml-directive", {});
    // Of a mistake, such as a missing bracket, all that comes after it may be an echo: the first one is told.
    const [mistake] = first?.errors.toSorted((one, other) => one.pos[0] - other.pos[0]) ?? [];
    if (mistake === undefined) return first;
    const [start, end] = mistake.pos;
    if (mistake.code === "TAB_AS_INDENT") return this.#refuse(start, end, "yaml-tab", {});
    const hasExpression = this.#lineAt(start).includes("${{");
    return this.#refuse(start, end, "yaml-syntax", { what: mistake.message, hasExpression });
  }

  #lineAt(offset: number): string {
    const { text } = this.#source;
    const end = text.indexOf("\n", offset);
    return text.slice(text.lastIndexOf("\n", offset - 1) + 1, end < 0 ? text.length : end);
  }

  #convert(node: Node, pointer: string, depth: number): YamlNode {
    const [start, end] = node.range ?? [0, 0];
    if (depth > this.#limits.maxDepth) {
      if (!this.#isCut) this.#report(start, end, "too-deep", { limit: this.#limits.maxDepth });
      this.#isCut = true;
    } else if (isAlias(node)) {
      this.#report(start, end, "yaml-alias", { name: node.source });
      return { kind: "scalar", start, end, pointer, value: `*${node.source}` };
    } else {
      if (node.anchor !== undefined) this.#report(start, end, "yaml-anchor", { name: node.anchor });
      if (node.tag !== undefined) this.#report(start, end, "yaml-tag", { tag: node.tag });
      if (isMap(node)) return { kind: "map", start, end, pointer, entries: this.#entries(node, pointer, depth) };
      if (isSeq(node)) {
        const items = node.items.map((item, index) => this.#convert(item as Node, `${pointer}/${index}`, depth + 1));
        return { kind: "list", start, end, pointer, items };
      }
      if (isScalar(node)) return this.#scalar(node, start, end, pointer);
    }
    return { kind: "scalar", start, end, pointer, value: null };
  }

  #entries(node: { readonly items: readonly { key: unknown; value: unknown }[] }, pointer: string, depth: number) {
    const entries = new Map<string, YamlEntry>();
    for (const pair of node.items) {
      const [start, end] = (pair.key as Node | null)?.range ?? [0, 0];
      const name = isScalar(pair.key) ? pair.key.value : undefined;
      if (typeof name !== "string") {
        this.#report(start, end, "yaml-key", { found: isScalar(pair.key) ? String(name) : "a list or a map" });
        continue;
      }
      const at = `${pointer}/${name.replaceAll("~", "~0").replaceAll("/", "~1")}`;
      const key = this.#scalar(pair.key as Scalar, start, end, at);
      const { anchor, tag } = pair.key as Scalar;
      if (anchor !== undefined) this.#report(start, end, "yaml-anchor", { name: anchor });
      if (tag !== undefined) this.#report(start, end, "yaml-tag", { tag });
      if (name === "<<") {
        this.#report(start, end, "yaml-merge-key", {});
        continue;
      }
      const same = entries.get(name);
      if (same !== undefined) {
        const related = [{ message: "The first one is here.", origin: originOf(this.#source, same.key) }];
        this.#log.say("yaml-duplicate-key", key, { key: name }, related);
        continue;
      }
      // A key alone, as in {a}, has no value that could have a place.
      const nothing: YamlScalar = { kind: "scalar", value: null, start: end, end, pointer: at };
      const value = pair.value === null ? nothing : this.#convert(pair.value as Node, at, depth + 1);
      entries.set(name, { key, value });
    }
    return entries;
  }

  #scalar(node: Scalar, start: number, end: number, pointer: string): YamlScalar {
    const value = node.value as string | number | boolean | null;
    if (typeof value === "number" && !Number.isFinite(value)) {
      this.#report(start, end, "yaml-number", { text: node.source ?? String(value) });
    } else if (typeof value === "number" && Number.isInteger(value) && !Number.isSafeInteger(value)) {
      this.#report(start, end, "yaml-number", { text: node.source ?? String(value) });
    } else if (typeof value === "string" && loneSurrogate.test(value)) {
      this.#report(start, end, "yaml-surrogate", {});
    }
    return { kind: "scalar", start, end, pointer, value };
  }

  #report<K extends Reason>(start: number, end: number, reason: K, args: ArgumentsOf<K>): void {
    this.#log.say(reason, { kind: "scalar", value: null, start, end, pointer: "" }, args);
  }

  #refuse<K extends Reason>(start: number, end: number, reason: K, args: ArgumentsOf<K>): null {
    this.#report(start, end, reason, args);
    return null;
  }
}

const loneSurrogate = /\p{Surrogate}/u;

/** Counting stops soon after the limit. */
function utf8Length(text: string, limit: number): number {
  if (text.length > limit) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length && bytes <= limit; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
