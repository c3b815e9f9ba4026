/** Triggers and throws as event definitions, and the messages, signals, errors and escalations that they name. */
import type { Expr, Guard, Json, Throw, Trigger, Value } from "@rb/ir";
import type { Ids } from "../ids.js";
import { isWritable, type Xml, xml } from "./xml.js";

/** Root elements, each once for its name or code. */
export class RootElements {
  readonly elements: Xml[] = [];
  private readonly known = new Map<string, string>();
  private readonly ids: Ids;

  constructor(ids: Ids) {
    this.ids = ids;
  }

  /** The id of the element of that type and name; undefined when the name is not text that XML can hold. */
  named(type: "message" | "signal" | "error" | "escalation", name: Json | undefined): string | undefined {
    if (typeof name !== "string" || !isWritable(name, "attribute")) return undefined;
    const key = `${type} ${name}`;
    const known = this.known.get(key);
    if (known !== undefined) return known;
    const id = this.ids.fresh(`${type}_${name.slice(0, 40)}`);
    const code = type === "error" ? { errorCode: name } : type === "escalation" ? { escalationCode: name } : {};
    this.elements.push(xml(`bpmn:${type}`, { id, name, ...code }));
    this.known.set(key, id);
    return id;
  }
}

export function triggerDefinition(trigger: Trigger, root: RootElements): Xml {
  switch (trigger.on) {
    case "timer":
      return timerDefinition(trigger);
    case "message":
      return xml("bpmn:messageEventDefinition", { messageRef: root.named("message", constant(trigger.name)) });
    case "signal":
      return xml("bpmn:signalEventDefinition", { signalRef: root.named("signal", constant(trigger.name)) });
    case "condition":
      return xml("bpmn:conditionalEventDefinition", {}, [conditionOf(trigger.test, "bpmn:condition") ?? noCondition]);
    case "error":
      return xml("bpmn:errorEventDefinition", { errorRef: root.named("error", trigger.code) });
    case "escalation":
      return xml("bpmn:escalationEventDefinition", { escalationRef: root.named("escalation", trigger.code) });
    case "cancel":
      return xml("bpmn:cancelEventDefinition");
    case "compensation":
      return xml("bpmn:compensateEventDefinition");
  }
}

export function throwDefinition(one: Throw, root: RootElements): Xml {
  switch (one.raise) {
    case "message":
      return xml("bpmn:messageEventDefinition", { messageRef: root.named("message", constant(one.name)) });
    case "signal":
      return xml("bpmn:signalEventDefinition", { signalRef: root.named("signal", constant(one.name)) });
    case "error":
      // An error that is raised again has the code that it came with, which only a run knows.
      return xml(
        "bpmn:errorEventDefinition",
        one.code === undefined && one.again !== undefined ? {} : { errorRef: root.named("error", one.code ?? "error") },
      );
    case "escalation":
      return xml("bpmn:escalationEventDefinition", {
        escalationRef: root.named("escalation", one.code ?? "escalation"),
      });
    case "compensation":
      return xml("bpmn:compensateEventDefinition", {
        activityRef: one.of,
        ...(one.wait ? {} : { waitForCompletion: "false" }),
      });
    case "cancel":
      return xml("bpmn:cancelEventDefinition");
    case "terminate":
      return xml("bpmn:terminateEventDefinition");
  }
}

const formal = { "xsi:type": "bpmn:tFormalExpression" };
const noCondition: Xml = xml("bpmn:condition", formal, "false");

/** A condition that BPMN can hold: an expression with its language, or a constant. */
export function conditionOf(guard: Guard | undefined, name: string): Xml | undefined {
  if (guard === undefined) return undefined;
  if ("json" in guard) return xml(name, formal, String(guard.json));
  return "expr" in guard ? expressionOf(guard.expr, name) : undefined;
}

export function expressionOf({ language, text }: Expr, name: string): Xml | undefined {
  return isWritable(text, "content") ? xml(name, { ...formal, language: languageUri(language) }, text) : undefined;
}

/** How documents name an expression language of the graph. */
export function languageUri(language: string): string {
  return `urn:rb:language:${encodeURIComponent(language)}`;
}

function timerDefinition({ at, after, every }: Trigger & { readonly on: "timer" }): Xml {
  const parts = [
    timePart("bpmn:timeDate", at, (ms) => new Date(ms).toISOString()),
    timePart("bpmn:timeDuration", after, (ms) => `PT${ms / 1000}S`),
    timePart("bpmn:timeCycle", every, (ms) => `R/PT${ms / 1000}S`),
  ];
  return xml(
    "bpmn:timerEventDefinition",
    {},
    parts.flatMap((part) => part ?? []),
  );
}

function timePart(name: string, value: Value | undefined, written: (ms: number) => string): Xml | undefined {
  if (value === undefined) return undefined;
  if ("expr" in value) return expressionOf(value.expr, name);
  if ("variable" in value && isWritable(value.variable, "content")) return xml(name, formal, `\${${value.variable}}`);
  const json = constant(value);
  if (typeof json === "number" && Math.abs(json) <= 8.64e15) return xml(name, formal, written(json));
  return typeof json === "string" && isWritable(json, "content") ? xml(name, formal, json) : undefined;
}

function constant(value: Value): Json | undefined {
  return "json" in value ? value.json : undefined;
}
