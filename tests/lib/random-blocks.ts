/** Random graphs that are made of blocks: whatever a fork splits comes together, or ends. Always the same from one number. */
import type { Bundle, Flow, Guard, Join, Node, Origin, Region, Value } from "@rb/ir";
import { type Random, random } from "@rb/testing";

const origin: Origin = { kind: "source", uri: "blocks", pointer: "", start: { line: 1, column: 1 } };

/** A flow that leads nowhere yet. */
type Loose = Omit<Flow, "id" | "to" | "origin">;

export function randomBlocks(seed: number): Bundle {
  const maker = new Maker(random(seed));
  const region = maker.region(3);
  const variables = ["x", "__y__"].map((name) => ({ name, init: { json: 0 } as Value }));
  const { nodes, flows } = maker;
  return { version: 1, main: "main", graphs: [{ id: "main", region: { ...region, variables }, nodes, flows, origin }] };
}

class Maker {
  readonly nodes: Node[] = [];
  readonly flows: Flow[] = [];
  readonly #random: Random;

  constructor(next: Random) {
    this.#random = next;
  }

  region(depth: number): Region {
    const count = this.#chance(0.15) ? 2 : 1;
    const entries = Array.from({ length: count }, () => this.#add({ kind: "start", id: this.#id("s"), origin }));
    for (const from of entries) this.#end(this.#sequence([{ from }], depth));
    const body = depth > 0 && this.#chance(0.2) ? this.region(0) : undefined;
    const handler = body && { id: this.#id("h"), triggers: [{ on: "error" } as const], body, origin };
    return { entries, ...(handler && { handlers: [handler] }) };
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }

  #chance(p: number): boolean {
    return this.#random() < p;
  }

  #pick<T>(items: readonly T[]): T {
    return items[this.#below(items.length)] as T;
  }

  #id(kind: string): string {
    return `${kind}${this.nodes.length}-${this.flows.length}-${this.#below(1e6)}`;
  }

  /** The node, with everything that led nowhere leading to it. */
  #add(node: Node, loose: readonly Loose[] = []): string {
    this.nodes.push(node);
    for (const one of loose) this.flows.push({ ...one, id: this.#id("f"), to: node.id, origin });
    return node.id;
  }

  #end(loose: readonly Loose[]): void {
    const throws = this.#chance(0.2) ? { throws: [{ raise: "error", code: "E" } as const] } : {};
    if (loose.length > 0) this.#add({ kind: "end", id: this.#id("e"), origin, ...throws }, loose);
  }

  #sequence(loose: readonly Loose[], depth: number): readonly Loose[] {
    let left = loose;
    for (let count = this.#below(4); count > 0 && left.length > 0; count--) left = this.#block(left, depth);
    return left;
  }

