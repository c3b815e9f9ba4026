/**
 * Tells of extensions that aren't understood, of those that name code, and of those that stand where no extension may: at the first
 * place, once for each word that names code, and once for each vendor for the rest.
 */
import type { Diagnostic } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { listed } from "../model/describe.js";
import { isBpmn, type XmlElement } from "../xml/element.js";
import type { Source } from "../xml/source.js";
import { type Row, rowOf, rowOfAttribute } from "./extensions.js";
import { extensionsOf, vendorName } from "./names.js";

type Kind = "vendor-extension" | "vendor-code" | "vendor-element-misplaced";

type Note = (kind: Kind, type: string, at: XmlElement) => void;

interface Found {
  readonly kind: Kind;
  readonly names: Set<string>;
  readonly first: XmlElement;
  times: number;
}

/** `elements`: those of BPMN, in document order. */
export function extensionReports(elements: readonly XmlElement[], source: Source): readonly Diagnostic[] {
  const found = new Map<string, Found>();
  const note: Note = (kind, type, first) => {
    const { shown, namespace } = vendorName(type);
    const key = `${kind} ${kind === "vendor-code" ? shown : namespace}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { kind, names: new Set([shown]), first, times: 1 });
    else {
      known.names.add(shown);
      known.times++;
    }
  };
  for (const element of elements) {
    for (const [name] of element.foreign) look(rowOfAttribute(name, element.type), name, element, note);
    for (const one of extensionsOf(element)) if (!isBpmn(one)) look(rowOf(one.type, element.type), one.type, one, note);
    if (isMixed(element)) continue;
    for (const one of element.children) {
      if (!isBpmn(one) && vendorName(one.type).dialect !== "aside") note("vendor-element-misplaced", one.type, one);
    }
  }
  return [...found.values()].map(({ kind, names, first, times }) => {
    const args = { count: names.size, names: listed([...names], (name) => name), times };
    return bpmn.report(kind, source.originOf(first), args);
  });
}

function look(row: Row | undefined, name: string, place: XmlElement, note: Note): void {
  if (row === undefined) note("vendor-extension", name, place);
  else if (row.becomes === "code") note("vendor-code", name, place);
}

const mixed: ReadonlySet<string> = new Set(["documentation", "script", "text", "rendering"]);

/** Whether the standard lets anything stand in it: documentation, scripts, expressions. */
function isMixed({ type, text }: XmlElement): boolean {
  return mixed.has(type) || text.trim() !== "";
}
