/**
 * The candidate that was most likely meant by a word that nobody knows: letter case aside, at most a third of it mistyped
 * (left out, put in, replaced, or two neighbours exchanged). Of equally near ones the first; undefined when none is near.
 */
export declare function suggest(word: string, candidates: Iterable<string>): string | undefined;
