/**
 * Theory of operation. The library reads the text once; what it tells meanwhile becomes our own tree (`tree-builder.ts`), and stops it
 * where a document is too deep or too long. What makes YAML mean something else than it looks like is refused: anchors and aliases,
 * tags, merge keys, equal keys, keys that are no text, several documents, directives. A walk over the tree then gives each node its
 * pointer, and refuses what JSON can't carry.
 */
import { createLineIndex, type DocumentLimits } from "@rb/ir";
import { type LoadOptions, load, Schema, Type, YAMLException } from "js-yaml";
import { Log } from "../log.js";
import { gluedComment } from "./comments.js";
import { Findings, Refusal, refusal } from "./findings.js";
import { finishTree } from "./finish-tree.js";
import { refusalOf, syntaxRefusal } from "./syntax.js";
import type { YamlNode } from "./tree.js";
import { type Reading, refusalOfDirective, TreeBuilder } from "./tree-builder.js";

export interface ReadYaml {
  /** Null when there is nothing that could be looked at further. */
  readonly root: YamlNode | null;
  readonly log: Log;
}

export function readYaml(text: string, uri: string, limits: DocumentLimits): ReadYaml {
  const content = text.startsWith(byteOrderMark) ? text.slice(1) : text;
  const log = new Log({ uri, text: content, lines: createLineIndex(content) }, limits.maxDiagnostics);
  const findings = new Findings(limits.maxDiagnostics);
  try {
    const root = readTree(content, limits, findings);
    findings.tell(log);
    return { root, log };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    findings.tell(log);
    error.say(log);
    return { root: null, log };
  }
}

const byteOrderMark = "\ufeff";
const beginning = { start: 0, end: 0 };
/** A document that says something needs more: only a flood has a value for so many bytes of the limit. */
const bytesForValue = 8;

/** Throws `Refusal`. */
function readTree(text: string, limits: DocumentLimits, findings: Findings): YamlNode {
  const { maxBytes, maxDepth } = limits;
  if (utf8Length(text, maxBytes) > maxBytes) throw refusal(beginning, "too-large", { limit: maxBytes });
  const nul = text.indexOf("\0");
  if (nul >= 0) throw refusal({ start: nul, end: nul + 1 }, "binary", {});
  const builder = new TreeBuilder(text, { maxDepth, maxValues: Math.floor(maxBytes / bytesForValue) }, findings);
  build(text, builder);
  const { root } = builder;
  if (root === undefined) throw refusal(beginning, "empty", {});
  if (findings.isEmpty) {
    if (root.kind === "scalar" && root.value === null) throw refusal(beginning, "empty", {});
    const comment = gluedComment(text, root);
    if (comment >= 0) throw syntaxRefusal(text, comment, "a comment needs white space before it");
  }
  finishTree(root, text, maxDepth, findings);
  return root;
}

/** Throws `Refusal`. */
function build(text: string, builder: TreeBuilder): void {
  const options: LoadOptions & { readonly maxDepth: number } = {
    schema,
    // Equal keys are found by the builder, and so is what is too deep.
    json: true,
    maxDepth: Number.POSITIVE_INFINITY,
    listener(event, state) {
      const reading = state as unknown as Reading;
      if (!builder.hasContent) for (const name of aliases) reading.anchorMap[name] ??= null;
      if (event === "close") builder.end(reading);
      else builder.begin(reading);
    },
  };
  const aliases = aliasesIn(text);
  try {
    load(text, options);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const directive = builder.hasContent ? null : refusalOfDirective(text, error.mark.position + 1);
    throw directive ?? refusalOf(error, text);
  }
}

/** As many as anybody is told of; in texts and comments, they are none, which does no harm. */
const mostAliases = 1000;

/** The names of what may be aliases. The library stops at one that no anchor is for; but each is to be reported, and what else is wrong as well. */
function aliasesIn(text: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const { 1: name } of text.matchAll(/\*([^\s,[\]{}]+)/g)) {
    names.add(name as string);
    if (names.size === mostAliases) break;
  }
  return names;
}

/** Any tag may be on anything, since it is refused with its place; no type is given to what has none. */
const schema = new Schema(
  ["scalar", "sequence", "mapping"].map((kind) => new Type("", { kind: kind as "scalar", multi: true })),
);

/** Bytes, as far as they matter: counting stops soon after the limit, and doesn't begin well below it. */
function utf8Length(text: string, limit: number): number {
  // A code unit takes three bytes at most.
  if (text.length > limit || text.length * 3 <= limit) return text.length;
  let bytes = text.length;
  for (let i = 0; i < text.length && bytes <= limit; i++) {
    const unit = text.charCodeAt(i);
    if (unit >= 0x80) bytes += unit >= 0x800 && (unit < 0xd800 || unit > 0xdfff) ? 2 : 1;
  }
  return bytes;
}
