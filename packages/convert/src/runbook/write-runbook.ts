import { type Bundle, type Diagnostic, documentLimits, type Graph } from "@rb/ir";
import { Account, type Conversion } from "../conversion.js";
import { convertDiagnostics } from "../diagnostics.js";
import { type GraphLevels, levelsOf, TooDeep, TooManyCopies } from "../levels.js";
import { copiedRoutes } from "../routes.js";
import { tellUnreached } from "../unreached.js";
import { RunbookWriter } from "./runbook-writer.js";
import { sharedLevels } from "./shared-levels.js";
import { yamlText } from "./yaml-text.js";

/** How a runbook is to be written. */
export interface RunbookOptions {
  /** Nodes at most, once every branch has its own. Default: what a document may have. */
  readonly maxNodes?: number;
  /** Lists and maps in each other at most. Default: what a document may have. */
  readonly maxDepth?: number;
}

/** Lists and maps in each other that can be written. */
const deepest = 500;

/**
 * Writes a bundle as a runbook, `rb/v1`, whose flow says what the graph says; it is read back as an equivalent bundle. The bundle has to be one
 * that `check` finds no error in.
 */
export function runbookOf(bundle: Bundle, options: RunbookOptions = {}): Conversion {
  const { maxNodes, maxDepth: wanted } = { ...documentLimits, ...options };
  const maxDepth = Math.min(wanted, deepest);
  const [{ origin }] = bundle.graphs as readonly [Graph];
  const refused = (one: Diagnostic): Conversion => ({ ...newAccount().conversion(null), diagnostics: [one] });
  try {
    const graphs = levelsFor(bundle, maxNodes, maxDepth);
    const account = newAccount();
    tellUnreached(graphs, account);
    const document = new RunbookWriter(graphs, account).write(copiedRoutes(bundle, graphs));
    return account.conversion(yamlText(document, maxDepth));
  } catch (error) {
    if (error instanceof TooManyCopies)
      return refused(convertDiagnostics.report("too-many-copies", origin, { limit: maxNodes }));
    if (error instanceof TooDeep) return refused(convertDiagnostics.report("too-deep", origin, { limit: maxDepth }));
    throw error;
  }
}

/** Each region has nodes of its own, unless those would be too many, or a message would have to go to several of them. */
function levelsFor(bundle: Bundle, maxNodes: number, maxDepth: number): readonly GraphLevels[] {
  try {
    const { graphs } = levelsOf(bundle, maxNodes, maxDepth);
    if (copiedRoutes(bundle, graphs).every(({ to }) => to.nodes === undefined || to.nodes.length < 2)) return graphs;
  } catch (error) {
    if (!(error instanceof TooManyCopies)) throw error;
  }
  return sharedLevels(bundle, maxNodes, maxDepth);
}

function newAccount(): Account {
  return new Account("a runbook", "as-in-graph");
}
