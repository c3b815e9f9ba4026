/**
 * What BPMN has no words for stands beside it as `rb:ir`: the members of the graph's part as JSON, without what the drawing says (ids, ends,
 * what lies in what, boundary events). Whoever reads it takes these members instead of what the element by itself would mean.
 */
import { withoutOrigins } from "@rb/ir";
import { isWritable, jsonText, type Xml, xml } from "./xml.js";

/** The namespace of `rb:ir` and `rb:port`. */
export const OWN_NAMESPACE = "urn:rb:bpmn:1";

type Part = Parameters<typeof withoutOrigins>[0];

/** Name and description as BPMN has them; the rest goes into extensions. */
export interface Words {
  readonly name: string | undefined;
  readonly documentation: readonly Xml[];
  /** Those of name and description that BPMN can't hold. */
  readonly unsaid: { readonly name?: string; readonly description?: string };
}

export function wordsOf({ name, description }: { readonly name?: string; readonly description?: string }): Words {
  const sayName = name === undefined || isWritable(name, "attribute");
  const sayDescription = description === undefined || isWritable(description, "content");
  return {
    name: sayName ? name : undefined,
    documentation: sayDescription && description !== undefined ? [xml("bpmn:documentation", {}, description)] : [],
    unsaid: { ...(sayName ? {} : { name }), ...(sayDescription ? {} : { description }) },
  };
}

/** The extension that says these members. */
export function ownWords(part: Part, members: object): Xml {
  return xml("bpmn:extensionElements", {}, [xml("rb:ir", {}, jsonText(withoutOrigins(part, members)))]);
}
