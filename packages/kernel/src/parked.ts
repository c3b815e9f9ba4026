/** Tokens parked at joins, with what is derived from them: tokens by slot, and who holds a join up. For `apply`, which alone writes state. */
import type { Id } from "./envelope.js";
import type { NodeProgram } from "./program.js";
import type { Frame, JoinState, State, Token } from "./state.js";

/** At a join, also while that is somebody's incident. */
export function isParked(token: Token): boolean {
  return token.phase === "joined" || token.incident?.from === "joined";
}

export function park(state: State, token: Token): void {
  const join = joinState(state, token.frame, token.node);
  state.undo?.saveJoin(join);
  join.tokens.push(token);
  const slot = token.via?.slot ?? "";
  const count = join.filled.get(slot) ?? 0;
  join.filled.set(slot, count + 1);
  if (count > 0) return;
  if (isReachable(token.node)) join.reach?.add(slot);
  else join.reach = null;
}

/** Whether a gateway joins by the `reachable` rule. */
export function isReachable(node: NodeProgram): boolean {
  return node.source.kind === "gateway" && node.source.join?.rule === "reachable";
}

export function joinState(state: State, frame: Frame, node: NodeProgram): JoinState {
  if (frame.joins === null) {
    state.undo?.save(frame);
    frame.joins = new Map();
  }
  let join = frame.joins.get(node.index);
  if (join === undefined) {
    join = { node, tokens: [], filled: new Map(), blocker: null, reach: null };
    frame.joins.set(node.index, join);
  }
  return join;
}

export function unpark(state: State, token: Token): void {
  const join = joinState(state, token.frame, token.node);
  state.undo?.saveJoin(join);
  const at = join.tokens.indexOf(token);
  if (at < 0) return;
  join.tokens.splice(at, 1);
  const slot = token.via?.slot ?? "";
  const count = (join.filled.get(slot) ?? 0) - 1;
  if (count > 0) {
    join.filled.set(slot, count);
    return;
  }
  join.filled.delete(slot);
  join.reach = null;
}

/** All tokens of a join at once, so that a join of ten thousand stays linear. */
export function unparkAll(state: State, frame: Frame, node: NodeProgram, ids: readonly Id[]): void {
  const join = joinState(state, frame, node);
  state.undo?.saveJoin(join);
  const gone = new Set(ids);
  const staying = join.tokens.filter((token) => !gone.has(token.id));
  join.tokens = staying;
  join.filled = new Map();
  join.blocker = null;
  join.reach = null;
  for (const token of staying) {
    const slot = token.via?.slot ?? "";
    join.filled.set(slot, (join.filled.get(slot) ?? 0) + 1);
  }
}
