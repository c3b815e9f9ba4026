/** What a step can do: for each word its shape, and which of the general fields of a step go with it. */
import type { FlowRegion } from "../flow/model.js";
import type { Action, ActionKind, FlowAction, Step } from "../model.js";
import { mapped, type Reader } from "../reader.js";
import { emit, http, manual, run, script, use } from "./asking.js";
import { call, forEach, group, parallel, repeat, switchOf } from "./blocks.js";
import { approve, policy } from "./deciding.js";
import { escalate, fail, rollback, send, set, signal } from "./raising.js";
import { action } from "./shapes.js";
import { race, wait } from "./waiting.js";

/** Fields of a step that make sense only for some actions. `output` and `into` go where `outputs` does. */
export type GeneralField =
  | "retry"
  | "timeout"
  | "continueOnError"
  | "outputs"
  | "inputSchema"
  | "outputSchema"
  | "assert"
  | "on"
  | "undo";

export interface ActionWord {
  readonly read: Reader<Action>;
  readonly about: string;
  readonly allows: readonly GeneralField[];
}
export type ActionWords = { readonly [K in ActionKind]: ActionWord };

const doing: readonly GeneralField[] = ["retry", "timeout", "continueOnError", "outputs", "on", "undo"];
const calling: readonly GeneralField[] = [...doing, "outputSchema", "assert"];
const asking: readonly GeneralField[] = [...calling, "inputSchema"];
const people: readonly GeneralField[] = asking.filter((field) => field !== "retry");
const deciding: readonly GeneralField[] = ["retry", "continueOnError", "outputs", "inputSchema", "outputSchema", "on"];
const turning: readonly GeneralField[] = ["timeout", "continueOnError", "on"];

/** The words; those with something inside are given what reads a list of steps, or a flow. */
export function actionWords(steps: Reader<readonly Step[]>, region: Reader<FlowRegion>): ActionWords {
  return {
    run: { read: run, about: "Runs a command: a list of arguments, read by no shell.", allows: asking },
    http: { read: http, about: "Sends a request over HTTP.", allows: asking },
    use: { read: use, about: "Asks an executor that the host has installed.", allows: asking },
    script: { read: script, about: "Runs a script in a sandbox, where scripts are allowed.", allows: asking },
    manual: { read: manual, about: "A person does something, and says so.", allows: people },
    approve: { read: approve, about: "People decide; a rejection fails the step.", allows: deciding },
    policy: { read: policy, about: "A policy decides; a denial fails the step.", allows: deciding },
    emit: {
      read: emit,
      about: "Tells the host of an event.",
      allows: ["retry", "timeout", "continueOnError", "outputs", "inputSchema", "on"],
    },
    wait: {
      read: wait,
      about: "Waits for a time, a message, a signal or a condition.",
      allows: ["timeout", "continueOnError", "outputs"],
    },
    race: {
      read: race(steps),
      about: "Waits for the first of several things, and goes on with its steps.",
      allows: turning,
    },
    call: { read: call, about: "Runs another runbook, playbook or process.", allows: calling },
    group: { read: group(steps), about: "Steps as one, with limits and handlers of their own.", allows: doing },
    forEach: { read: forEach(steps), about: "Does its steps once for each item of a list.", allows: doing },
    switch: { read: switchOf(steps), about: "Takes the first case that holds.", allows: turning },
    parallel: { read: parallel(steps), about: "Does its branches beside each other.", allows: doing },
    while: { read: repeat("while", steps), about: "Repeats its steps while a condition holds.", allows: turning },
    until: { read: repeat("until", steps), about: "Repeats its steps until a condition holds.", allows: turning },
    flow: {
      read: action<FlowAction>(
        "flow",
        mapped(region, (read) => ({ region: read })),
      ),
      about: "Does the nodes of a flow, each of which says where it goes on.",
      allows: doing,
    },
    set: { read: set, about: "Changes variables, or computes its output.", allows: ["outputs"] },
    send: { read: send, about: "Sends a message, which one waiting step takes.", allows: [] },
    signal: { read: signal, about: "Sends a signal, which everyone who waits for it hears.", allows: [] },
    escalate: { read: escalate, about: "Tells the steps around it that something is wrong, and goes on.", allows: [] },
    rollback: {
      read: rollback,
      about: "Undoes what has been done, last first: 'all', or the step that it names. See 'undo'.",
      allows: [],
    },
    fail: { read: fail, about: "Fails, with a code and a message.", allows: [] },
  };
}
