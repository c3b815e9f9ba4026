/** Conditions as CACAO has them, a comparison of variables; for others the nearest thing that a person can answer. */
import type { Flow, Guard, Json } from "@rb/ir";
import type { Way } from "./spots.js";

/** The language of CACAO's conditions (STIX Patterning Grammar, comparison). */
const comparison = "stix-comparison";

/** The condition itself, where it is one of CACAO's. */
export function conditionOf(guard: Guard | undefined): string | undefined {
  return guard !== undefined && "expr" in guard && guard.expr.language === comparison ? guard.expr.text : undefined;
}

/** All that a flow says besides its ends. */
export function factsOf({ guard, otherwise, cases, slot }: Flow): object {
  return {
    ...(guard === undefined ? {} : { guard }),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(cases === undefined ? {} : { cases }),
    ...(slot === undefined ? {} : { slot }),
  };
}

/** What a way is called. */
export function labelOf({ flow, port }: Way, at: number): string {
  const { name, guard, cases } = flow;
  const [value] = cases ?? [];
  if (typeof value === "string" && value !== "") return value;
  if (name !== undefined && name.trim() !== "") return name.trim();
  if (guard !== undefined && "expr" in guard) return guard.expr.text;
  return port !== "out" ? port : `way ${at + 1}`;
}

/** A comparison with a text; quotes and backslashes in it are escaped (STIX Patterning Grammar, string literals). */
export function equals(variable: string, text: string): string {
  return `${variable}:value = '${text.replace(/[\\']/g, "\\$&")}'`;
}

/** The values that a case of a switch stands for: what its key spells, as a text and as what else that may be. */
export function caseValues(key: string): readonly Json[] {
  if (key === "true" || key === "false") return [key, key === "true"];
  return /^-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,9})?$/.test(key) ? [key, Number(key)] : [key];
}
