/** The words that change variables, and those that others hear. */
import type {
  Action,
  EscalateAction,
  FailAction,
  RollbackAction,
  SendAction,
  SetAction,
  SignalAction,
} from "../model.js";
import {
  any,
  fields,
  mapOfNames,
  mapped,
  name,
  optional,
  type Reader,
  required,
  scalar,
  template,
  text,
} from "../reader.js";
import { action, shortOrLong } from "./shapes.js";

export const set: Reader<Action> = action<SetAction>(
  "set",
  mapped(mapOfNames(any, "a variable"), (values) => ({ values })),
);

export const send: Reader<Action> = action<SendAction>(
  "send",
  shortOrLong(
    "message",
    template,
    fields({
      message: required(template, "The name of the message."),
      key: optional(scalar, "By which whoever waits for it knows that it is theirs."),
      data: optional(any, "What it carries."),
    }),
  ),
);

export const signal: Reader<Action> = action<SignalAction>(
  "signal",
  shortOrLong(
    "name",
    template,
    fields({
      name: required(template, "The name of the signal. Everyone who waits for it hears it."),
      data: optional(any, "What it carries."),
    }),
  ),
);

export const escalate: Reader<Action> = action<EscalateAction>(
  "escalate",
  shortOrLong(
    "code",
    name,
    fields({
      code: required(name, "What is wrong, as 'on: [{ escalation: code, … }]' around it knows it."),
      data: optional(any, "More about it."),
    }),
  ),
);

export const fail: Reader<Action> = action<FailAction>(
  "fail",
  shortOrLong(
    "message",
    template,
    fields({
      code: optional(name, "By which 'on' and 'retry' know it. 'failed', unless said otherwise."),
      message: optional(template, "What went wrong, for people."),
    }),
  ),
);

export const rollback: Reader<Action> = action<RollbackAction>(
  "rollback",
  mapped(text, (of, node) => (of === "all" ? {} : { of: { name: of, node } })),
);
