import { type Bundle } from "@rb/ir";
import type { Document } from "./document.js";
import type { Playbook } from "./playbook.js";
/** The playbook as a bundle of one graph; null when it has no step to begin with, which has been reported. */
export declare function lowerPlaybook(document: Document, playbook: Playbook): Bundle | null;
