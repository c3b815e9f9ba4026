/** Timestamps (STIX 2.1, 2.16 and 9.3): RFC 3339 in UTC, with capital letters, and as many digits of a second as one likes. */

/** As the grammar has them: `2024-02-30` is one, although there is no such day, and so is a leap second. */
export const timestampPattern: RegExp =
  /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):([0-5]\d):([0-5]\d|60)(?:\.(\d+))?Z$/;

const fractionDigits = 9;
/** Of what is read; nobody measures seconds in more digits. */
const longest = 64;

/** Nanoseconds since 1970; what is finer is dropped. Undefined for what is no timestamp, or names a day that never was. */
export function instantOf(text: string): bigint | undefined {
  if (text.length > longest) return undefined;
  const [, year, month, day, hour, minute, second, fraction = ""] = timestampPattern.exec(text) ?? [];
  if (year === undefined) return undefined;
  const [y, m, d] = [Number(year), Number(month), Number(day)];
  const date = new Date(0);
  date.setUTCFullYear(y, m - 1, d);
  if (date.getUTCMonth() !== m - 1) return undefined;
  const seconds = date.getTime() / 1000 + Number(hour) * 3600 + Number(minute) * 60 + Number(second);
  return BigInt(seconds) * 1_000_000_000n + nanoseconds(fraction);
}

/** Decimal seconds, such as `1.5`, in nanoseconds. */
export function durationOf(seconds: string): bigint {
  const [whole = "", fraction = ""] = seconds.split(".");
  return BigInt(whole === "" ? "0" : whole) * 1_000_000_000n + nanoseconds(fraction);
}

function nanoseconds(fraction: string): bigint {
  return BigInt(fraction.slice(0, fractionDigits).padEnd(fractionDigits, "0"));
}
