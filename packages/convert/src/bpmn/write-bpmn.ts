import { type Bundle, type Diagnostic, documentLimits, type Graph } from "@rb/ir";
import { Account, type Conversion } from "../conversion.js";
import { convertDiagnostics } from "../diagnostics.js";
import { type BundleLevels, levelsOf, TooDeep, TooManyCopies } from "../levels.js";
import { copiedRoutes } from "../routes.js";
import { tellUnreached } from "../unreached.js";
import type { Place } from "./arrange.js";
import { diagramOf, type Pool } from "./diagram.js";
import { RootElements } from "./event-definitions.js";
import type { Writing } from "./level-draft.js";
import { OWN_NAMESPACE } from "./own-words.js";
import { writeMessages } from "./write-messages.js";
import { writeProcess } from "./write-process.js";
import { type Xml, xml, xmlText } from "./xml.js";

/** How a document is to be written. */
export interface BpmnOptions {
  /** Where figures go. Without it the document has no diagram. */
  readonly place?: Place;
  /** Nodes at most, once every branch has its own. Default: what a document may have. */
  readonly maxNodes?: number;
  /** Elements in each other at most. Default: what a document may have. */
  readonly maxDepth?: number;
}

/**
 * Writes a bundle as BPMN 2.0 XML. What BPMN can't say stands in extensions, so that the document is read back as an equivalent bundle. The
 * bundle has to be one that `check` finds no error in.
 */
export function bpmnOf(bundle: Bundle, options: BpmnOptions = {}): Conversion {
  const account = new Account("BPMN");
  const levels = levelsWithin(bundle, options);
  if ("code" in levels) {
    const refused = account.conversion(null);
    return { ...refused, diagnostics: [levels] };
  }
  tellUnreached(levels.graphs, account);
  const text = xmlText(definitionsOf(bundle, levels, account, options));
  return account.conversion(`<?xml version="1.0" encoding="UTF-8"?>\n${text}\n`);
}

/** Elements around and in the innermost part: definitions and process, a node, its extension and what is in that. */
const elementsBesideParts = 5;

function levelsWithin(bundle: Bundle, options: BpmnOptions): BundleLevels | Diagnostic {
  const { maxNodes, maxDepth } = { ...documentLimits, ...options };
  const [{ origin }] = bundle.graphs as readonly [Graph];
  try {
    return levelsOf(bundle, maxNodes, maxDepth - elementsBesideParts);
  } catch (error) {
    if (error instanceof TooManyCopies)
      return convertDiagnostics.report("too-many-copies", origin, { limit: maxNodes });
    if (error instanceof TooDeep) return convertDiagnostics.report("too-deep", origin, { limit: maxDepth });
    throw error;
  }
}

function definitionsOf(bundle: Bundle, levels: BundleLevels, account: Account, { place }: BpmnOptions): Xml {
  const { graphs, ids } = levels;
  const writing: Writing = { ids, root: new RootElements(ids), account };
  const written = graphs.map((graph) => writeProcess(writing, graph));
  const several = written.length > 1;
  const pools = written.map(
    (process): Pool => ({ process, participant: several ? ids.fresh(`${process.id}_pool`) : undefined }),
  );
  const participants = new Map(pools.map(({ process, participant = "" }) => [process.id, participant]));
  const messages = writeMessages(writing, copiedRoutes(bundle, graphs), graphs, participants);
  const collaboration = ids.fresh("collaboration");
  const diagram = ids.fresh("diagram");
  const plane = several ? collaboration : (written[0]?.id ?? "");
  return xml("bpmn:definitions", { id: ids.fresh("definitions"), ...namespaces, targetNamespace: "urn:rb:converted" }, [
    ...writing.root.elements,
    ...(several
      ? [xml("bpmn:collaboration", { id: collaboration }, [...pools.map(participantOf), ...messages.elements])]
      : []),
    ...written.map(({ element }) => element),
    ...(place === undefined ? [] : [diagramOf({ id: diagram, plane, pools, messages: messages.lines }, place)]),
  ]);
}

function participantOf({ process, participant }: Pool): Xml {
  return xml("bpmn:participant", { id: participant, name: process.element.attributes.name, processRef: process.id });
}

const namespaces = {
  "xmlns:bpmn": "http://www.omg.org/spec/BPMN/20100524/MODEL",
  "xmlns:bpmndi": "http://www.omg.org/spec/BPMN/20100524/DI",
  "xmlns:dc": "http://www.omg.org/spec/DD/20100524/DC",
  "xmlns:di": "http://www.omg.org/spec/DD/20100524/DI",
  "xmlns:xsi": "http://www.w3.org/2001/XMLSchema-instance",
  "xmlns:rb": OWN_NAMESPACE,
};
