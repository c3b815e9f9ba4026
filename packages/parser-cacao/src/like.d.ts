/**
 * STIX LIKE (STIX 2.1, 9.6): `%` stands for any text, `_` for one character. Goes back only to the last `%`, never further,
 * so a hostile pattern can't blow up: at most text times pattern steps.
 */
export declare function like(text: string, pattern: string): boolean;
