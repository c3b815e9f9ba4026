/** Text that says by its last member what it was when it was written: a line of a trace, or a small file beside it. */
import { hash } from "node:crypto";

/** SHA-256 as hex; text counts as UTF-8. */
export function sha256Of(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** `,"checksum":"<64 hex>"}` and the end of the line: what a sealed file ends with, and room for it. */
const room = `,"checksum":"${"0".repeat(64)}"}\n`;
const checksumEnd = /^,"checksum":"([0-9a-f]{64})"\}\n$/;

/** A value as JSON in one line, with a checksum as its last member. */
export function sealFile(value: object): Uint8Array {
  const bytes = Buffer.from(JSON.stringify(value).slice(0, -1) + room);
  const end = bytes.length - room.length;
  bytes.write(sha256Of(bytes.subarray(0, end)), end + room.indexOf("0"), "latin1");
  return bytes;
}

/** The value of a sealed file; null when it isn't what was written. */
export function unsealFile(bytes: Uint8Array): { readonly [member: string]: unknown } | null {
  const buffer = asBuffer(bytes);
  const cut = Math.max(0, buffer.length - room.length);
  const end = checksumEnd.exec(buffer.toString("latin1", cut));
  if (end === null || sha256Of(buffer.subarray(0, cut)) !== end[1]) return null;
  try {
    return JSON.parse(`${buffer.toString("utf8", 0, cut)}}`) as { readonly [member: string]: unknown };
  } catch {
    return null;
  }
}

/** The same bytes. */
export function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
