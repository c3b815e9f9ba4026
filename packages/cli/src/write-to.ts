import { writeFileSync } from "node:fs";
import { UsageError } from "./command.js";

/** Writes the whole of a file that the user named. Throws `UsageError` when that can't be done. */
export function writeTo(file: string): (text: string) => void {
  return (text) => {
    try {
      writeFileSync(file, text);
    } catch (error) {
      throw new UsageError(`'${file}' can't be written (${(error as NodeJS.ErrnoException).code}).`);
    }
  };
}
