import type { Layout } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import type { Findings } from "../findings.js";
import type { Model } from "../model/model.js";
import type { Source } from "../xml/source.js";
import { problemWith } from "./check-planes.js";
import { pagesOf } from "./pages.js";
import { readPlanes } from "./read-planes.js";

/** They are drawn below each other: more than anybody scrolls through. */
const mostPages = 200;

/** Where the document draws itself; undefined when it doesn't, or, which is reported, not so that it can be used (BPMN 2.0.2, 12). */
export function layoutOf(model: Model, source: Source, findings: Findings): Layout | undefined {
  const planes = readPlanes(model).filter(({ shapes }) => shapes.size > 0);
  if (planes.length === 0) return undefined;
  const problem = problemWith(model, planes);
  const pages = problem === null ? pagesOf(model, planes) : [];
  if (problem === null && pages.length <= mostPages) return { pages };
  const { at, why } = problem ?? { at: model.definitions, why: `it has ${pages.length} pages, more than ${mostPages}` };
  findings.add(bpmn.report("diagram-unused", source.originOf(at), { why }));
  return undefined;
}
