import type { Document } from "./document.js";
import type { JsonTree, StringTree } from "./json-tree.js";
import type { Playbook, Step } from "./playbook.js";
import { type VariableReference } from "./variable-references.js";
/**
 * Who declares which variable, and which are used without anybody doing so.
 *
 * Published playbooks read variables that nothing declares, meaning that whoever starts the run gives them; and they read in
 * one step what another has declared as its own and named in `out_args`. The first become external variables of the
 * playbook, the second ordinary ones.
 */
export declare class VariableScope {
  private readonly document;
  private readonly playbook;
  /** How many steps declare or assign it. */
  private readonly ofSteps;
  /** Visible to the branches of the step that declares them. */
  private readonly ofOpeners;
  private readonly assigned;
  private readonly undeclared;
  private readonly flagged;
  constructor(document: Document, playbook: Playbook);
  isDeclared(name: string): boolean;
  /** Whether anything besides this step, which declares it, declares or assigns the variable. */
  isDeclaredElsewhere(name: string): boolean;
  /** Notes that a text uses the variable, for a step that may declare it itself. */
  use(name: string, at: JsonTree, step: Step | undefined): void;
  /** The references of a text, noted as used; a declared name without `:value` is reported, since nothing replaces it. */
  referencesIn(tree: StringTree, step: Step | undefined): readonly VariableReference[];
  /** Assigned by `out_args` without a declaration by the playbook: the variable outlives the step. */
  isHoisted(name: string): boolean;
  hoisted(): readonly string[];
  /** Variables that only whoever starts the run can give. */
  impliedExternals(): readonly string[];
  private flagUnmarked;
}
