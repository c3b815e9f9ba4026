import { StoreError } from "../store-error.js";
import type { Disk, OpenFile } from "./disk.js";

/** A new, empty file in the place of what a writer that died may have left. For names that only whoever holds the run's lock writes. */
export function createFresh(disk: Disk, path: string): OpenFile {
  const file = disk.open(path, "create") ?? again(disk, path);
  if (file !== null) return file;
  throw new StoreError(
    "store/io-error",
    "The file is there again right after it was removed: something else writes into the store.",
    "Stop whatever that is; only rb may write there.",
    { file: path },
  );
}

function again(disk: Disk, path: string): OpenFile | null {
  disk.remove(path);
  return disk.open(path, "create");
}
