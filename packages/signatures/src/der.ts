/** As much of DER (ITU-T X.690) as certificates need: one-byte tags, definite lengths of up to four bytes. */

/** A value and what it is. */
export interface Der {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The one value that the bytes are; null when they are anything else, or more. */
export function readDer(bytes: Uint8Array): Der | null {
  const items = readDerItems(bytes);
  return items?.length === 1 ? (items[0] ?? null) : null;
}

/** The values that stand one after the other; null when the bytes are no such thing. */
export function readDerItems(bytes: Uint8Array): readonly Der[] | null {
  const items: Der[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = bytes[at] as number;
    const first = bytes[at + 1];
    if ((tag & 0x1f) === 0x1f || first === undefined) return null;
    const more = first < 0x80 ? 0 : first - 0x80;
    if (first === 0x80 || more > 4) return null;
    let length = first;
    if (more > 0) {
      length = 0;
      for (let i = 0; i < more; i++) length = length * 256 + (bytes[at + 2 + i] ?? 0);
    }
    const start = at + 2 + more;
    const end = start + length;
    if (end > bytes.length) return null;
    items.push({ tag, content: bytes.subarray(start, end) });
    at = end;
  }
  return items;
}
