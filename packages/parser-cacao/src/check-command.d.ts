import type { Document } from "./document.js";
import type { ObjectTree } from "./json-tree.js";
export declare function checkCommand(document: Document, command: ObjectTree): void;