  #block(loose: readonly Loose[], depth: number): readonly Loose[] {
    const simple = [() => this.#action(loose), () => this.#catch(loose), () => this.#throw(loose)];
    if (depth === 0) return this.#pick(simple)();
    return this.#pick([
      ...simple,
      () => this.#action(loose),
      () => this.#failing(loose, depth - 1),
      () => this.#choice(loose, depth - 1),
      () => this.#fork(loose, depth - 1),
      () => this.#loop(loose, depth - 1),
      () => this.#again(loose, depth - 1),
      () => this.#scope(loose, depth - 1),
    ])();
  }

  #guard(): Guard {
    if (this.#chance(0.2)) return { unspecified: "nobody said" };
    const language = this.#pick(["test", "stix-comparison"]);
    return { expr: { language, text: this.#pick(["__y__:value = 1", "__y__:value > 2"]), origin } };
  }

  #action(loose: readonly Loose[]): readonly Loose[] {
    const retry = this.#chance(0.2) ? { retry: { attempts: 2, firstMs: 1 } } : {};
    const name = this.#chance(0.5) ? { name: "Do it" } : {};
    return [
      { from: this.#add({ kind: "action", id: this.#id("a"), executor: "test", origin, ...name, ...retry }, loose) },
    ];
  }

  #catch(loose: readonly Loose[]): readonly Loose[] {
    const after = this.#pick<Value>([{ json: 5 }, { json: "PT5S" }, { variable: "x" }]);
    const arm = { trigger: { on: "timer", after } as const, origin };
    if (this.#chance(0.6))
      return [{ from: this.#add({ kind: "catch", id: this.#id("c"), arms: [arm], origin }, loose) }];
    const other = { trigger: { on: "message", name: { json: "m" } } as const, port: "m", origin };
    const from = this.#add({ kind: "catch", id: this.#id("c"), arms: [{ ...arm, port: "t" }, other], origin }, loose);
    return [
      { from, port: "t" },
      { from, port: "m" },
    ];
  }

  #throw(loose: readonly Loose[]): readonly Loose[] {
    const throws = [{ raise: "signal", name: { json: "s" } } as const];
    return [{ from: this.#add({ kind: "throw", id: this.#id("t"), throws, origin }, loose) }];
  }

  /** An activity that is left by several ports, which come together or don't. */
  #failing(loose: readonly Loose[], depth: number): readonly Loose[] {
    const late = { id: this.#id("b"), triggers: [{ on: "timer", after: { json: 9 } } as const], origin };
    const from = this.#add({ kind: "call", id: this.#id("k"), target: { id: "p" }, handlers: [late], origin }, loose);
    const others = this.#sequence(
      [{ from, port: "failed" }, ...(this.#chance(0.5) ? [{ from, port: late.id }] : [])],
      depth,
    );
    return [{ from }, ...this.#goingOn(others)];
  }

  #goingOn(loose: readonly Loose[]): readonly Loose[] {
    if (this.#chance(0.7)) return loose;
    this.#end(loose);
    return [];
  }

  #choice(loose: readonly Loose[], depth: number): readonly Loose[] {
    const from = this.#add({ kind: "gateway", id: this.#id("g"), routing: { take: "first" }, origin }, loose);
    const ways = Array.from({ length: 1 + this.#below(3) }, (): Loose => ({ from, guard: this.#guard() }));
    const all = this.#chance(0.8) ? [...ways, { from, otherwise: true }] : ways;
    return all.flatMap((way) => this.#goingOn(this.#sequence([way], depth)));
  }

  #fork(loose: readonly Loose[], depth: number): readonly Loose[] {
    const from = this.#add({ kind: "gateway", id: this.#id("g"), origin }, loose);
    const ways = Array.from({ length: 2 + this.#below(2) }, (): Loose => {
      return { from, ...(this.#chance(0.3) ? { guard: this.#guard() } : {}) };
    });
    const branches = ways.map((way) => this.#split(this.#goingOn(this.#sequence([way], depth)), depth));
    const left = branches.flat();
    // What is left of a single branch would go on within the fork.
    if (branches.filter(({ length }) => length > 0).length < 2) {
      this.#end(left);
      return [];
    }
    const rule = this.#pick<Join>([{ rule: "all" }, { rule: "reachable" }, { rule: "count", need: { json: 1 } }]);
    return [{ from: this.#add({ kind: "gateway", id: this.#id("j"), join: rule, origin }, left) }];
  }

  /** A fork whose branches are joined with those of the fork around it. */
  #split(loose: readonly Loose[], depth: number): readonly Loose[] {
    if (loose.length === 0 || this.#chance(0.7)) return loose;
    const from = this.#add({ kind: "gateway", id: this.#id("n"), origin }, loose);
    return Array.from({ length: 2 }, () => this.#sequence([{ from }], depth)).flat();
  }

  #loop(loose: readonly Loose[], depth: number): readonly Loose[] {
    const from = this.#add({ kind: "gateway", id: this.#id("w"), routing: { take: "first" }, origin }, loose);
    const body = this.#sequence([{ from, guard: this.#guard() }], depth);
    for (const one of body) this.flows.push({ ...one, id: this.#id("f"), to: from, origin });
    return [{ from, otherwise: true }];
  }

  /** A loop that is tested at its end. */
  #again(loose: readonly Loose[], depth: number): readonly Loose[] {
    const first = this.#add({ kind: "action", id: this.#id("a"), executor: "test", origin }, loose);
    const left = this.#sequence([{ from: first }], depth);
    if (left.length === 0) return [];
    const from = this.#add({ kind: "gateway", id: this.#id("u"), routing: { take: "first" }, origin }, left);
    this.flows.push({ from, guard: this.#guard(), id: this.#id("f"), to: first, origin });
    return [{ from, otherwise: true }];
  }

  #scope(loose: readonly Loose[], depth: number): readonly Loose[] {
    const region = this.region(depth);
    const name = this.#chance(0.5) ? { name: "Part" } : {};
    return [{ from: this.#add({ kind: "scope", id: this.#id("r"), region, origin, ...name }, loose) }];
  }
}
