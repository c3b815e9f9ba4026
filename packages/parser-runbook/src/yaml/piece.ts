import type { YamlNode, YamlScalar } from "./tree.js";

/** A node that has been read and waits for the one that it belongs to. */
export interface Piece {
  readonly node: YamlNode;
  /** Where its reading began, and where it ended: behind white space and comments, as the case may be. */
  readonly from: number;
  readonly to: number;
  /** `nothing` is what an empty place holds. */
  readonly form: "content" | "alias" | "nothing";
  /** An anchor or a tag belongs to it. */
  readonly hasProperties: boolean;
}

/** The null of an empty place. */
export function nothingAt(at: number): YamlScalar {
  return { kind: "scalar", start: at, end: at, pointer: "", value: null };
}
