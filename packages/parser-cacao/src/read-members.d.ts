import type { Document } from "./document.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import { type MemberTable } from "./vocabulary.js";
/** Reports members that are missing, unknown or of a wrong type. What is reported here, the accessors below don't see. */
export declare function checkMembers(document: Document, tree: ObjectTree, table: MemberTable): void;
export declare function kindOf(value: JsonTree): string;
export declare function stringMember(tree: ObjectTree, name: string): StringTree | undefined;
export declare function booleanMember(tree: ObjectTree, name: string): boolean | undefined;
export declare function objectMember(tree: ObjectTree, name: string): ObjectTree | undefined;
/** The items of a list that are strings. */
export declare function stringItems(tree: ObjectTree, name: string): readonly StringTree[];
/** The members of a dictionary that are objects. */
export declare function objectEntries(tree: ObjectTree, name: string): ReadonlyMap<string, ObjectTree>;
