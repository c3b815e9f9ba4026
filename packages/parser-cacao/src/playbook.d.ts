/** A playbook as read: typed, with the place of everything that refers to something, and not yet checked for sense. */
import type { Document } from "./document.js";
import type { JsonTree, ObjectTree, StringTree } from "./json-tree.js";
import { type StepType } from "./vocabulary.js";
/** A step's id, where somebody wrote it. */
export interface Ref {
  readonly id: string;
  readonly at: StringTree;
}
export interface Branch {
  /** The name of the branch within its step: `true`, `body`, `case-0`, `branch-1`. */
  readonly role: string;
  readonly entry: Ref;
  /** Of a switch: the case's value. */
  readonly value?: string;
}
export interface Step {
  readonly id: string;
  readonly type: StepType;
  readonly tree: ObjectTree;
  readonly name?: string;
  readonly description?: string;
  readonly delayMs: number;
  /** 0: none. */
  readonly timeoutMs: number;
  readonly variables: ReadonlyMap<string, ObjectTree>;
  readonly onCompletion?: Ref;
  readonly onSuccess?: Ref;
  readonly onFailure?: Ref;
  /** What follows when all went well. */
  readonly next?: Ref;
  readonly branches: readonly Branch[];
  readonly commands: readonly ObjectTree[];
  readonly condition?: StringTree;
  readonly selector?: StringTree;
  readonly agent?: StringTree;
  readonly targets: readonly StringTree[];
  readonly inArgs: readonly StringTree[];
  readonly outArgs: readonly StringTree[];
}
export interface Playbook {
  readonly tree: ObjectTree;
  readonly id: string;
  readonly start?: Ref;
  readonly exception?: Ref;
  readonly steps: ReadonlyMap<string, Step>;
  /** Ids of steps that are there but could not be read, which has been reported. */
  readonly unreadable: ReadonlySet<string>;
  readonly variables: ReadonlyMap<string, ObjectTree>;
  readonly agents: ReadonlyMap<string, ObjectTree>;
  readonly targets: ReadonlyMap<string, ObjectTree>;
  readonly authentication: ReadonlyMap<string, ObjectTree>;
  readonly markings: ReadonlyMap<string, ObjectTree>;
}
/** Null when the document can't be looked at as a playbook of version 2.0; what is wrong has been reported. */
export declare function readPlaybook(document: Document, tree: JsonTree): Playbook | null;
