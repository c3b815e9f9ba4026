/** The variables that an engine puts what was caught into: `errorCodeVariable`, `errorMessageVariable`, `escalationCodeVariable`. */
import type { Binding } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { vendorAttribute } from "./names.js";

const members: readonly (readonly [attribute: string, member: string])[] = [
  ["errorCodeVariable", "code"],
  ["errorMessageVariable", "message"],
  ["escalationCodeVariable", "code"],
];

/** What a handler of errors or escalations leaves; a variable that several definitions name is written once. */
export function errorInto(event: FlowNode): readonly Binding[] {
  const found = new Map<string, Binding>();
  for (const { type, element } of event.definitions) {
    if (type !== "errorEventDefinition" && type !== "escalationEventDefinition") continue;
    for (const [local, member] of members) {
      const name = vendorAttribute(element, "engine", local);
      if (name !== undefined) found.set(`${member} ${name}`, { path: [name], from: { result: [member] } });
    }
  }
  return [...found.values()];
}
