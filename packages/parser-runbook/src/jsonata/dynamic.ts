/** Functions for documents whose expressions take values of any type; what isn't there is null to them. */
import type { Budget } from "./budget.js";

/** Whether a value counts as true: all do but nothing, false, zero and the empty text. */
export function truthy(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== 0 && value !== "";
}

/** The sum of numbers, or texts one after the other. */
export function add(budget: Pick<Budget, "checkSize">, values: readonly unknown[]): number | string {
  if (values.every((value) => typeof value === "number")) return values.reduce((sum, value) => sum + value, 0);
  const texts = values.filter((value) => typeof value === "string");
  if (texts.length < values.length) throw new Error("Only numbers, or only texts, can be added");
  budget.checkSize(texts.reduce((sum, text) => sum + text.length, 0));
  return texts.join("");
}

/** A value as a part of a text: nothing is no text at all. */
export function textOf(value: unknown): string {
  if (value === undefined || value === null) return "";
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a loop goes through: nothing is no item. */
export function itemsOf(value: unknown): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new Error("What the loop is to go through is no list");
}

/** The value beside the first condition that holds, else the last one; there may be one more value than conditions. */
export function choose(conditions: readonly unknown[], values: readonly unknown[]): unknown {
  const at = conditions.findIndex(truthy);
  return (at < 0 ? values[conditions.length] : values[at]) ?? null;
}
