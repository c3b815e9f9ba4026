/** Boundary events: what an activity hears, the other ways out of it, what undoes it. */
import { isActivity, type Node, type ScopeHandler } from "@rb/ir";
import { throwDefinition, triggerDefinition } from "./event-definitions.js";
import type { LevelDraft } from "./level-draft.js";
import { ownWords, wordsOf } from "./own-words.js";
import { type Xml, xml } from "./xml.js";

export function addBoundary(draft: LevelDraft, node: Node, ports: readonly string[]): void {
  if (!isActivity(node)) return;
  const { ids, root, account } = draft.writing;
  for (const { id, name, origin, ...handler } of node.handlers ?? []) {
    const words = wordsOf(name === undefined ? {} : { name });
    account.extended("What a boundary event hears", origin);
    addEvent(draft, node, id, id, {
      attributes: { name: words.name, cancelActivity: isDrawnGoingOn(handler) ? "false" : undefined },
      children: [ownWords("boundaryHandler", { ...words.unsaid, ...handler })],
      definitions: handler.triggers
        .filter(({ on }) => on !== "cancel" || isTransaction(node))
        .map((one) => triggerDefinition(one, root)),
    });
  }
  for (const port of ports) {
    const definition =
      port === "failed"
        ? triggerDefinition({ on: "error" }, root)
        : triggerDefinition({ on: "escalation", code: port }, root);
    account.extended("A way out of a step", node.origin);
    const attributes = { "rb:port": port };
    addEvent(draft, node, port, ids.fresh(`${node.id}_${port}`), {
      attributes,
      children: [],
      definitions: [definition],
    });
  }
  if (node.compensation === undefined) return;
  const id = ids.fresh(`${node.id}_compensation`);
  const definitions = [throwDefinition({ raise: "compensation", wait: true }, root)];
  addEvent(draft, node, undefined, id, { attributes: {}, children: [], definitions });
  const association = ids.fresh(`${id}_association`);
  const ends = { sourceRef: id, targetRef: node.compensation, associationDirection: "One" };
  draft.artifacts.push(xml("bpmn:association", { id: association, ...ends }));
  draft.lines.push({ id: association, from: id, to: node.compensation });
}

function isTransaction(node: Node): boolean {
  return node.kind === "scope" && node.region.transaction === true;
}

/** What hears an error or a cancel can't go on beside it (BPMN 2.0.2, 10.5.3); that ours can, only the extension says. */
export function isDrawnGoingOn({ interrupting, triggers }: Pick<ScopeHandler, "interrupting" | "triggers">): boolean {
  return (
    interrupting === false && !triggers.some(({ on }) => on === "error" || on === "cancel" || on === "compensation")
  );
}

interface EventParts {
  readonly attributes: Xml["attributes"];
  readonly children: readonly Xml[];
  readonly definitions: readonly Xml[];
}

function addEvent(draft: LevelDraft, node: Node, port: string | undefined, id: string, parts: EventParts): void {
  const flows = (draft.outgoing.get(node.id) ?? []).filter((flow) => flow.port === port && port !== undefined);
  draft.elements.push(
    xml("bpmn:boundaryEvent", { id, ...parts.attributes, attachedToRef: node.id }, [
      ...parts.children,
      ...flows.map((flow) => xml("bpmn:outgoing", {}, flow.id)),
      ...parts.definitions,
    ]),
  );
  draft.boxes.push({ id, look: "event", on: node.id });
  if (port !== undefined) draft.exits.set(`${node.id} ${port}`, id);
}
