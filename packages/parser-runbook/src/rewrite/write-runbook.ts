import { Document } from "yaml";
import type { Runbook } from "../format/model.js";
import { printed } from "../layout/print.js";
import type { Comments } from "./comments.js";
import { runbookOf } from "./runbook.js";
import { yamlOf } from "./written.js";

/** The text of a document that is read as this runbook. Takes the comments at its beginning and above its steps. */
export function writeRunbook(runbook: Runbook, comments?: Comments): string {
  const head = comments?.before(runbook.node.start);
  const document = new Document(yamlOf(runbookOf(runbook, comments)));
  document.commentBefore = head ?? null;
  return printed(document);
}
