/** The words of CACAO 2.0's vocabularies that lowering and checking ask for; which members there are is the schema's matter. */

/** What 1.x called differently. */
export const renamedMembers: ReadonlyMap<string, string> = new Map([
  ["agents", "agent_definitions"],
  ["targets", "target_definitions"],
  ["features", "playbook_processing_summary"],
  ["agent_target_definitions", "agent_definitions"],
]);

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

/** Which executor does a command of this type. */
export const executors: ReadonlyMap<string, string> = new Map(
  Object.entries({
    manual: "manual",
    bash: "bash",
    "caldera-cmd": "caldera-cmd",
    elastic: "elastic",
    "http-api": "http",
    jupyter: "jupyter",
    kestrel: "kestrel",
    "openc2-http": "openc2-http",
    powershell: "powershell",
    sigma: "sigma",
    ssh: "ssh",
    yara: "yara",
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

/** Members of authentication information that are no secret; everything else there is. */
export const openAuthenticationMembers: ReadonlySet<string> = new Set([
  "type",
  "name",
  "description",
  "user_id",
  "username",
  "kms",
]);
