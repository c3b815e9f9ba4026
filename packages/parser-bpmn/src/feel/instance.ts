/** `instance of`, DMN 1.5, 10.3.2.9.2. */
import type { Run } from "./run.js";
import type { Type } from "./syntax.js";
import { isContext, isList, kindOf, memberOf, Range, type Value } from "./values.js";

/** Null is of no type but `Null`. */
export function isInstance(run: Run, value: Value, type: Type): boolean {
  run.spend(1);
  if ("name" in type) return type.name === "any" ? value !== null : kindOf(value) === type.name;
  if ("list" in type) return isList(value) && value.every((item) => fits(run, item, type.list));
  if ("function" in type) return kindOf(value) === "function";
  if ("range" in type) {
    return value instanceof Range && [value.low, value.high].every((end) => fits(run, end, type.range));
  }
  return (
    isContext(value) &&
    type.context.every(([name, member]) => Object.hasOwn(value, name) && fits(run, memberOf(value, name), member))
  );
}

/** A part may be null whatever its type. */
function fits(run: Run, value: Value, type: Type): boolean {
  return value === null || isInstance(run, value, type);
}
