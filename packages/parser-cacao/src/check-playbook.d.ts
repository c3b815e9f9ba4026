import type { Document } from "./document.js";
import type { Playbook } from "./playbook.js";
export declare function checkPlaybook(document: Document, playbook: Playbook): void;
