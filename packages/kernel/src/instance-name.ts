/** Names of steps that tell their instances apart: `prepare[1]::build` is the step `build` in the second round of `prepare`. */
import type { NodeId } from "@rb/ir";
import type { Id } from "./envelope.js";
import type { FrameKind } from "./record.js";

/** A token: in which instance, at which node. */
export interface TokenAt {
  readonly frame: Id;
  readonly node: NodeId;
}

/** Where tokens and instances are, as far as their names depend on it. */
export interface Whereabouts {
  readonly tokens: { readonly get: (id: Id) => TokenAt | undefined };
  readonly frames: {
    readonly get: (id: Id) =>
      | {
          readonly kind: FrameKind;
          readonly node: NodeId | null;
          /** Of a round or an item, from 0. */
          readonly index: number | null;
          /** The token whose activity it is, */
          readonly token: Id | null;
          /** or the instance whose handler it is. */
          readonly frame: Id | null;
        }
      | undefined;
  };
}

/**
 * The node's id, behind the rounds of the loops around it, outermost first. Outside of loops it is the id alone. What belongs to the loop's own
 * step is told by that: `scan[1]/item` is `scan/item` in the second round of `scan`.
 */
export function instanceName(at: TokenAt, { tokens, frames }: Whereabouts): string {
  let frame = frames.get(at.frame);
  // What a loop repeats stands at the loop's own node.
  const names = frame?.kind === "iteration" && frame.node === at.node ? [] : [at.node];
  while (frame !== undefined) {
    if (frame.kind === "iteration") inRound(names, frame.node ?? "", `[${frame.index ?? 0}]`);
    const outer: Id | null = frame.token === null ? frame.frame : (tokens.get(frame.token)?.frame ?? null);
    frame = outer === null ? undefined : frames.get(outer);
  }
  return names.reverse().join("::");
}

function inRound(names: string[], loop: string, round: string): void {
  const inner = names.at(-1);
  if (inner?.startsWith(`${loop}/`)) names[names.length - 1] = loop + round + inner.slice(loop.length);
  else names.push(loop + round);
}
