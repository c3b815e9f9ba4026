/**
 * Lists of steps that several places have: in a document they are parts with names. So are lists that lie deep in others, where parts see what
 * the places see that name them.
 */
import type { Action, Handler, Runbook, Step } from "../format/model.js";
import { isName } from "../format/reader.js";
import { listsInside, listsTogether, listsUnder, type Together } from "../format/steps-inside.js";
import { eventName } from "../lower/events.js";

export interface SharedList {
  readonly name: string;
  readonly sees: readonly string[];
  readonly steps: readonly Step[];
}

type List = readonly Step[];

/** Each takes up to four levels of the document. */
const deepest = 12;

/** Each after those that it stands in. */
export function sharedLists(runbook: Runbook): readonly SharedList[] {
  const known = new Map<List, string>((runbook.parts ?? []).map(({ steps, name }) => [steps, name]));
  const uses = usesOf(runbook);
  const names = new Set(known.values());
  const found: SharedList[] = [];
  const left = new Map(uses);
  const seenAt = new Map<List, readonly string[]>();
  /** What is seen in a list that several places have is what all of them see, so the last of them leads on. */
  const visit = (list: List, sees: readonly string[], around: number): void => {
    const before = seenAt.get(list);
    const common = before === undefined ? sees : before.filter((name) => sees.includes(name));
    seenAt.set(list, common);
    const rest = (left.get(list) as number) - 1;
    left.set(list, rest);
    if (rest > 0) return;
    const isDeep = around === deepest && runbook.sharesResults === true;
    const isPart = (uses.get(list) as number) > 1 || known.has(list) || isDeep;
    if (isPart) {
      const name = known.get(list) ?? nameFor(list, names);
      names.add(name);
      found.push({ name, sees: common, steps: list });
    }
    const inside = isPart ? 1 : around + 1;
    for (const [inner, more] of list.flatMap(listsWithNames)) visit(inner, [...new Set([...common, ...more])], inside);
  };
  for (const [list, more] of listsOf(runbook)) visit(list, more, 0);
  return found;
}

/** How many places have each list. */
function usesOf(runbook: Runbook): ReadonlyMap<List, number> {
  const uses = new Map<List, number>();
  const open = [...listsTogether(runbook)];
  for (let list = open.pop(); list !== undefined; list = open.pop()) {
    const count = uses.get(list) ?? 0;
    uses.set(list, count + 1);
    if (count === 0) for (const step of list) for (const inner of listsInside(step)) open.push(inner);
  }
  return uses;
}

type Seeing = readonly (readonly [list: List, sees: readonly string[]])[];

/** The lists of steps together, each with what is seen in it besides what is seen around. */
function listsOf({ steps, on = [], finally: last }: Together): Seeing {
  return [[steps, []], ...handledBy(on), ...(last === undefined ? [] : [[last, ["error"]] as const])];
}

function handledBy(on: readonly Handler[]): Seeing {
  return on.map(({ steps, event }) => {
    const arrived = eventName(event);
    return [steps, arrived === undefined ? [] : [arrived]] as const;
  });
}

function listsWithNames({ action, on = [], undo }: Step): Seeing {
  const under = action === undefined ? [] : action.kind === "group" ? listsOf(action) : insideOf(action);
  return [...under, ...handledBy(on), ...(undo === undefined ? [] : [[undo, []] as const])];
}

function insideOf(action: Action): Seeing {
  const { as, index } = action.kind === "forEach" ? action : {};
  const names = [as, index].filter((name) => name !== undefined);
  return listsUnder(action).map((list) => [list, names] as const);
}

/** After the first of its steps, where that is a name that nothing else has. */
function nameFor([first]: List, taken: ReadonlySet<string>): string {
  const id = first?.id.replaceAll(/[^A-Za-z0-9_-]/g, "-") ?? "";
  const wanted = isName(id) ? id : `part-${id}`.slice(0, 100);
  let name = wanted;
  for (let n = 2; taken.has(name); n++) name = `${wanted.slice(0, 100)}-${n}`;
  return name;
}
