/** What one step still has to look at. Empty between steps, so one is kept with the state and used for all of them. */
import type { Slot } from "@rb/ir";
import { Fifo } from "./fifo.js";
import type { NodeProgram } from "./program.js";
import type { Frame, Token } from "./state.js";

export class Agenda {
  /** Tokens that can move, first come first served. */
  readonly ready: Fifo<Token> = new Fifo();
  /** Tokens about to throw what is lost on whoever doesn't listen yet: they go when nothing else can. */
  readonly late: Fifo<Token> = new Fifo();
  /** Frames that may have become empty. */
  readonly emptied: Fifo<Frame> = new Fifo();
  /** What the trigger of a just created start token brought. */
  readonly arrived: Map<Token, Slot> = new Map();
  /** Joins whose rule looks at the whole instance, to be looked at when nothing else can move. */
  readonly watched: Map<Frame, Set<NodeProgram>> = new Map();
  /** Instances with parked tokens in which a token moved or died. */
  readonly touched: Set<Frame> = new Set();

  clear(): void {
    this.ready.clear();
    this.late.clear();
    this.emptied.clear();
    if (this.arrived.size > 0) this.arrived.clear();
    if (this.watched.size > 0) this.watched.clear();
    if (this.touched.size > 0) this.touched.clear();
  }
}
