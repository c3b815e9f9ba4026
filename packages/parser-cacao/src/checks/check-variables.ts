import type { Document } from "../document.js";
import type { ObjectTree } from "../json-tree.js";
import { checkVariableValue } from "../lower-variables.js";
import { booleanMember, stringMember } from "../read-members.js";
import { variableTypes } from "../variable-type.js";

/** Types and values of declarations; `ofStep` where a step declares them. */
export function checkVariables(document: Document, variables: ReadonlyMap<string, ObjectTree>, ofStep: boolean): void {
  for (const [name, tree] of variables) {
    const type = stringMember(tree, "type");
    if (type !== undefined && !variableTypes.includes(type.value)) {
      const hint = document.suggest(type.value, variableTypes);
      document.report("unknown-variable-type", document.originOf(type), { name: type.value, hint });
    }
    checkVariableValue(document, name, tree);
    if (ofStep && booleanMember(tree, "external") === true) {
      document.report("external-in-step", document.originOf(tree.members.get("external") ?? tree), { name });
    }
  }
}
