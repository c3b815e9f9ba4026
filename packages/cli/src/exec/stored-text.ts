/** Texts as they are kept: small ones whole, of others the hash and the beginning, unless governance has all of it kept. */
import { createHash } from "node:crypto";
import type { Json, JsonObject } from "@rb/ir";
import { redactedText } from "./redact-json.js";
import type { Redaction } from "./redaction.js";

/** Characters up to which a text is kept whole, and how many of a longer one are. */
const whole = 256;
const beginning = 128;

/** How texts are kept in a run. */
export interface Keeping extends Redaction {
  /** All that commands print is kept. */
  readonly full: boolean;
}

/** What a command has printed: how long it is in bytes of UTF-8, its hash, and as much of it as is kept. All of it is said of the redacted text. */
export function transcriptOf(text: string, { redact, full }: Keeping): JsonObject {
  const kept = redact(text);
  const facts = { sha256: sha256Of(kept), size: Buffer.byteLength(kept) };
  if (full) return { ...facts, text: kept };
  return { ...facts, preview: kept.length <= whole ? kept : cut(kept) };
}

export interface KeptCapture {
  readonly text: string;
  /** Whether it is what was captured, so that a later process can go on with it. */
  readonly isItself: boolean;
}

/** What was captured as a text, or its hash. */
export function captureOf(value: Json, { redact, full }: Keeping): KeptCapture {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const kept = redactedText(value, redact);
  if (full || kept.length <= whole) return { text: kept, isItself: kept === text };
  return { text: `sha256:${sha256Of(kept)}`, isItself: false };
}

export function sha256Of(bytes: string | Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Half a character at the cut is none. */
function cut(text: string): string {
  return text.slice(0, beginning).replace(/[\ud800-\udbff]$/, "");
}
