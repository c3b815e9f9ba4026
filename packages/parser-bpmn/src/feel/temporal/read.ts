import type { Temporal } from "../values.js";
import { readDate, readDateTime } from "./date-time.js";
import { readDuration } from "./duration.js";
import { readTime } from "./time.js";

/** What `@"…"` stands for, DMN 1.5, 10.3.1.2, rule 62; null for nothing. */
export function readTemporal(text: string): Temporal | null {
  return readDate(text) ?? (text.includes("T") ? readDateTime(text) : null) ?? readTime(text) ?? readDuration(text);
}
