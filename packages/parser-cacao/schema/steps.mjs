/** Workflow steps (CACAO 2.0, workflow step objects). */
import { byType, ids, list, members, named, ref, text } from "./parts.mjs";

const duration = (description) => ({ type: "integer", minimum: 0, maximum: Number.MAX_SAFE_INTEGER, description });

const next = {
  on_completion: ref("identifier", "The step that follows, whatever came of this one."),
  on_success: ref("identifier", "The step that follows when this one went well."),
  on_failure: ref("identifier", "The step that follows when this one failed; else the playbook's exception step."),
};

const common = {
  type: text("The type of step."),
  name: text("What people call the step."),
  description: text("What the step is for."),
  external_references: list(ref("external-reference"), "Where more is said about it."),
  delay: duration("Milliseconds to wait before the step begins."),
  timeout: duration("Milliseconds after which the step has failed."),
  step_variables: ref("variables", "Variables of this step."),
  owner: ref("identifier", "The identity that answers for the step."),
  ...next,
  step_extensions: ref("extensions"),
};

/** `on_completion` stands alone. */
const exclusive = {
  if: { required: ["on_completion"] },
  then: { properties: { on_success: false, on_failure: false } },
};

const step = (required, own) => members(required, { ...common, ...own }, exclusive);

const args = (what) => list({ type: "string" }, what);
const condition = text("A comparison of the STIX Patterning Grammar.");

export const stepDefinitions = {
  step: byType(
    {
      start: "start-step",
      end: "end-step",
      action: "action-step",
      "playbook-action": "playbook-action-step",
      parallel: "parallel-step",
      "if-condition": "if-condition-step",
      "while-condition": "while-condition-step",
      "switch-condition": "switch-condition-step",
    },
    { closed: true },
  ),
  "start-step": members([], { ...common, on_success: false, on_failure: false }),
  "end-step": members([], { ...common, on_completion: false, on_success: false, on_failure: false }),
  "action-step": step(["commands", "agent"], {
    commands: list(ref("command"), "What is to be done, in this order.", { minItems: 1 }),
    agent: ref("identifier", "Who does it: an id of agent_definitions."),
    targets: ids("On what: ids of target_definitions.", { minItems: 1 }),
    in_args: args("Variables that agent and targets read."),
    out_args: args("Variables that the commands' results are assigned to."),
  }),
  "playbook-action-step": step(["playbook_id"], {
    playbook_id: ref("identifier", "The playbook to run."),
    playbook_version: ref("timestamp", "Which version of it: its 'modified'. Default: the latest."),
    in_args: args("Variables that are given to the playbook."),
    out_args: args("Variables that are taken from it when it is done."),
  }),
  "parallel-step": step(["next_steps"], {
    next_steps: ids("The steps with which the branches begin.", { minItems: 2 }),
  }),
  "if-condition-step": step(["condition", "on_true"], {
    condition,
    on_true: ref("identifier", "The first step of the branch for true."),
    on_false: ref("identifier", "The first step of the branch for false."),
  }),
  "while-condition-step": step(["condition", "on_true"], {
    condition,
    on_true: ref("identifier", "The first step of what is repeated while the condition holds."),
  }),
  "switch-condition-step": step(["switch", "cases"], {
    switch: text("The variable to choose by, such as __kind__:value."),
    cases: {
      ...named(ref("identifier"), "For each value the first step of its branch; 'default' is for all others."),
      minProperties: 1,
    },
  }),
};
