/**
 * Getting back from half a step. When an expression can't be answered at once, the step is abandoned and must not have happened:
 * `apply` saves each entity here before it first writes to it, and `rollback` puts everything back. Costs what the step touched,
 * not what the run holds.
 */
import type { Slot } from "@rb/ir";
import type { Frame, JoinState, LoopState, State, Token, Variables, Wait } from "./state.js";

type Scalars = Omit<State, "frames" | "tokens" | "waits" | "timers" | "agenda" | "jobHint" | "undo">;

export class Undo {
  readonly #saved = new Map<object, object>();
  readonly #added: { readonly map: Map<number, unknown>; readonly id: number }[] = [];
  readonly #removed = new Map<Map<number, unknown>, [number, unknown][]>();
  readonly #variables = new Map<Variables, Map<string, Slot | undefined>>();
  readonly #scalars: Scalars;

  constructor(state: State) {
    const { frames: _f, tokens: _t, waits: _w, timers: _q, agenda: _a, jobHint: _h, undo: _u, ...scalars } = state;
    this.#scalars = scalars;
  }

  save(entity: Frame | Token | Wait): void {
    if (!this.#saved.has(entity)) this.#saved.set(entity, { ...entity });
  }

  saveJoin(join: JoinState): void {
    if (this.#saved.has(join)) return;
    this.#saved.set(join, { ...join, reach: null, tokens: [...join.tokens], filled: new Map(join.filled) });
  }

  saveLoop(loop: LoopState): void {
    if (!this.#saved.has(loop)) this.#saved.set(loop, { ...loop, collected: new Map(loop.collected) });
  }

  /** Before a variable is written. Only what is written is kept: an instance may have thousands that are not. */
  saveVariable(variables: Variables, name: string): void {
    const old = this.#variables.get(variables) ?? new Map<string, Slot | undefined>();
    this.#variables.set(variables, old);
    if (!old.has(name)) old.set(name, variables.get(name));
  }

  added(map: Map<number, unknown>, id: number): void {
    this.#added.push({ map, id });
  }

  removed(map: Map<number, unknown>, id: number, entity: unknown): void {
    const list = this.#removed.get(map);
    if (list === undefined) this.#removed.set(map, [[id, entity]]);
    else list.push([id, entity]);
  }

  rollback(state: State): void {
    for (const { map, id } of this.#added) map.delete(id);
    for (const [map, entries] of this.#removed) {
      const fresh = new Set(this.#added.filter((a) => a.map === map).map((a) => a.id));
      const all = [...map, ...entries.filter(([id]) => !fresh.has(id))].sort((a, b) => a[0] - b[0]);
      map.clear();
      for (const [id, entity] of all) map.set(id, entity);
    }
    for (const [variables, old] of this.#variables)
      for (const [name, slot] of old) {
        if (slot === undefined) variables.delete(name);
        else variables.set(name, slot);
      }
    for (const [entity, copy] of this.#saved) Object.assign(entity, copy);
    Object.assign(state, this.#scalars);
    this.#rearm(state);
  }

  /** The timer queue forgets closed waits as it meets them, and these are open again. */
  #rearm(state: State): void {
    const removed = (this.#removed.get(state.waits) ?? []).map(([id]) => id);
    const saved = [...this.#saved.keys()].flatMap((entity) => ("facts" in entity ? [(entity as Wait).facts.id] : []));
    for (const id of new Set([...removed, ...saved])) {
      const wait = state.waits.get(id);
      if (wait?.facts.kind === "timer") state.timers?.add(wait);
    }
  }
}
