import type { Document } from "./document.js";
import type { JsonTree, StringTree } from "./json-tree.js";
import type { Playbook, Step } from "./playbook.js";
import { findReferences, type VariableReference } from "./variable-references.js";

/**
 * Who declares which variable, and which are used without anybody doing so.
 *
 * Published playbooks read variables that nothing declares, meaning that whoever starts the run gives them; and they read in
 * one step what another has declared as its own and named in `out_args`. The first become external variables of the
 * playbook, the second ordinary ones.
 */
export class VariableScope {
  private readonly document: Document;
  private readonly playbook: Playbook;
  /** How many steps declare or assign it. */
  private readonly ofSteps = new Map<string, number>();
  /** Visible to the branches of the step that declares them. */
  private readonly ofOpeners = new Set<string>();
  private readonly changing = new Set<string>();
  private readonly assigned = new Set<string>();
  private readonly undeclared = new Set<string>();
  private readonly flagged = new Set<string>();

  constructor(document: Document, playbook: Playbook) {
    this.document = document;
    this.playbook = playbook;
    for (const step of playbook.steps.values()) {
      if (step.variables.size === 0 && step.outArgs.length === 0) continue;
      const assigned = step.outArgs.map((argument) => argument.value);
      for (const name of new Set([...step.variables.keys(), ...assigned])) {
        this.ofSteps.set(name, (this.ofSteps.get(name) ?? 0) + 1);
      }
      for (const name of assigned) {
        this.changing.add(name);
        if (!playbook.variables.has(name)) this.assigned.add(name);
      }
      if (step.branches.length > 0) for (const name of step.variables.keys()) this.ofOpeners.add(name);
    }
  }

  isDeclared(name: string): boolean {
    return this.playbook.variables.has(name) || this.ofSteps.has(name);
  }

  /** Whether anything besides this step, which declares it, declares or assigns the variable. */
  isDeclaredElsewhere(name: string): boolean {
    return this.playbook.variables.has(name) || (this.ofSteps.get(name) ?? 0) > 1;
  }

  /** Whether any step assigns the variable. */
  isChanging(name: string): boolean {
    return this.changing.has(name);
  }

  /** Notes that a text uses the variable, for a step that may declare it itself. */
  use(name: string, at: JsonTree, step: Step | undefined): void {
    if (this.playbook.variables.has(name) || this.assigned.has(name) || this.ofOpeners.has(name)) return;
    if (step?.variables.has(name) || this.undeclared.has(name)) return;
    this.undeclared.add(name);
    const hint = this.document.suggest(name, [...this.playbook.variables.keys(), ...(step?.variables.keys() ?? [])]);
    this.document.report("undeclared-variable", this.document.originOf(at), { name, hint });
  }

  /** The references of a text, noted as used; a declared name without `:value` is reported, since nothing replaces it. */
  referencesIn(tree: StringTree, step: Step | undefined): readonly VariableReference[] {
    if (!tree.value.includes("__")) return [];
    const references = findReferences(tree.value, (name) => this.isDeclared(name));
    for (const { name } of references) this.use(name, tree, step);
    this.flagUnmarked(tree);
    return references;
  }

  /** Assigned by `out_args` without a declaration by the playbook: the variable outlives the step. */
  isHoisted(name: string): boolean {
    return this.assigned.has(name);
  }

  hoisted(): readonly string[] {
    return [...this.assigned];
  }

  /** Variables that only whoever starts the run can give. */
  impliedExternals(): readonly string[] {
    return [...this.undeclared];
  }

  private flagUnmarked(tree: StringTree): void {
    for (const match of tree.value.matchAll(/(?<![\w.-])__[\w.-]*/g)) {
      // A name may hold dots and hyphens, but a text may also have them behind it.
      const name = match[0].replace(/__[.-]{1,9}$/, "__");
      if (!this.isDeclared(name) || this.flagged.has(name)) continue;
      if (tree.value.startsWith(":value", match.index + name.length)) continue;
      this.flagged.add(name);
      const origin = this.document.originInside(tree, match.index);
      this.document.report("reference-without-value", origin, {
        name,
        read: "stands here as text; no value is put in its place",
      });
    }
  }
}
