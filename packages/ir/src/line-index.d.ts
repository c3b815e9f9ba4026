import type { Position } from "./origin.js";
export interface LineIndex {
    /** The line and column of an offset in UTF-16 code units; one outside the text counts as its nearest end. */
    readonly positionAt: (offset: number) => Position;
}
/** Lines end at `\n`, `\r\n` or `\r`. Nothing is read until the first question, and each answer is a binary search. */
export declare function createLineIndex(text: string): LineIndex;
