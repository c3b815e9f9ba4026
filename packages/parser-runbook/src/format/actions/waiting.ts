/** Waiting: for a time, for a message or signal, or for a condition to become true. */
import type { Log } from "../../log.js";
import type { YamlMap, YamlScalar } from "../../yaml/tree.js";
import { duration, moment, type Span } from "../durations.js";
import type { Action, Awaited, RaceAction, RaceArm, Step, WaitAction } from "../model.js";
import {
  condition,
  either,
  fields,
  havingOne,
  listOf,
  mapped,
  type OptionalField,
  optional,
  type Read,
  type Reader,
  required,
  scalar,
  template,
  text,
} from "../reader.js";
import { action } from "./shapes.js";

type EventFields = {
  readonly message: OptionalField<YamlScalar>;
  readonly key: OptionalField<YamlScalar>;
  readonly signal: OptionalField<YamlScalar>;
  readonly condition: OptionalField<YamlScalar>;
};
const eventFields: EventFields = {
  message: optional(template, "The name of a message."),
  key: optional(scalar, "Only a message with this key."),
  signal: optional(template, "The name of a signal."),
  condition: optional(condition, "A condition; it is looked at whenever a variable that it reads is changed."),
};
const eventNames = ["message", "signal", "condition"] as const;

/** Exactly one of the events in a map; what is wrong with that has been reported. */
function eventIn(read: Read<EventFields>, map: YamlMap, log: Log): Awaited | undefined {
  const { message, key, signal, condition } = read;
  if (key !== undefined && message === undefined)
    log.say("field-not-here", map.entries.get("key")?.key ?? map, {
      field: "key",
      action: eventNames.find((name) => map.entries.has(name)) ?? "…",
      instead: "Only messages have a key.",
    });
  if (message !== undefined) return { on: "message", name: message, ...(key === undefined ? {} : { key }) };
  if (signal !== undefined) return { on: "signal", name: signal };
  return condition && { on: "condition", condition };
}

const event: Reader<Awaited> = mapped(havingOne(eventNames, fields(eventFields)), (read, node, log) =>
  eventIn(read, node as YamlMap, log),
);

const waitFields = fields({
  until: optional(moment, "Until this moment, such as 2026-01-31T08:00:00Z."),
  for: optional(event, "For a message, a signal or a condition."),
});
const longWait: Reader<Awaited> = mapped(havingOne(["until", "for"], waitFields), (read) =>
  read.until === undefined ? read.for : { on: "moment", moment: read.until },
);
const shortWait: Reader<Awaited> = mapped(duration, (span) => ({ on: "span", span }));

export const wait: Reader<Action> = action<WaitAction>(
  "wait",
  mapped(
    either((node) => node.kind === "map", longWait, shortWait),
    (until) => ({ until }),
  ),
);

/** What may come while something else goes on. */
export const comingFields: EventFields & {
  readonly after: OptionalField<Span>;
  readonly until: OptionalField<YamlScalar>;
} = {
  after: optional(duration, "Once this time has passed."),
  until: optional(moment, "Once it is this moment."),
  ...eventFields,
};
export const comingNames: readonly string[] = ["after", "until", ...eventNames];

/** What a map that has exactly one of `comingNames` waits for. */
export function comingIn(read: Read<typeof comingFields>, map: YamlMap, log: Log): Awaited | undefined {
  if (read.after !== undefined) return { on: "span", span: read.after };
  return read.until === undefined ? eventIn(read, map, log) : { on: "moment", moment: read.until };
}

/** Whatever comes first decides how it goes on. */
export function race(steps: Reader<readonly Step[]>): Reader<Action> {
  const armFields = fields({
    name: optional(text, "A name for people."),
    ...comingFields,
    steps: required(steps, "What is done then."),
  });
  const arm: Reader<RaceArm> = mapped(havingOne(comingNames, armFields), (read, node, log) => {
    const awaited = comingIn(read, node as YamlMap, log);
    const { name, steps: then } = read;
    return awaited && { node, ...(name === undefined ? {} : { name }), awaited, steps: then };
  });
  return action<RaceAction>(
    "race",
    mapped(listOf(arm, "A way", 1), (arms) => ({ arms })),
  );
}
