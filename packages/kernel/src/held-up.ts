/** Who holds up a join that looks at all tokens of its instance: those that stand where a slot can still be reached from. */
import type { Step } from "./context.js";
import type { NodeProgram } from "./program.js";
import { NodeSet, Reach } from "./reach.js";
import type { Frame, JoinState, Token } from "./state.js";

/** What can get to a gateway at all: of the graph alone, so it is worked out once. */
const reaches = new WeakMap<NodeProgram, Reach>();

export function wholeReach(gateway: NodeProgram): Reach {
  let reach = reaches.get(gateway);
  if (reach === undefined) {
    reach = new Reach(gateway, gateway.slots.keys());
    reaches.set(gateway, reach);
  }
  return reach;
}

/** Whether a token of the instance stands at one of these nodes, the excepted ones aside. The one that did last time is tried first. */
export function isHeldUp(
  step: Step,
  join: JoinState,
  standing: Standing,
  at: NodeSet,
  except: NodeSet | null,
): boolean {
  const { blocker } = join;
  const isStillThere =
    blocker !== null &&
    step.isAlive(blocker) &&
    goesOn(blocker) &&
    at.has(blocker.node) &&
    except?.has(blocker.node) !== true;
  if (!isStillThere) join.blocker = standing.lastAt(at, except);
  return join.blocker !== null;
}

/** Where the tokens of an instance stand. Looked at once for all of its joins, and again when something has happened. */
export class Standing {
  readonly #step: Step;
  readonly #frame: Frame;
  #nodes: NodeSet | null = null;
  #tokens: Map<number, Token> = new Map();
  #records = 0;

  constructor(step: Step, frame: Frame) {
    this.#step = step;
    this.#frame = frame;
  }

  /** A token at one of these nodes, the excepted ones aside: the one that came last, as it mostly stays longest. */
  lastAt(at: NodeSet, except: NodeSet | null): Token | null {
    const { state } = this.#step;
    if (this.#nodes === null || this.#records !== state.records) this.#nodes = this.#look();
    const index = this.#nodes.lastIn(at, except);
    return index === null ? null : (this.#tokens.get(index) ?? null);
  }

  #look(): NodeSet {
    const { state } = this.#step;
    const nodes = new NodeSet(this.#frame.graph);
    this.#records = state.records;
    this.#tokens = new Map();
    for (const token of state.tokens.values()) {
      if (token.frame !== this.#frame || !goesOn(token)) continue;
      nodes.add(token.node);
      this.#tokens.set(token.node.index, token);
    }
    return nodes;
  }
}

/** A token that was only made to undo something, and that nobody waits for, never leaves its node. */
function goesOn(token: Token): boolean {
  return token.undo?.wait !== false;
}
