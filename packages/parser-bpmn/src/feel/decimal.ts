/**
 * Arithmetic in decimals, DMN 1.5, 10.3.2.3.1: `0.1 + 0.2` is `0.3`. Numbers are doubles outside of it, as in all JSON; a
 * sum, a difference or a product is exact in decimals and then rounded to the nearest double. A quotient is that of whole numbers.
 */
import { EvaluationError } from "@rb/ir";

/** `digits` times ten to the power of minus `scale`. */
interface Decimal {
  readonly digits: bigint;
  readonly scale: number;
}

const shape = /^(-?)(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/;

/** The decimal that a double is written as. */
function decimal(value: number): Decimal {
  const [, sign, whole = "", fraction = "", exponent = "0"] = shape.exec(String(value)) ?? [];
  const digits = BigInt(whole + fraction);
  return { digits: sign === "-" ? -digits : digits, scale: fraction.length - Number(exponent) };
}

const power = (exponent: number): bigint => 10n ** BigInt(exponent);

function aligned(left: number, right: number): readonly [left: bigint, right: bigint, scale: number] {
  const [one, other] = [decimal(left), decimal(right)];
  const scale = Math.max(one.scale, other.scale);
  return [one.digits * power(scale - one.scale), other.digits * power(scale - other.scale), scale];
}

function double(digits: bigint, scale: number): number {
  return Number(`${digits}e${-scale}`);
}

export function add(left: number, right: number): number {
  const sum = left + right;
  if (Number.isSafeInteger(sum) && Number.isInteger(left)) return sum;
  if (!isSmall(left, right)) return finite(sum);
  const [one, other, scale] = aligned(left, right);
  return double(one + other, scale);
}

export function multiply(left: number, right: number): number {
  const product = left * right;
  if (Number.isSafeInteger(product) && Number.isInteger(left) && Number.isInteger(right)) {
    return product === 0 ? 0 : product;
  }
  if (!isSmall(left, right)) return finite(product);
  const [one, other] = [decimal(left), decimal(right)];
  return double(one.digits * other.digits, one.scale + other.scale);
}

/** The right one isn't zero. */
export function divide(left: number, right: number): number {
  if (!isSmall(left, right)) return finite(left / right);
  const [one, other] = aligned(left, right);
  return finite(Number(one) / Number(other));
}

/** DMN 1.5, 10.3.4.5, modulo: what is left has the sign of the divisor. The right one isn't zero. */
export function modulo(left: number, right: number): number {
  if (!isSmall(left, right)) return finite(left - right * Math.floor(left / right));
  const [one, other, scale] = aligned(left, right);
  const rest = one % other;
  return double(rest !== 0n && rest < 0n !== other < 0n ? rest + other : rest, scale);
}

/** Whether the decimals have few enough digits to be worth it; beyond, doubles are as good. */
function isSmall(left: number, right: number): boolean {
  return isModest(left) && isModest(right);
}

function isModest(value: number): boolean {
  const size = Math.abs(value);
  return size === 0 || (size > 1e-30 && size < 1e30);
}

/** NaN and infinities are no numbers of FEEL. */
export function finite(value: number): number {
  if (!Number.isFinite(value)) throw new EvaluationError("There is no finite result.");
  return value === 0 ? 0 : value;
}

export type Rounding = "up" | "down" | "half up" | "half down" | "half even" | "floor" | "ceiling";

/** Rounds to a number of decimal places; negative ones are tens, hundreds, and so on. */
export function round(value: number, places: number, how: Rounding): number {
  if (!isModest(value)) return value;
  const { digits, scale } = decimal(value);
  if (scale <= places) return value;
  const unit = power(scale - places);
  const size = digits < 0n ? -digits : digits;
  const rest = size % unit;
  const whole = size / unit;
  const rounded = whole + (rest !== 0n && isUp(how, digits < 0n, rest * 2n, unit, whole) ? 1n : 0n);
  return finite(double(digits < 0n ? -rounded : rounded, places));
}

function isUp(how: Rounding, negative: boolean, twice: bigint, unit: bigint, whole: bigint): boolean {
  switch (how) {
    case "up":
      return true;
    case "down":
      return false;
    case "floor":
      return negative;
    case "ceiling":
      return !negative;
    case "half up":
      return twice >= unit;
    case "half down":
      return twice > unit;
    case "half even":
      return twice > unit || (twice === unit && whole % 2n === 1n);
  }
}

/** Without an exponent, DMN 1.5, 10.3.2.3.1. */
export function written(value: number): string {
  const text = String(value === 0 ? 0 : value);
  if (!text.includes("e")) return text;
  const { digits, scale } = decimal(value);
  if (scale <= 0) return String(digits * power(-scale));
  const size = String(digits < 0n ? -digits : digits).padStart(scale + 1, "0");
  return `${digits < 0n ? "-" : ""}${size.slice(0, -scale)}.${size.slice(-scale)}`;
}
