import type { Json } from "@rb/ir";

/** What reads and matches patterns of STIX. */
export interface Patterning {
  /** Why a text is no pattern of that version, such as `2.1`; null when it is one. */
  readonly problemOf: (pattern: string, version: string) => string | null;
  /**
   * Whether observations match a pattern.
   *
   * @throws when the text is no pattern, or has no meaning.
   */
  readonly matches: (pattern: string, observations: readonly Json[], version: string) => boolean;
}
