/** Who takes part and which messages are drawn: what the graph has no need of, and traces name. */

export interface MessageFlow {
  readonly id: string;
  readonly source: string;
  readonly target: string;
}

export interface Collaboration {
  /** The participant of a process, by the process's id. */
  readonly participants: ReadonlyMap<string, string>;
  readonly messageFlows: readonly MessageFlow[];
}

/** Reads start tags alone; the document has been found well-formed before. */
export function readCollaboration(text: string): Collaboration {
  const participants = tags(text, "participant").flatMap(({ id, processRef }) =>
    id === undefined || processRef === undefined ? [] : [[local(processRef), id] as const],
  );
  const messageFlows = tags(text, "messageFlow").flatMap(({ id, sourceRef, targetRef }) =>
    id === undefined || sourceRef === undefined || targetRef === undefined
      ? []
      : [{ id, source: local(sourceRef), target: local(targetRef) }],
  );
  return { participants: new Map(participants), messageFlows };
}

type Attributes = { readonly [name: string]: string | undefined };

function tags(text: string, name: string): readonly Attributes[] {
  const found = text.matchAll(new RegExp(`<(?:[\\w.-]+:)?${name}\\s([^<>]*)>`, "g"));
  return [...found].map(([, attributes = ""]) =>
    Object.fromEntries(
      [...attributes.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(([, key, a, b]) => [key, a ?? b]),
    ),
  );
}

/** References may carry the prefix of the document's own namespace. */
function local(reference: string): string {
  return reference.slice(reference.indexOf(":") + 1);
}
