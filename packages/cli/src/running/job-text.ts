import type { JobRequest } from "@rb/kernel";
import { clipped, compactLines } from "../compact-json.js";

/** What a job asks of its executor, member by member. Secrets stay references: nothing here has ever seen one. */
export function jobLines({ request, unknowns = [], secrets = [] }: JobRequest): readonly string[] {
  const marks = new Map<string, string>();
  for (const { pointer } of unknowns) marks.set(pointer, "‹not known›");
  for (const { pointer, parts } of secrets) {
    marks.set(pointer, parts.map((part) => (typeof part === "string" ? part : `‹${part.secret}›`)).join(""));
  }
  return compactLines(request, marks).map(clipped);
}
