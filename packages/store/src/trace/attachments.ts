/**
 * Values too large for a line of a trace: a file each, named by its hash, which lasts before the line that names it is written.
 */
import { isJsonObject, type Json, type Slot } from "@rb/ir";
import type { JobRequest, JournalRecord } from "@rb/kernel";
import type { Disk } from "../disk/disk.js";
import { createFresh } from "../disk/fresh-file.js";
import { asBuffer, sha256Of } from "../disk/sealed.js";
import type { RunPaths } from "../run/run-directory.js";
import { StoreError } from "../store-error.js";
import { type AttachmentRef, mapLargeValues } from "./large-values.js";

/** A record that names attachments, and what they hold: the JSON of each, by hash. */
export interface Detached {
  readonly record: JournalRecord;
  readonly contents: ReadonlyMap<string, string>;
}

/** Takes out what is longer than `maxInline` characters of JSON. */
export function detach(record: JournalRecord, maxInline: number): Detached {
  const contents = new Map<string, string>();
  const refOf = (value: Json): AttachmentRef | null => {
    const text = JSON.stringify(value);
    if (text.length <= maxInline) return null;
    const sha256 = sha256Of(text);
    contents.set(sha256, text);
    return { sha256, size: Buffer.byteLength(text) };
  };
  const detached = mapLargeValues(record, {
    slot: (slot) => {
      const attachment = "json" in slot ? refOf(slot.json) : null;
      return attachment === null ? slot : ({ attachment } as unknown as Slot);
    },
    job: (job) => {
      const attachment = refOf(job.request);
      return attachment === null ? job : ({ ...job, request: null, attachment } as JobRequest);
    },
  });
  return { record: detached, contents };
}

/** Puts back what was taken out; `read` has the value of an attachment. */
export function attach(record: JournalRecord, read: (ref: AttachmentRef) => Json): JournalRecord {
  return mapLargeValues(record, {
    slot: (slot) => ("attachment" in slot ? { json: read(refIn(slot.attachment)) } : slot),
    job: (job) => {
      if (!("attachment" in job)) return job;
      const { attachment, ...rest } = job;
      return { ...rest, request: read(refIn(attachment)) };
    },
  });
}

function refIn(said: unknown): AttachmentRef {
  if (isJsonObject(said)) {
    const { sha256, size } = said;
    if (typeof sha256 === "string" && /^[0-9a-f]{64}$/.test(sha256) && typeof size === "number")
      return { sha256, size };
  }
  throw new StoreError(
    "store/damaged-attachment",
    "A record names an attachment in a way that none is named.",
    "The trace was not written by rb. Restore it from a copy.",
  );
}

/** Makes a value last under its hash. */
export async function storeAttachment(disk: Disk, paths: RunPaths, sha256: string, text: string): Promise<void> {
  const path = `${paths.attachments}/${sha256}`;
  const present = disk.read(path);
  if (present === null || sha256Of(present) !== sha256) {
    if (disk.list(paths.attachments).length === 0) {
      disk.createDirectory(paths.attachments);
      await disk.syncDirectory(paths.directory, "run-directory");
    }
    await writeWhole(disk, path, text);
  }
  // Also when it was there: whoever wrote it may have died before its name lasted.
  await disk.syncDirectory(paths.attachments, "attachments-directory");
}

async function writeWhole(disk: Disk, path: string, text: string): Promise<void> {
  const temporary = `${path}.tmp`;
  const file = createFresh(disk, temporary);
  try {
    file.write(Buffer.from(text), 0);
    await file.sync("attachment");
  } finally {
    file.close();
  }
  disk.rename(temporary, path);
}

/** @throws StoreError `store/damaged-attachment` when it is gone, or isn't what its name says. */
export function readAttachment(disk: Disk, paths: RunPaths, { sha256, size }: AttachmentRef): Json {
  const file = `${paths.attachments}/${sha256}`;
  const bytes = disk.read(file);
  if (bytes !== null && bytes.length === size && sha256Of(bytes) === sha256) {
    try {
      return JSON.parse(asBuffer(bytes).toString("utf8")) as Json;
    } catch {
      // As good as damaged.
    }
  }
  throw new StoreError(
    "store/damaged-attachment",
    bytes === null
      ? "The trace names this value, and it is not there."
      : `It has ${bytes.length} bytes and other contents than the trace says, which are ${size} with the SHA-256 that is its name.`,
    "Restore it from a copy; its name is the SHA-256 of its contents, so any file with that hash is the right one.",
    { file },
  );
}
