/** What CACAO 2.0 allows where: members of each object, their types, and the words of its vocabularies. */

export type MemberType = "string" | "boolean" | "integer" | "object" | "array" | "strings" | "objects" | "any";

export interface MemberTable {
  /** How the object is called in messages. */
  readonly what: string;
  readonly required: readonly string[];
  readonly members: ReadonlyMap<string, MemberType>;
}

type Members = { readonly [name: string]: MemberType };

const table = (what: string, required: readonly string[], members: Members): MemberTable => ({
  what,
  required,
  members: new Map(Object.entries(members)),
});

export const playbookTable: MemberTable = table(
  "The playbook",
  ["spec_version", "id", "name", "created_by", "created", "modified", "workflow_start", "workflow"],
  {
    type: "string",
    spec_version: "string",
    id: "string",
    name: "string",
    description: "string",
    playbook_types: "strings",
    playbook_activities: "strings",
    playbook_processing_summary: "object",
    created_by: "string",
    created: "string",
    modified: "string",
    revoked: "boolean",
    valid_from: "string",
    valid_until: "string",
    derived_from: "strings",
    related_to: "strings",
    priority: "integer",
    severity: "integer",
    impact: "integer",
    industry_sectors: "strings",
    labels: "strings",
    external_references: "array",
    markings: "strings",
    playbook_variables: "objects",
    workflow_start: "string",
    workflow_exception: "string",
    workflow: "objects",
    playbook_extensions: "object",
    authentication_info_definitions: "objects",
    agent_definitions: "objects",
    target_definitions: "objects",
    extension_definitions: "objects",
    data_marking_definitions: "objects",
    signatures: "array",
  },
);

/** What 1.x called differently. */
export const renamedMembers: ReadonlyMap<string, string> = new Map([
  ["agents", "agent_definitions"],
  ["targets", "target_definitions"],
  ["features", "playbook_processing_summary"],
  ["agent_target_definitions", "agent_definitions"],
]);

const commonStepMembers: Members = {
  type: "string",
  name: "string",
  description: "string",
  external_references: "array",
  delay: "any",
  timeout: "any",
  step_variables: "objects",
  owner: "string",
  on_completion: "string",
  on_success: "string",
  on_failure: "string",
  step_extensions: "object",
};

export const stepTypes = [
  "start",
  "end",
  "action",
  "playbook-action",
  "parallel",
  "if-condition",
  "while-condition",
  "switch-condition",
] as const;
export type StepType = (typeof stepTypes)[number];

const stepTable = (type: StepType, required: readonly string[], own: Members): MemberTable =>
  table(`The ${type} step`, required, { ...commonStepMembers, ...own });

export const stepTables: { readonly [T in StepType]: MemberTable } = {
  start: stepTable("start", [], {}),
  end: stepTable("end", [], {}),
  action: stepTable("action", ["commands"], {
    commands: "array",
    agent: "string",
    targets: "strings",
    in_args: "strings",
    out_args: "strings",
  }),
  "playbook-action": stepTable("playbook-action", ["playbook_id"], {
    playbook_id: "string",
    playbook_version: "string",
    in_args: "strings",
    out_args: "strings",
  }),
  parallel: stepTable("parallel", ["next_steps"], { next_steps: "strings" }),
  "if-condition": stepTable("if-condition", ["condition", "on_true"], {
    condition: "string",
    on_true: "string",
    on_false: "string",
  }),
  "while-condition": stepTable("while-condition", ["condition", "on_true"], {
    condition: "string",
    on_true: "string",
  }),
  "switch-condition": stepTable("switch-condition", ["switch", "cases"], { switch: "string", cases: "object" }),
};

export const variableTable: MemberTable = table("The variable", ["type"], {
  type: "string",
  description: "string",
  value: "any",
  constant: "boolean",
  external: "boolean",
});

export const commandTable: MemberTable = table("The command", ["type"], {
  type: "string",
  description: "string",
  version: "string",
  playbook_activity: "string",
  external_references: "array",
  command: "string",
  command_b64: "string",
  headers: "object",
  content: "string",
  content_b64: "string",
});

/** Which executor does a command of this type, and what such a command can't be without (one of each list). */
export const commandTypes: ReadonlyMap<string, { readonly executor: string; readonly needs: readonly string[][] }> =
  new Map(
    Object.entries({
      manual: { executor: "manual", needs: [["command", "command_b64"]] },
      bash: { executor: "bash", needs: [["command", "command_b64"]] },
      "caldera-cmd": { executor: "caldera-cmd", needs: [["command", "command_b64"]] },
      elastic: { executor: "elastic", needs: [["command_b64"]] },
      "http-api": { executor: "http", needs: [["command"]] },
      jupyter: { executor: "jupyter", needs: [["command_b64"]] },
      kestrel: { executor: "kestrel", needs: [["command_b64"]] },
      "openc2-http": { executor: "openc2-http", needs: [["command"], ["content_b64"]] },
      powershell: { executor: "powershell", needs: [["command", "command_b64"]] },
      sigma: { executor: "sigma", needs: [["command_b64"]] },
      ssh: { executor: "ssh", needs: [["command", "command_b64"]] },
      yara: { executor: "yara", needs: [["command_b64"]] },
    }),
  );

export const agentTypes: readonly string[] = [
  "group",
  "individual",
  "location",
  "organization",
  "sector",
  "http-api",
  "linux",
  "net-address",
  "security-category",
  "ssh",
];

/** What an agent or a target of a type can't be found without. */
export const definitionNeeds: ReadonlyMap<string, string> = new Map([
  ["http-api", "address"],
  ["linux", "address"],
  ["net-address", "address"],
  ["ssh", "address"],
  ["security-category", "category"],
  ["sector", "sector"],
]);

/** Members of authentication information that are no secret; everything else there is. */
export const openAuthenticationMembers: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "user_id",
  "username",
  "kms",
]);
