import { checkCharacters, mayHaveSurrogates } from "./characters.js";
import { type Findings, refusal } from "./findings.js";
import type { YamlNode, YamlScalar } from "./tree.js";

/** What is built from the inside to the outside gets its pointers from the outside to the inside. */
type Unfinished<N extends YamlNode> = { -readonly [K in keyof N]: N[K] };

interface Walk {
  readonly text: string;
  readonly maxDepth: number;
  readonly findings: Findings;
  /** Perhaps. */
  readonly hasSurrogates: boolean;
}

/** Gives each node its pointer, and finds what JSON can't carry. Throws `Refusal` where something is too deep. */
export function finishTree(root: YamlNode, text: string, maxDepth: number, findings: Findings): void {
  const walk: Walk = { text, maxDepth, findings, hasSurrogates: mayHaveSurrogates(text) };
  finish(walk, root, "", 1);
}

function finish(walk: Walk, node: Unfinished<YamlNode>, pointer: string, depth: number): void {
  if (depth > walk.maxDepth) throw refusal(node, "too-deep", { limit: walk.maxDepth });
  node.pointer = pointer;
  if (node.kind === "scalar") {
    checkScalar(walk, node);
  } else if (node.kind === "list") {
    const inside = `${pointer}/`;
    let index = 0;
    for (const item of node.items) finish(walk, item, inside + index++, depth + 1);
  } else {
    const inside = `${pointer}/`;
    for (const { key, value } of node.entries.values()) {
      const at = inside + escaped(key.value as string);
      (key as Unfinished<YamlScalar>).pointer = at;
      checkScalar(walk, key);
      finish(walk, value, at, depth + 1);
    }
  }
}

function escaped(name: string): string {
  return special.test(name) ? name.replaceAll("~", "~0").replaceAll("/", "~1") : name;
}

function checkScalar({ text, findings, hasSurrogates }: Walk, node: YamlScalar): void {
  const { value, start, end } = node;
  if (typeof value === "number") {
    const isExact = Number.isInteger(value) ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (!isExact) findings.add(node, "yaml-number", { text: text.slice(start, end) });
  } else if (hasSurrogates && typeof value === "string") {
    checkCharacters(text, node, findings);
  }
}

const special = /[~/]/;
