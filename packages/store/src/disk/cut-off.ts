import type { OpenFile } from "./disk.js";

/** Cuts off what a failed write, or a failed flush, may have left behind `size`. Whether it is gone: else it is a torn end. */
export function cutOff(file: OpenFile, size: number): boolean {
  try {
    file.truncate(size);
    return true;
  } catch {
    return false;
  }
}
