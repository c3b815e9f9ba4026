/** Reads a trace the simplest way there is, to hold against how the store reads it. */
import type { JournalRecord } from "@rb/kernel";

/** The records of all chunks that are whole. */
export function recordsIn(
  trace: Uint8Array | null,
  attachment: (name: string) => Uint8Array | null,
): readonly JournalRecord[] {
  if (trace === null) return [];
  const text = new TextDecoder().decode(trace);
  const records: JournalRecord[] = [];
  for (const line of text.slice(0, text.lastIndexOf("\n") + 1).split("\n")) {
    if (!line.startsWith(`{"type":"batch"`)) continue;
    try {
      const putBack = line.startsWith('"attachments":', line.indexOf('"attachments"'))
        ? (_: string, value: unknown) => attached(value, attachment)
        : undefined;
      const batch = JSON.parse(line, putBack) as { records: JournalRecord[] };
      records.push(...batch.records);
    } catch {
      // A chunk that was torn: nothing comes after it.
      break;
    }
  }
  return records;
}

/** A value that was too large for a line, or a job's request that was, is put back where it belongs. */
function attached(value: unknown, attachment: (name: string) => Uint8Array | null): unknown {
  if (typeof value !== "object" || value === null || !("attachment" in value)) return value;
  const { attachment: named, ...rest } = value;
  const bytes = attachment((named as { readonly sha256: string }).sha256);
  if (bytes === null) throw new Error("an attachment is gone");
  const json: unknown = JSON.parse(new TextDecoder().decode(bytes));
  return "request" in rest ? { ...rest, request: json } : { json };
}

/** Whether bytes of a trace or log hold the record by which an effect was begun. */
export function tellsOfStart(bytes: Uint8Array | null, effect: string): boolean {
  if (bytes === null) return false;
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  if (text.includes(`"type":"jobStarted","effect":${JSON.stringify(effect)}`)) return true;
  const decided = text.lastIndexOf(`"type":"jobDecided","effect":${JSON.stringify(effect)}`);
  return decided >= 0 && text.subarray(decided, text.indexOf(`{"type":`, decided)).includes(`"stage":"started"`);
}
