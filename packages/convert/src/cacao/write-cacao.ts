import { type Bundle, type Diagnostic, documentLimits, type Graph, isJsonObject, type Json } from "@rb/ir";
import { Account, type Conversion } from "../conversion.js";
import { convertDiagnostics } from "../diagnostics.js";
import { levelsOf, TooDeep, TooManyCopies } from "../levels.js";
import { copiedRoutes } from "../routes.js";
import { tellUnreached } from "../unreached.js";
import { unseenAsJson } from "../unseen.js";
import { TooManySplits } from "./blocks.js";
import { PlaybookWriter } from "./playbook-writer.js";

/** How a playbook is to be written. */
export interface CacaoOptions {
  /** Steps at most, once every branch has its own. Default: what a document may have. */
  readonly maxNodes?: number;
  /** Levels of JSON in each other at most. Default: what a document may have. */
  readonly maxDepth?: number;
  /** When the playbook was made, where its graph doesn't say: RFC 3339 in UTC, to the millisecond. */
  readonly created?: string;
}

/** Regions in each other at most: as many branches as a reader follows. */
const deepest = 400;

/**
 * Writes a bundle as a CACAO 2.0 playbook. What CACAO can't say stands in extensions, so that the document is read back as an equivalent
 * bundle. The bundle has to be one that `check` finds no error in. There is no document where tokens fork and come together in ways that
 * are no blocks: CACAO has nothing but blocks.
 */
export function cacaoOf(bundle: Bundle, options: CacaoOptions = {}): Conversion {
  const account = new Account("CACAO");
  const { maxNodes, maxDepth } = { ...documentLimits, ...options };
  const [{ origin }] = bundle.graphs as readonly [Graph];
  // Of what isn't written nothing is counted.
  const refused = (one: Diagnostic): Conversion => ({ ...new Account("CACAO").conversion(null), diagnostics: [one] });
  try {
    const { graphs, ids } = levelsOf(bundle, maxNodes, Math.min(deepest, maxNodes));
    tellUnreached(graphs, account);
    const playbook = new PlaybookWriter(graphs, ids, account, options.created);
    const document = playbook.write(copiedRoutes(bundle, graphs));
    const [culprit] = playbook.draft.culprits;
    if (culprit !== undefined) {
      const { flow, why } = culprit;
      return refused(convertDiagnostics.report("not-structured", flow.origin, { flow: flow.id, why, format: "CACAO" }));
    }
    if (playbook.draft.steps.size > maxNodes) throw new TooManyCopies();
    if (isDeeper(document, maxDepth)) throw new TooDeep();
    return account.conversion(`${unseenAsJson(JSON.stringify(document, null, 2))}\n`);
  } catch (error) {
    if (error instanceof TooManyCopies)
      return refused(convertDiagnostics.report("too-many-copies", origin, { limit: maxNodes }));
    if (error instanceof TooDeep) return refused(convertDiagnostics.report("too-deep", origin, { limit: maxDepth }));
    if (error instanceof TooManySplits) return refused(convertDiagnostics.report("too-many-splits", origin, {}));
    throw error;
  }
}

/** How deep JSON lies in itself is looked at no further than is allowed. */
function isDeeper(value: Json, left: number): boolean {
  if (Array.isArray(value)) return left <= 0 || value.some((item) => isDeeper(item, left - 1));
  if (!isJsonObject(value)) return false;
  return left <= 0 || Object.values(value).some((member) => isDeeper(member as Json, left - 1));
}
