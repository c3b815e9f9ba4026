import type { Json } from "./json.js";
export type Member = 
/** Not part of the meaning: where something came from, and what is written about it for people. */
{
    readonly is: "aside";
}
/** JSON as it stands. `default` is what absence means; `defaultsTo` names the member that it repeats. */
 | {
    readonly is: "data";
    readonly default?: Json;
    readonly defaultsTo?: string;
}
/** One value of another type, a list of them, or a list of pairs of a key and one. */
 | {
    readonly is: "one" | "list" | "pairs";
    readonly type: () => Vocabulary;
    readonly default?: Json;
};
export interface Vocabulary {
    readonly [member: string]: Member;
}
export declare const exprVocabulary: Vocabulary;
export declare const schemaVocabulary: Vocabulary;
export declare const valueVocabulary: Vocabulary;
export declare const guardVocabulary: Vocabulary;
export declare const regionVocabulary: Vocabulary;
export declare const bundleVocabulary: Vocabulary;
