/** ISSUBSET and ISSUPERSET (STIX 2.1, 9.6.1): IPv4 and IPv6 addresses and networks, as CIDR writes them (RFC 4632, RFC 4291). */

/** An address is a network of one. */
export interface Network {
  /** Four or sixteen. */
  readonly bytes: readonly number[];
  /** How many of its bits count. */
  readonly bits: number;
}

const longest = 64;

/** The network that a text names; undefined when it names none. Digits with leading zeros name none: some read them as octal. */
export function networkOf(text: string): Network | undefined {
  if (text.length > longest) return undefined;
  const [address = "", prefix, ...more] = text.split("/");
  const bytes = address.includes(":") ? version6(address) : version4(address);
  if (bytes === undefined || more.length > 0) return undefined;
  const all = bytes.length * 8;
  if (prefix === undefined) return { bytes, bits: all };
  const bits = decimal(prefix, all);
  return bits === undefined ? undefined : { bytes, bits };
}

/** Whether every address of `inner` is one of `outer`. */
export function contains(outer: Network, inner: Network): boolean {
  if (outer.bytes.length !== inner.bytes.length || outer.bits > inner.bits) return false;
  return outer.bytes.every((byte, i) => {
    const counted = Math.min(Math.max(outer.bits - i * 8, 0), 8);
    const mask = (0xff << (8 - counted)) & 0xff;
    return (byte & mask) === ((inner.bytes[i] as number) & mask);
  });
}

function version4(text: string): number[] | undefined {
  const bytes = text.split(".").map((part) => decimal(part, 255));
  return bytes.length === 4 && bytes.every((byte) => byte !== undefined) ? bytes : undefined;
}

function decimal(text: string, most: number): number | undefined {
  return /^(?:0|[1-9]\d{0,2})$/.test(text) && Number(text) <= most ? Number(text) : undefined;
}

function version6(text: string): number[] | undefined {
  const halves = text.split("::");
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => groups(half, i === halves.length - 1));
  if (head === undefined) return undefined;
  if (halves.length === 1) return head.length === 16 ? head : undefined;
  // `::` stands for at least one group of zeros.
  if (tail === undefined || head.length + tail.length > 14) return undefined;
  return [...head, ...new Array<number>(16 - head.length - tail.length).fill(0), ...tail];
}

function groups(text: string, mayEndInVersion4: boolean): number[] | undefined {
  if (text === "") return [];
  const parts = text.split(":");
  const bytes: number[] = [];
  for (const [i, part] of parts.entries()) {
    const last = mayEndInVersion4 && i === parts.length - 1 ? version4(part) : undefined;
    if (last !== undefined) bytes.push(...last);
    else if (/^[0-9A-Fa-f]{1,4}$/.test(part))
      bytes.push(Number.parseInt(part, 16) >> 8, Number.parseInt(part, 16) & 0xff);
    else return undefined;
  }
  return bytes;
}
