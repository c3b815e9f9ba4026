/** Text that says by its last member what it was when it was written: a line of a trace, or a small file beside it. */
import { hash } from "node:crypto";

/** SHA-256 as hex; text counts as UTF-8. */
export function sha256Of(content: string | Uint8Array): string {
  return hash("sha256", content, "hex");
}

/** JSON values by their own, with a checksum as the last member, in one line. */
export function sealFile(value: object): Uint8Array {
  const open = JSON.stringify(value).slice(0, -1);
  return Buffer.from(`${open},"checksum":"${sha256Of(open)}"}\n`);
}

/** `,"checksum":"<64 hex>"}` and the end of the line. */
const endLength = 80;
const checksumEnd = /^,"checksum":"([0-9a-f]{64})"\}\n$/;

/** The value of a sealed file; null when it isn't what was written. */
export function unsealFile(bytes: Uint8Array): { readonly [member: string]: unknown } | null {
  const buffer = asBuffer(bytes);
  const cut = Math.max(0, buffer.length - endLength);
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
