import type { Flow } from "@rb/ir";
import { conditionOf } from "./event-definitions.js";
import type { LevelDraft } from "./level-draft.js";
import { ownWords, wordsOf } from "./own-words.js";
import { xml } from "./xml.js";

/** Flows are written once all that they join is there. */
export function addFlow(draft: LevelDraft, flow: Flow): void {
  const { id, from, to, name, port = "out", guard, origin } = flow;
  const source = draft.exits.get(`${from} ${port}`) ?? from;
  const words = wordsOf(name === undefined ? {} : { name });
  const condition = conditionOf(guard, "bpmn:conditionExpression");
  const isOwn = Object.keys(words.unsaid).length > 0 || !isReadAsMeant(draft, flow, condition !== undefined);
  const ownPort = source === from && port !== "out" ? port : undefined;
  draft.elements.push(
    xml("bpmn:sequenceFlow", { id, name: words.name, sourceRef: source, targetRef: to, "rb:port": ownPort }, [
      ...(isOwn ? [ownWords("flow", { ...words.unsaid, ...factsOf(flow) })] : []),
      ...(condition === undefined ? [] : [condition]),
    ]),
  );
  draft.lines.push({ id, from: source, to, name: words.name });
  const { account } = draft.writing;
  if (isOwn || ownPort !== undefined) account.extended("When a flow is taken", origin);
  else account.native();
}

/** Whether a reader finds out by itself when the flow is taken: one without a condition is what remains, or undecided, where others have one. */
function isReadAsMeant(draft: LevelDraft, flow: Flow, hasCondition: boolean): boolean {
  const { id, from, guard, otherwise, cases, slot } = flow;
  if (cases !== undefined || slot !== undefined) return false;
  if (otherwise === true) return draft.defaults.has(id) && guard === undefined;
  return guard === undefined ? !draft.choosing.has(from) : hasCondition;
}

/** All that a flow says besides its ends. */
function factsOf({ guard, otherwise, cases, slot }: Flow): object {
  return {
    ...(guard === undefined ? {} : { guard }),
    ...(otherwise === undefined ? {} : { otherwise }),
    ...(cases === undefined ? {} : { cases }),
    ...(slot === undefined ? {} : { slot }),
  };
}
