/** Short names for the scopes around an instance: a path would grow with every level, and with it the cost of a recursion with its square. */
import { type Frame, scopeName } from "./state.js";

export class ScopeIds {
  readonly #known = new WeakMap<Frame, number>();
  readonly #ids = new Map<string, number>();

  /** The same for all instances that stand in the same scopes, by node: those of one scope in a loop are the same place. */
  of(innermost: Frame): number {
    const unknown: Frame[] = [];
    let id = 0;
    for (let frame: Frame | null = innermost; frame !== null; frame = frame.frame ?? frame.token?.frame ?? null) {
      const known = this.#known.get(frame);
      if (known !== undefined) {
        id = known;
        break;
      }
      unknown.push(frame);
    }
    for (const frame of unknown.reverse()) {
      id = this.#inside(id, scopeName(frame));
      this.#known.set(frame, id);
    }
    return id;
  }

  #inside(outer: number, name: string): number {
    const key = `${outer}/${name}`;
    const id = this.#ids.get(key) ?? this.#ids.size + 1;
    this.#ids.set(key, id);
    return id;
  }
}
