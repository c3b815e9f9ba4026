/** Bytes as texts: base64url as signatures want it, and what other tools write instead. */

/** Longer texts are no signature, key or certificate of anybody. */
export const MAX_ENCODED: number = 64 * 1024;

/** The one way to write bytes in base64url without padding (RFC 4648, 5); null for anything else, stray bits included. */
export function fromBase64Url(text: string): Buffer | null {
  if (!/^[\w-]+$/.test(text) || text.length > MAX_ENCODED) return null;
  const bytes = Buffer.from(text, "base64url");
  return bytes.toString("base64url") === text ? bytes : null;
}

/** Base64 (RFC 4648, 4), also broken into lines or without its padding, as keys and certificates are pasted; null for anything else. */
export function fromBase64(text: string): Buffer | null {
  if (text.length > MAX_ENCODED) return null;
  const digits = text.replace(/[ \t\r\n]/g, "");
  const bare = digits.replace(/={1,2}$/, "");
  if (!/^[A-Za-z0-9+/]+$/.test(bare)) return null;
  const bytes = Buffer.from(bare, "base64");
  return bytes.toString("base64").replace(/=+$/, "") === bare ? bytes : null;
}

/** Two digits for each byte, in either case. */
export function fromHex(text: string): Buffer | null {
  const isHex = text.length <= MAX_ENCODED && text.length % 2 === 0 && /^[\da-f]+$/i.test(text);
  return isHex ? Buffer.from(text, "hex") : null;
}
