/** Base64 (RFC 4648, 4): the standard alphabet with padding; line breaks, which encoders put in, are let through. */

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const codes: ReadonlyMap<string, number> = new Map(Array.from(alphabet, (letter, code) => [letter, code]));

/** The bytes, or undefined when the text is no base64. */
export function decodeBase64(text: string): Uint8Array | undefined {
  const letters = text.replace(/[\r\n]+/g, "");
  const body = letters.replace(/={1,2}$/, "");
  if (letters.length % 4 !== 0 || !/^[A-Za-z0-9+/]*$/.test(body)) return undefined;
  const bytes = new Uint8Array(Math.floor((body.length * 3) / 4));
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (const letter of body) {
    buffer = ((buffer << 6) | (codes.get(letter) as number)) & 0xffffff;
    bits += 6;
    if (bits >= 8) {
      bits -= 8;
      bytes[at++] = (buffer >> bits) & 0xff;
    }
  }
  return bytes;
}

/** The text whose UTF-8 form the base64 holds, or undefined when it holds none. */
export function decodeBase64Text(text: string): string | undefined {
  const bytes = decodeBase64(text);
  if (bytes === undefined) return undefined;
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; ) {
    const to = endOfCharacter(bytes, Math.min(from + 1024, bytes.length));
    const escaped = Array.from(bytes.subarray(from, to), (byte) => `%${byte.toString(16).padStart(2, "0")}`).join("");
    try {
      // The one strict UTF-8 decoder that the language itself has.
      pieces.push(decodeURIComponent(escaped));
    } catch {
      return undefined;
    }
    from = to;
  }
  const decoded = pieces.join("");
  // A text has no NUL; what has is an archive or UTF-16.
  return decoded.includes("\0") ? undefined : decoded;
}

/** The next offset that doesn't cut a character in two. */
function endOfCharacter(bytes: Uint8Array, offset: number): number {
  let end = offset;
  while (end < bytes.length && ((bytes[end] as number) & 0xc0) === 0x80) end++;
  return end;
}
