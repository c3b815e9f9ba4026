/** Whether a variable's value is of a type, asked as an expression: `__count__ integer`. What isn't known yet is unknown. */
import { EvaluationError, type Guard, type Language, type Origin } from "@rb/ir";
import { assignable } from "./variable-type.js";

/** The language of such expressions. */
export const typeTest: Language = {
  name: "cacao-type",
  version: "1",
  compile(text) {
    const [, name, type] = /^(\S+) (\S+)$/.exec(text) ?? [];
    if (name === undefined || type === undefined) return { error: "expected a variable and its type", offset: 0 };
    return {
      reads: [name],
      evaluate(environment) {
        const slot = environment(name);
        if (slot === undefined) throw new EvaluationError(`The variable '${name}' does not exist here.`);
        if ("unknown" in slot) return slot;
        // What a secret holds, or what is stored elsewhere, nobody looks at.
        return { json: !("json" in slot) || "json" in assignable(type, slot.json) };
      },
    };
  },
};

/** The test that a variable is of a type. */
export function typeGuard(name: string, type: string, origin: Origin): Guard {
  return { expr: { language: typeTest.name, text: `${name} ${type}`, origin } };
}
