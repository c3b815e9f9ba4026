import { Document } from "yaml";
import type { Runbook } from "../format/model.js";
import { printed } from "../layout/print.js";
import { runbookOf } from "./runbook.js";
import { yamlOf } from "./written.js";

/** The text of a document that is read as this runbook. */
export function writeRunbook(runbook: Runbook): string {
  return printed(new Document(yamlOf(runbookOf(runbook))));
}
