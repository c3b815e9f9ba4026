/** DMN 1.5, 10.3.4.5: numeric functions, and 10.3.4.1, `number(…)`. */
import { EvaluationError } from "@rb/ir";
import { finite, modulo, type Rounding, round } from "../decimal.js";
import { DaysDuration, MonthsDuration } from "../temporal/duration.js";
import type { Value } from "../values.js";
import type { Call, Row } from "./signature.js";

export const numberRows: readonly Row[] = [
  ["number", "from: string|number, grouping separator?: string, decimal separator?: string", number],
  ["decimal", "n: number, scale: number", rounding("half even")],
  ["floor", "n: number, scale?: number", rounding("floor")],
  ["ceiling", "n: number, scale?: number", rounding("ceiling")],
  ["round up", "n: number, scale: number", rounding("up")],
  ["round down", "n: number, scale: number", rounding("down")],
  ["round half up", "n: number, scale: number", rounding("half up")],
  ["round half down", "n: number, scale: number", rounding("half down")],
  ["abs", "n: number|days and time duration|years and months duration", (_run, [n]) => absolute(n as Value)],
  ["modulo", "dividend: number, divisor: number", (_run, [one, other]) => rest(one as number, other as number)],
  ["sqrt", "number: number", (_run, [n]) => defined(Math.sqrt(n as number), "square root")],
  ["log", "number: number", (_run, [n]) => defined(Math.log(n as number), "logarithm")],
  ["exp", "number: number", (_run, [n]) => finite(Math.exp(n as number))],
  ["odd", "number: number", (_run, [n]) => whole(n as number) && Math.abs(n as number) % 2 === 1],
  ["even", "number: number", (_run, [n]) => whole(n as number) && (n as number) % 2 === 0],
];

function rounding(how: Rounding): Call {
  return (run, [n, scale]) => {
    const places = integer((scale as number | undefined) ?? 0);
    // So many digits are worked with.
    run.spend(Math.abs(places));
    return round(n as number, places, how);
  };
}

function integer(value: number): number {
  if (!Number.isInteger(value) || Math.abs(value) > 6176)
    throw new EvaluationError("The scale must be a whole number.");
  return value;
}

function whole(value: number): boolean {
  if (!Number.isInteger(value)) throw new EvaluationError(`${value} is neither odd nor even.`);
  return true;
}

function absolute(value: Value): Value {
  if (value instanceof DaysDuration) return new DaysDuration(Math.abs(value.ms));
  return value instanceof MonthsDuration ? new MonthsDuration(Math.abs(value.months)) : Math.abs(value as number);
}

function rest(dividend: number, divisor: number): number {
  if (divisor === 0) throw new EvaluationError("Nothing can be divided by zero.");
  return modulo(dividend, divisor);
}

function defined(result: number, what: string): number {
  if (!Number.isFinite(result)) throw new EvaluationError(`There is no such ${what}.`);
  return result;
}

const separators: ReadonlySet<unknown> = new Set([" ", ",", ".", undefined]);

function number(...[run, [from, grouping, point]]: Parameters<Call>): Value {
  if (typeof from === "number") return from;
  if (
    !separators.has(grouping) ||
    !separators.has(point) ||
    point === " " ||
    (grouping !== undefined && grouping === point)
  ) {
    throw new EvaluationError(
      "The separators are ',', '.' or a space for groups, and ',' or '.' for decimals, and differ.",
    );
  }
  let text = from as string;
  run.text(text.length);
  if (typeof grouping === "string") text = text.replaceAll(grouping, "");
  if (typeof point === "string" && point !== ".") text = text.replaceAll(".", "?").replaceAll(point, ".");
  if (text.length > 400 || !/^-?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/.test(text)) {
    throw new EvaluationError(`'${(from as string).slice(0, 40)}' is no number.`);
  }
  return finite(Number(text));
}
