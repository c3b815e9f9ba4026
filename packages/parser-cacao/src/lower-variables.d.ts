/** Declarations: of the playbook to the root region, of a step to what belongs to it. */
import type { Binding, Variable } from "@rb/ir";
import type { Document } from "./document.js";
import { type ObjectTree } from "./json-tree.js";
import type { Playbook, Step } from "./playbook.js";
import type { VariableScope } from "./variable-scope.js";
export declare function playbookVariables(playbook: Playbook, scope: VariableScope): Variable[];
/** Variables of a step that opens branches: its branches see them. */
export declare function regionVariables(step: Step): Variable[];
/** Variables of a step that does one thing. One without a value doesn't hide another of its name that has one. */
export declare function localBindings(step: Step, scope: VariableScope): Binding[];
/** What `out_args` assign: the members of the result that bear the variables' names. */
export declare function resultBindings(step: Step, playbook: Playbook): Binding[];
/** Declared by the playbook and by the step: only the step's own is assigned (CACAO 2.0, action step, `out_args`). */
export declare function isShadowed(step: Step, playbook: Playbook, name: string): boolean;
/** Reports values that don't fit their type. */
export declare function checkVariableValue(document: Document, name: string, tree: ObjectTree): void;
