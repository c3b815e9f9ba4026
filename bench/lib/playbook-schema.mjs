/** What a validator at least has to look at in a playbook that consists of actions: less than the standard's own schemas ask. */
const id = (kind) => ({ type: "string", pattern: `^${kind}--[0-9a-f-]{36}$` });
const strings = { type: "array", items: { type: "string" } };

const command = {
  type: "object",
  properties: { type: { type: "string" }, command: { type: "string" } },
  required: ["type"],
};

const step = {
  type: "object",
  properties: {
    type: { enum: ["start", "end", "action"] },
    name: { type: "string" },
    commands: { type: "array", items: command },
    agent: { type: "string" },
    on_completion: { type: "string" },
  },
  required: ["type"],
  additionalProperties: false,
};

export const playbookSchema = {
  type: "object",
  properties: {
    type: { const: "playbook" },
    spec_version: { const: "cacao-2.0" },
    id: id("playbook"),
    name: { type: "string" },
    playbook_types: strings,
    created_by: id("identity"),
    created: { type: "string" },
    modified: { type: "string" },
    workflow_start: id("start"),
    workflow: { type: "object", patternProperties: { "^(?:start|end|action)--": step }, additionalProperties: false },
    agent_definitions: { type: "object" },
  },
  required: ["type", "spec_version", "id", "name", "created_by", "created", "modified", "workflow_start", "workflow"],
  additionalProperties: false,
};
