import { contextRows } from "./contexts.js";
import { listRows } from "./lists.js";
import { numberRows } from "./numbers.js";
import { rangeRows } from "./ranges.js";
import { type Builtin, builtin, type Row } from "./signature.js";
import { statisticsRows } from "./statistics.js";
import { stringRows } from "./strings.js";
import { temporalRows } from "./temporals.js";

const notRow: Row = ["not", "negand: boolean|null", (_run, [value]) => (value === null ? null : !value)];

const rows: ReadonlyMap<string, Row> = new Map(
  [
    notRow,
    ...stringRows,
    ...numberRows,
    ...listRows,
    ...statisticsRows,
    ...contextRows,
    ...temporalRows,
    ...rangeRows,
  ].map((row) => [row[0], row]),
);

export const builtinNames: readonly string[] = [...rows.keys()];

/** A function of the language, DMN 1.5, 10.3.4; undefined when there is none of that name. */
export function builtinOf(name: string): Builtin | undefined {
  const row = rows.get(name);
  return row === undefined ? undefined : builtin(row);
}
