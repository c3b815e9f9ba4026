/** The text of a file's bytes, in whichever encoding it is. */

/**
 * UTF-8, or UTF-16 where a byte order mark or the first characters of XML show it. Anything else only as an XML declaration says:
 * tools declare encodings that they don't write, so what is valid UTF-8 is that. Null when the bytes are no text. A NUL is left for the
 * loader to refuse.
 */
export function decode(bytes: Uint8Array): string | null {
  const utf16 = utf16Of(bytes);
  if (utf16 !== null) return decodeAs(bytes, utf16);
  if (bytes.includes(0)) return Buffer.from(bytes).toString("latin1");
  const text = decodeAs(bytes, "utf-8");
  if (text !== null) return text;
  const declared = declaredEncoding(bytes);
  return declared === null ? null : decodeAs(bytes, declared);
}

const marks: readonly (readonly [encoding: string, ...bytes: number[]])[] = [
  ["utf-16le", 0xff, 0xfe],
  ["utf-16be", 0xfe, 0xff],
  // `<?` without a byte order mark (XML 1.0, appendix F).
  ["utf-16le", 0x3c, 0, 0x3f, 0],
  ["utf-16be", 0, 0x3c, 0, 0x3f],
];

function utf16Of(bytes: Uint8Array): string | null {
  return marks.find(([, ...mark]) => mark.every((byte, at) => bytes[at] === byte))?.[0] ?? null;
}

/** The declaration is in ASCII, whatever comes after it. */
function declaredEncoding(bytes: Uint8Array): string | null {
  const start = Buffer.from(bytes.subarray(0, 200)).toString("latin1");
  return /^<\?xml[^>]*?\sencoding\s*=\s*["']([A-Za-z][\w.-]{0,40})["']/.exec(start)?.[1] ?? null;
}

/** An encoding that isn't known is none. */
function decodeAs(bytes: Uint8Array, encoding: string): string | null {
  try {
    return new TextDecoder(encoding, { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return null;
  }
}
