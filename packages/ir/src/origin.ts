/** Both 1-based; a column counts UTF-16 code units, as editors do. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

/** A place in a document that somebody wrote. */
export interface SourceOrigin {
  readonly kind: "source";
  /** The document as the caller named it (a path, a URL, `-`). Never part of a plan hash. */
  readonly uri: string;
  /** RFC 6901 JSON Pointer for JSON and YAML; for XML an element path with ids, such as `/process[@id='p']/userTask[@id='t']`. */
  readonly pointer: string;
  readonly start: Position;
  readonly end?: Position;
  /** The author's own word for the construct: `userTask`, `if-condition`, `forEach`. */
  readonly construct?: string;
}

/** Something lowering added: it has no text of its own, but it is there because of some that has. */
export interface SynthesizedOrigin {
  readonly kind: "synthesized";
  /** The rule that added it, such as `cacao/branch-scope`. */
  readonly by: string;
  readonly from: SourceOrigin;
}

/** Where a node, a flow or an expression comes from. */
export type Origin = SourceOrigin | SynthesizedOrigin;

/** The text that an origin leads back to. */
export function sourceOf(origin: Origin): SourceOrigin {
  return origin.kind === "source" ? origin : origin.from;
}

/** The origin of something that the rule `by` added because of what is at `from`. */
export function synthesized(by: string, from: Origin): SynthesizedOrigin {
  return { kind: "synthesized", by, from: sourceOf(from) };
}
