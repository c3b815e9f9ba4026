/**
 * Reads JSON (RFC 8259) strictly and keeps positions.
 *
 * `JSON.parse` takes the last of two equal names, makes 1e400 infinite, lets half a surrogate pass, reorders names that look
 * like numbers, and tells no position; a playbook is signed and approved by people, so it must not read differently here and
 * there. One pass of our own refuses all that (I-JSON, RFC 7493) and costs about as much as parsing and asking a schema.
 * It recurses, so nesting is bounded before anything else.
 */
import type { JsonTree } from "./json-tree.js";
export type JsonProblem =
  | {
      readonly reason: "empty-document";
    }
  | {
      readonly reason: "not-text";
      readonly unit: number;
    }
  | {
      readonly reason: "too-large";
      readonly bytes: number;
      readonly limit: number;
    }
  | {
      readonly reason: "too-deep";
      readonly limit: number;
    }
  | {
      readonly reason: "json-syntax";
      readonly expected: string;
      readonly found: string;
    }
  | {
      readonly reason: "duplicate-key";
      readonly name: string;
      readonly first: number;
    }
  | {
      readonly reason: "lone-surrogate";
    }
  | {
      readonly reason: "number-range";
      readonly text: string;
    }
  | {
      readonly reason: "number-precision";
      readonly text: string;
      readonly read: number;
    };
export type PlacedProblem = JsonProblem & {
  readonly offset: number;
};
export interface JsonLimits {
  readonly maxBytes: number;
  readonly maxDepth: number;
}
export interface ReadJson {
  /** Null when the text isn't JSON. */
  readonly tree: JsonTree | null;
  readonly problems: readonly PlacedProblem[];
}
export declare function readJson(text: string, limits: JsonLimits): ReadJson;
