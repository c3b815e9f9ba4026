/** DMN 1.5, 10.3.4.8: functions on contexts. */
import { EvaluationError } from "@rb/ir";
import type { Run } from "../run.js";
import {
  type Context,
  checkDepth,
  contextOf,
  describe,
  isContext,
  isList,
  type List,
  memberOf,
  type Value,
} from "../values.js";
import type { Row } from "./signature.js";

export const contextRows: readonly Row[] = [
  [
    "get value",
    "m: context, key: string; m: context, keys: list",
    (run, [m, key]) => valueAt(m as Context, path(run, key as Value)),
  ],
  ["get entries", "m: context", (run, [m]) => entries(run, m as Context)],
  ["context", "entries: list", (run, [list]) => fromEntries(run, list as List)],
  [
    "context put",
    "context: context, key: string, value: any; context: context, keys: list, value: any",
    (run, [context, key, value]) => put(run, context as Context, path(run, key as Value), value ?? null),
  ],
  ["context merge", "contexts: list; ...contexts: context", (run, [contexts]) => merged(run, contexts as List)],
  ["is defined", "value: any", (_run, [value]) => value !== null],
  ["get or else", "value: any, default: any", (_run, [value, other]) => value ?? other ?? null],
];

/** What putting an entry into a context counts for. */
const entrySteps = 4;

function path(run: Run, key: Value): readonly string[] {
  const keys = isList(key) ? key : [key];
  checkDepth(keys.length);
  run.spend(keys.length);
  const other = keys.find((one) => typeof one !== "string");
  if (other !== undefined) throw new EvaluationError(`A key must be a string, not ${describe(other)}.`);
  return keys as readonly string[];
}

function valueAt(context: Context, keys: readonly string[]): Value {
  let value: Value = context;
  for (const key of keys) value = isContext(value) ? memberOf(value, key) : null;
  return value;
}

function entries(run: Run, context: Context): Value {
  const all = Object.entries(context);
  run.spend(all.length * entrySteps);
  return all.map(([key, value]) => ({ key, value }));
}

function fromEntries(run: Run, list: List): Value {
  run.spend(list.length * entrySteps);
  return contextOf(
    list.map((entry): readonly [string, Value] => {
      const key = isContext(entry) ? memberOf(entry, "key") : null;
      if (!isContext(entry) || typeof key !== "string" || !Object.hasOwn(entry, "value")) {
        throw new EvaluationError("Each entry must be a context with 'key' and 'value'.");
      }
      return [key, memberOf(entry, "value")];
    }),
  );
}

function put(run: Run, context: Context, [key, ...rest]: readonly string[], value: Value): Value {
  if (key === undefined) throw new EvaluationError("At least one key must be given.");
  run.spend(Object.keys(context).length * entrySteps);
  const inner = memberOf(context, key);
  const put1 = rest.length === 0 ? value : put(run, isContext(inner) ? inner : {}, rest, value);
  return contextOf([...Object.entries(context), [key, put1]]);
}

/** Of entries with one key, the last is taken. */
function merged(run: Run, contexts: List): Value {
  return contextOf(
    contexts.flatMap((context) => {
      if (!isContext(context)) throw new EvaluationError(`All must be contexts, not ${describe(context)}.`);
      const all = Object.entries(context);
      run.spend(all.length * entrySteps);
      return all;
    }),
  );
}
