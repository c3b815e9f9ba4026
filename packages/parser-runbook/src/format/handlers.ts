/** `on`: what is done when something happens while a step is under way. */
import type { YamlMap } from "../yaml/tree.js";
import { comingFields, comingIn, comingNames } from "./actions/waiting.js";
import type { Handler, HandlerEvent, Step } from "./model.js";
import {
  boolean,
  either,
  fields,
  havingOne,
  listOf,
  mapped,
  name,
  optional,
  type Reader,
  required,
  text,
} from "./reader.js";

/** One code, several, or `any`, which are none. */
const codes: Reader<readonly string[]> = either(
  (node) => node.kind === "list",
  listOf(name, "A code", 1),
  mapped(name, (code) => (code === "any" ? [] : [code])),
);

const failing = ["error", "escalation"] as const;

export function handlers(steps: Reader<readonly Step[]>): Reader<readonly Handler[]> {
  const handlerFields = fields({
    name: optional(text, "A name for people."),
    error: optional(
      codes,
      "When the step fails with this code, one of these, or 'any'. What comes after the step goes on.",
    ),
    escalation: optional(codes, "When a step inside escalates with this code, one of these, or 'any'."),
    ...comingFields,
    alongside: optional(boolean, "Whether the step goes on meanwhile; else it is ended."),
    steps: required(steps, "What is done."),
  });
  const handler: Reader<Handler> = mapped(havingOne([...failing, ...comingNames], handlerFields), (read, node, log) => {
    const map = node as YamlMap;
    const { name: title, error, escalation, alongside = false, steps: then } = read;
    const kind = failing.find((one) => read[one] !== undefined);
    if (alongside && error !== undefined) {
      const instead = "A step that has failed can't go on.";
      log.say("field-not-here", map.entries.get("alongside")?.key ?? map, {
        field: "alongside",
        action: "error",
        instead,
      });
    }
    const event: HandlerEvent | undefined =
      kind === undefined ? comingIn(read, map, log) : { on: kind, codes: error ?? escalation ?? [] };
    return event && { node: map, ...(title === undefined ? {} : { name: title }), event, alongside, steps: then };
  });
  return listOf(handler, "A handler", 1);
}
