/** What CACAO 2.0 allows where: members of each object, their types, and the words of its vocabularies. */
export type MemberType = "string" | "boolean" | "integer" | "object" | "array" | "strings" | "objects" | "any";
export interface MemberTable {
  /** How the object is called in messages. */
  readonly what: string;
  readonly required: readonly string[];
  readonly members: {
    readonly [name: string]: MemberType;
  };
}
export declare const playbookTable: MemberTable;
/** What 1.x called differently. */
export declare const renamedMembers: ReadonlyMap<string, string>;
export declare const stepTypes: readonly [
  "start",
  "end",
  "action",
  "playbook-action",
  "parallel",
  "if-condition",
  "while-condition",
  "switch-condition",
];
export type StepType = (typeof stepTypes)[number];
export declare const stepTables: {
  readonly [T in StepType]: MemberTable;
};
export declare const variableTable: MemberTable;
export declare const commandTable: MemberTable;
/** Which executor does a command of this type, and what such a command can't be without (one of each list). */
export declare const commandTypes: ReadonlyMap<
  string,
  {
    readonly executor: string;
    readonly needs: readonly string[][];
  }
>;
export declare const agentTypes: readonly string[];
/** What an agent or a target of a type can't be found without. */
export declare const definitionNeeds: ReadonlyMap<string, string>;
/** Members of authentication information that are no secret; everything else there is. */
export declare const openAuthenticationMembers: ReadonlySet<string>;
