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
  ["before", two, relation((run, one, other) => isBefore(run, one, other))],
  ["after", two, relation((run, one, other) => isBefore(run, other, one))],
  ["meets", two, ranges((run, one, other) => meet(run, one, other))],
  ["met by", two, ranges((run, one, other) => meet(run, other, one))],
  ["overlaps", two, ranges((run, one, other) => !isBefore(run, one, other) && !isBefore(run, other, one))],
  ["overlaps before", two, ranges((run, one, other) => overlapBefore(run, one, other))],
  ["overlaps after", two, ranges((run, one, other) => overlapBefore(run, other, one))],
  ["finishes", two, relation((run, one, other) => sameHigh(run, one, other) && low(run, one, other) >= 0)],
  ["finished by", two, relation((run, one, other) => sameHigh(run, one, other) && low(run, other, one) >= 0)],
  ["includes", two, relation((run, one, other) => within(run, other, one))],
  ["during", two, relation((run, one, other) => within(run, one, other))],
  ["starts", two, relation((run, one, other) => low(run, one, other) === 0 && high(run, one, other) <= 0)],
  ["started by", two, relation((run, one, other) => low(run, one, other) === 0 && high(run, other, one) <= 0)],
  ["coincides", two, relation((run, one, other) => low(run, one, other) === 0 && sameHigh(run, one, other))],
];

/** DMN 1.5, 10.3.4.1: a range of literals, as a text. */
function rangeFrom(run: Run, text: string): Value {
  run.spend(maxLiteral);
  const syntax = text.length > maxLiteral ? null : rangeIn(text);
  const ends = [syntax?.low, syntax?.high].map((end) => (end?.kind === "value" ? end.value : null));
  const [low = null, high = null] = ends;
  if (syntax === null || (low === null && high === null))
    throw new EvaluationError(`'${text.slice(0, 60)}' is no range.`);
  order(run, low ?? high, high ?? low);
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

type Relation = (run: Run, one: Range, other: Range) => boolean;

/** A point is the range of itself. */
function relation(holds: Relation): Row[2] {
  return (run, [one, other]) => holds(run, asRange(one as Value), asRange(other as Value));
}

function ranges(holds: Relation): Row[2] {
  return (run, [one, other]) => {
    for (const value of [one, other]) if (!(value instanceof Range)) throw new EvaluationError("Both must be ranges.");
    return holds(run, one as Range, other as Range);
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
function low(run: Run, one: Range, other: Range): number {
  if (one.low === null || other.low === null) return one.low === other.low ? 0 : one.low === null ? -1 : 1;
  return order(run, one.low, other.low) || Number(other.lowIncluded) - Number(one.lowIncluded);
}

/** Which ends first: negative when the first one does. */
function high(run: Run, one: Range, other: Range): number {
  if (one.high === null || other.high === null) return one.high === other.high ? 0 : one.high === null ? 1 : -1;
  return order(run, one.high, other.high) || Number(one.highIncluded) - Number(other.highIncluded);
}

function sameHigh(run: Run, one: Range, other: Range): boolean {
  return high(run, one, other) === 0;
}

function within(run: Run, inner: Range, outer: Range): boolean {
  return low(run, inner, outer) >= 0 && high(run, inner, outer) <= 0;
}

function isBefore(run: Run, one: Range, other: Range): boolean {
  if (one.high === null || other.low === null) return false;
  const between = order(run, one.high, other.low);
  return between < 0 || (between === 0 && !(one.highIncluded && other.lowIncluded));
}

function meet(run: Run, one: Range, other: Range): boolean {
  return (
    one.high !== null &&
    other.low !== null &&
    one.highIncluded &&
    other.lowIncluded &&
    order(run, one.high, other.low) === 0
  );
}

function overlapBefore(run: Run, one: Range, other: Range): boolean {
  const both = !isBefore(run, one, other) && !isBefore(run, other, one);
  return both && low(run, one, other) < 0 && high(run, one, other) <= 0;
}
