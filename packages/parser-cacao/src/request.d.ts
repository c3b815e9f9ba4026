/** From what a command, an agent or a target says to the request that an executor gets. */
import type { Value } from "@rb/ir";
import type { JsonTree, ObjectTree } from "./json-tree.js";
import type { Playbook, Step } from "./playbook.js";
import type { VariableScope } from "./variable-scope.js";
export declare class Requests {
  private readonly playbook;
  private readonly scope;
  /** Most steps share few agents. */
  private readonly parties;
  constructor(playbook: Playbook, scope: VariableScope);
  /** The whole request of one command of an action. */
  ofCommand(step: Step, command: ObjectTree): Value;
  /** The value of any text or structure, with references to variables in their place; a text that is one reference keeps its type. */
  value(tree: JsonTree, step: Step | undefined): Value;
  private text;
  private agent;
  /** An agent or a target: what its definition says, or no more than its id where none is there. */
  private party;
  /** Nothing that could be a secret leaves the document: what isn't a variable becomes a reference to a store of secrets. */
  private authentication;
  private secret;
}
export declare function secretReference(id: string, member: string): string;
