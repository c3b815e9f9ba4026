/** The variables that an engine puts what was caught into: `errorCodeVariable`, `errorMessageVariable`, `escalationCodeVariable`. */
import type { Binding } from "@rb/ir";
import type { FlowNode } from "../model/model.js";
import { vendorAttribute } from "./names.js";

const members: readonly (readonly [attribute: string, member: string])[] = [
  ["errorCodeVariable", "code"],
  ["errorMessageVariable", "message"],
  ["escalationCodeVariable", "code"],
];

export function errorInto(event: FlowNode): readonly Binding[] {
  return event.definitions.flatMap(({ element }) =>
    members.flatMap(([local, member]): readonly Binding[] => {
      const name = vendorAttribute(element, "engine", local);
      return name === undefined ? [] : [{ path: [name], from: { result: [member] } }];
    }),
  );
}
