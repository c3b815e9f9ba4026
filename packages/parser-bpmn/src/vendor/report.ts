/** Tells of extensions that aren't understood, of those that name code, and of those that stand where no extension may: each kind once, where it is first met. */
import type { Diagnostic } from "@rb/ir";
import { bpmn } from "../diagnostics.js";
import { isBpmn, type XmlElement } from "../xml/element.js";
import type { Source } from "../xml/source.js";
import { rowOf } from "./extensions.js";
import { extensionsOf, vendorName } from "./names.js";

type Kind = "vendor-extension" | "vendor-code" | "vendor-element-misplaced";

interface Found {
  readonly kind: Kind;
  readonly name: string;
  readonly first: XmlElement;
  times: number;
}

/** `elements`: those of BPMN, in document order. */
export function extensionReports(elements: readonly XmlElement[], source: Source): readonly Diagnostic[] {
  const found = new Map<string, Found>();
  const note = (kind: Kind, type: string, first: XmlElement): void => {
    const key = `${kind} ${type}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { kind, name: vendorName(type).shown, first, times: 1 });
    else known.times++;
  };
  for (const element of elements) {
    for (const [name] of element.foreign) look(name, element, element, note);
    for (const one of extensionsOf(element)) if (!isBpmn(one)) look(one.type, element, one, note);
    for (const one of element.children) {
      if (!isBpmn(one) && vendorName(one.type).dialect !== "aside") note("vendor-element-misplaced", one.type, one);
    }
  }
  return [...found.values()].map(({ kind, name, first, times }) =>
    bpmn.report(kind, source.originOf(first), { name, times }),
  );
}

function look(
  name: string,
  owner: XmlElement,
  place: XmlElement,
  note: (kind: Kind, type: string, at: XmlElement) => void,
): void {
  const row = rowOf(name, owner.type);
  if (row === undefined) note("vendor-extension", name, place);
  else if (row.becomes === "code") note("vendor-code", name, place);
}
