import type { Evidence } from "@rb/ir";
import { boolean, fields, listOf, name, oneOf, optional, type Reader, required, text, written } from "../reader.js";

const piece: Reader<Evidence> = fields({
  name: required(name, "By which it is handed in."),
  kind: required(oneOf("text", "checklist", "attachment"), "Words, items to tick, or a reference to a file."),
  description: optional(text, "What it should show."),
  items: optional(listOf(text, "An item of the checklist", 1), "The texts of a checklist."),
  required: optional(boolean, "Whether it must be there; true, unless said otherwise."),
});

export const evidence: Reader<readonly Evidence[]> = written(
  "Write it as a list: evidence: [{ name: photo, kind: attachment }]. A piece may also have a 'description', 'items' (a list of texts, for a checklist) and 'required'.",
  listOf(piece, "A piece of evidence", 1),
);
