/**
 * What a start's idempotency key stands for: one small file a key, made by linking, so that of several who start with it one makes the run.
 * The key is there before the run: whoever finds the key and no run was interrupted, or comes too early, and the same run is made under the
 * same id. A key holds for as long as the store does.
 */
import { createHash } from "node:crypto";
import type { Disk } from "../disk/disk.js";
import { sealFile, unsealFile } from "../disk/sealed.js";
import { isRunId } from "../run/run-directory.js";
import { StoreError } from "../store-error.js";

/** The directory of keys. */
export const KEYS = "keys";

/** The run that `key` stands for: `run`, unless there is one already. */
export async function claimKey(disk: Disk, key: string, run: string): Promise<string> {
  const file = `${KEYS}/${createHash("sha256").update(key).digest("hex")}.json`;
  const known = readKey(disk, file);
  if (known !== null) {
    // Whoever made it may not have come to this.
    await disk.syncDirectory(KEYS, "key-directory");
    return known;
  }
  const draft = `${KEYS}/.${run}`;
  disk.remove(draft);
  const open = disk.open(draft, "create");
  if (open === null) throw new Error(`${draft} was removed and is there all the same`);
  try {
    open.write(sealFile({ run_id: run }), 0);
    await open.sync("key");
  } finally {
    open.close();
  }
  const isFirst = disk.link(draft, file);
  disk.remove(draft);
  await disk.syncDirectory(KEYS, "key-directory");
  if (isFirst) return run;
  const other = readKey(disk, file);
  if (other !== null) return other;
  throw new StoreError(
    "store/io-error",
    "An idempotency key's file can't be read.",
    "Remove it if you are sure that no run was started with this key.",
    { file },
  );
}

function readKey(disk: Disk, file: string): string | null {
  const bytes = disk.read(file);
  if (bytes === null) return null;
  const run = unsealFile(bytes)?.run_id;
  if (typeof run === "string" && isRunId(run)) return run;
  throw new StoreError(
    "store/io-error",
    "The file that says which run an idempotency key stands for is damaged.",
    "Find the run in `rb runs`; remove the file if there is none.",
    { file },
  );
}
