/** DMN 1.5, 10.3.4.6: Allen's relations, between points and ranges. */
import { EvaluationError } from "@rb/ir";
import { order } from "../compare.js";
import { parse } from "../parse.js";
import type { Run } from "../run.js";
import type { RangeShape } from "../syntax.js";
import { Mistake } from "../tokens.js";
import { kindOf, Range, type Value } from "../values.js";
import type { Row } from "./signature.js";

const two = "a: any, b: any";

export const rangeRows: readonly Row[] = [
  ["range", "from: string", (run, [from]) => rangeFrom(run, from as string)],
  ["before", two, relation((one, other) => isBefore(one, other))],
  ["after", two, relation((one, other) => isBefore(other, one))],
  ["meets", two, ranges((one, other) => meet(one, other))],
  ["met by", two, ranges((one, other) => meet(other, one))],
  ["overlaps", two, ranges((one, other) => !isBefore(one, other) && !isBefore(other, one))],
  ["overlaps before", two, ranges((one, other) => overlapBefore(one, other))],
  ["overlaps after", two, ranges((one, other) => overlapBefore(other, one))],
  ["finishes", two, relation((one, other) => sameHigh(one, other) && low(one, other) >= 0)],
  ["finished by", two, relation((one, other) => sameHigh(one, other) && low(other, one) >= 0)],
  ["includes", two, relation((one, other) => within(other, one))],
  ["during", two, relation((one, other) => within(one, other))],
  ["starts", two, relation((one, other) => low(one, other) === 0 && high(one, other) <= 0)],
  ["started by", two, relation((one, other) => low(one, other) === 0 && high(other, one) <= 0)],
  ["coincides", two, relation((one, other) => low(one, other) === 0 && sameHigh(one, other))],
];

/** DMN 1.5, 10.3.4.1: a range of literals, as a text. */
function rangeFrom(run: Run, text: string): Value {
  run.spend(maxLiteral);
  const syntax = text.length > maxLiteral ? null : rangeIn(text);
  const ends = [syntax?.low, syntax?.high].map((end) => (end?.kind === "value" ? end.value : null));
  const [low = null, high = null] = ends;
  if (syntax === null || (low === null && high === null))
    throw new EvaluationError(`'${text.slice(0, 60)}' is no range.`);
  order(low ?? high, high ?? low);
  return new Range(low, high, syntax.lowIncluded, syntax.highIncluded);
}

const maxLiteral = 200;

function rangeIn(text: string): RangeShape | null {
  try {
    const syntax = parse(text);
    return syntax.kind === "range" ? syntax : null;
  } catch (mistake) {
    if (mistake instanceof Mistake) return null;
    throw mistake;
  }
}

type Relation = (one: Range, other: Range) => boolean;

/** A point is the range of itself. */
function relation(holds: Relation): Row[2] {
  return (_run, [one, other]) => holds(asRange(one as Value), asRange(other as Value));
}

function ranges(holds: Relation): Row[2] {
  return (_run, [one, other]) => {
    for (const value of [one, other]) if (!(value instanceof Range)) throw new EvaluationError("Both must be ranges.");
    return holds(one as Range, other as Range);
  };
}

function asRange(value: Value): Range {
  if (value instanceof Range) return value;
  const kind = kindOf(value);
  if (value === null || kind === "list" || kind === "context" || kind === "function" || kind === "boolean") {
    throw new EvaluationError(`Points and ranges are compared, not a ${kind}.`);
  }
  return new Range(value, value, true, true);
}

/** Which begins first: negative when the first one does. An open end is before everything. */
function low(one: Range, other: Range): number {
  if (one.low === null || other.low === null) return one.low === other.low ? 0 : one.low === null ? -1 : 1;
  return order(one.low, other.low) || Number(other.lowIncluded) - Number(one.lowIncluded);
}

/** Which ends first: negative when the first one does. */
function high(one: Range, other: Range): number {
  if (one.high === null || other.high === null) return one.high === other.high ? 0 : one.high === null ? 1 : -1;
  return order(one.high, other.high) || Number(one.highIncluded) - Number(other.highIncluded);
}

function sameHigh(one: Range, other: Range): boolean {
  return high(one, other) === 0;
}

function within(inner: Range, outer: Range): boolean {
  return low(inner, outer) >= 0 && high(inner, outer) <= 0;
}

function isBefore(one: Range, other: Range): boolean {
  if (one.high === null || other.low === null) return false;
  const between = order(one.high, other.low);
  return between < 0 || (between === 0 && !(one.highIncluded && other.lowIncluded));
}

function meet(one: Range, other: Range): boolean {
  return (
    one.high !== null && other.low !== null && one.highIncluded && other.lowIncluded && order(one.high, other.low) === 0
  );
}

function overlapBefore(one: Range, other: Range): boolean {
  const both = !isBefore(one, other) && !isBefore(other, one);
  return both && low(one, other) < 0 && high(one, other) <= 0;
}
