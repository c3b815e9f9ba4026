/** The namespace of BPMN 2.0 elements; whatever prefix a file gives it. */
export const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";

export interface XmlElement {
  /** The local name of a BPMN element; `{namespace}name` of any other. */
  readonly type: string;
  /** By the name as written. Only names that the standard knows may be asked for, so that no document chooses a key. */
  readonly attributes: { readonly [name: string]: string };
  /** Attributes of other namespaces, as `{namespace}name` and value. */
  readonly foreign: readonly (readonly [name: string, value: string])[];
  readonly children: readonly XmlElement[];
  /** What its `incoming` and `outgoing` children name, as written. There are two for each flow; as elements they would double a large tree. */
  readonly incoming: readonly string[];
  readonly outgoing: readonly string[];
  /** The text directly inside, without that of children. */
  readonly text: string;
  readonly parent: XmlElement | null;
  /** Where `<` stands, in UTF-16 code units. */
  readonly start: number;
  /** Where the content begins, after `>`. */
  readonly inner: number;
}

/** An attribute's value, without white space around it; undefined when it is absent or empty. */
export function attribute(element: XmlElement, name: string): string | undefined {
  const value = element.attributes[name];
  return value === "" ? undefined : value;
}

/** An xsd:boolean attribute. */
export function flag(element: XmlElement, name: string, otherwise: boolean): boolean {
  const value = attribute(element, name);
  return value === undefined ? otherwise : value === "true" || value === "1";
}

export function child(element: XmlElement, type: string): XmlElement | undefined {
  return element.children.find((one) => one.type === type);
}

export function childrenOf(element: XmlElement, type: string): readonly XmlElement[] {
  return element.children.length === 0 ? element.children : element.children.filter((one) => one.type === type);
}

/** The text of a child such as `sourceRef`; undefined when it is absent or empty. */
export function childText(element: XmlElement, type: string): string | undefined {
  const text = child(element, type)?.text.trim();
  return text === "" ? undefined : text;
}

export function isBpmn(element: XmlElement): boolean {
  return element.type[0] !== "{";
}
