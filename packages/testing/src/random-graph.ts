/** Random graphs over the whole vocabulary: small, often odd, always from one number. */
import type { ActivityBase, Bundle, Flow, Guard, Loop, Node, Origin, Region, Throw, Value } from "@rb/ir";
import { type RunLimits, runLimits } from "@rb/kernel";

const origin: Origin = { kind: "source", uri: "test", pointer: "", start: { line: 1, column: 1 } };

/** A number from 0 (inclusive) to 1 (exclusive). */
export type Random = () => number;

/** Mulberry32: small, good enough, and the same everywhere. */
export function random(seed: number): Random {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = a;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Bounds in which random graphs that go round for ever soon end. */
export const randomGraphLimits: RunLimits = {
  ...runLimits,
  maxRecords: 3000,
  maxIterations: 50,
  maxTokens: 200,
  maxCallDepth: 4,
  maxBufferedMessages: 10,
  maxData: 1e6,
  maxValueDepth: 50,
  maxWorlds: 1,
};

/** A graph over the whole vocabulary from one number; it may be malformed, so check it. */
export function randomBundle(seed: number, language = "test"): Bundle {
  const maker = new Maker(random(seed), language);
  return maker.bundle();
}

class Maker {
  readonly #random: Random;
  readonly #language: string;
  readonly #nodes: Node[] = [];
  readonly #flows: Flow[] = [];
  #count = 0;

  constructor(next: Random, language: string) {
    this.#random = next;
    this.#language = language;
  }

  bundle(): Bundle {
    const region = this.#region(2, true);
    const variables = ["x", "y", "list"].map((name) => ({
      name,
      init: { json: name === "list" ? [1, 2, 3] : 0 } as Value,
    }));
    return {
      version: 1,
      main: "main",
      graphs: [
        {
          id: "main",
          region: { ...region, variables },
          nodes: this.#nodes,
          flows: this.#flows,
          origin,
          outputs: [{ path: ["x"], from: { variable: "x" } }],
        },
      ],
    };
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
    this.#count += 1;
    return `${kind}${this.#count}`;
  }

  #guard(): Guard {
    if (this.#chance(0.1)) return { unspecified: "nobody said" };
    const text = this.#pick(["x = 1", "x < 2", "y > 0", "true", "false", "y = 0"]);
    return { expr: { language: this.#language, text, origin } };
  }

  #region(depth: number, isRoot = false): Region {
    const start: Node = { kind: "start", id: this.#id("s"), origin };
    this.#nodes.push(start);
    const members = Array.from({ length: 2 + this.#below(5) }, () => this.#node(depth));
    for (const node of members) this.#nodes.push(node);
    this.#connect([start, ...members]);
    const handlers = !this.#chance(0.3) || depth === 0 ? [] : [this.#scopeHandler(depth - 1)];
    return {
      entries: [start.id],
      ...(handlers.length === 0 ? {} : { handlers }),
      ...(isRoot || !this.#chance(0.2) ? {} : { transaction: true }),
      ...(isRoot || !this.#chance(0.15) ? {} : { manual: true }),
      ...(this.#chance(0.3) ? { mistakes: this.#pick(["failure", "failure", "incident"]) } : {}),
    };
  }

  #scopeHandler(depth: number): NonNullable<Region["handlers"]>[number] {
    const trigger = this.#pick([
      { on: "error" } as const,
      { on: "message", name: { json: "m" } } as const,
      { on: "timer", after: { json: 5 } } as const,
      { on: "signal", name: { json: "sig" } } as const,
      { on: "escalation" } as const,
      { on: "condition", test: this.#guard() } as const,
      { on: "compensation" } as const,
    ]);
    return {
      id: this.#id("h"),
      triggers: [trigger],
      interrupting: trigger.on === "error" || trigger.on === "compensation" || this.#chance(0.5),
      body: this.#region(depth),
      origin,
    };
  }

  #node(depth: number): Node {
    const roll = this.#below(11);
    if (roll === 10) return this.#gate();
    if (roll < 4) return this.#action();
    if (roll < 6) return this.#gateway();
    if (roll === 6) return this.#catch();
    if (roll === 7) return this.#throw();
    if (roll === 8 && depth > 0) return this.#scope(depth - 1);
    return { kind: "end", id: this.#id("e"), origin, ...(this.#chance(0.3) ? { throws: [this.#thrown()] } : {}) };
  }

  #activity(): Partial<ActivityBase> {
    return {
      ...(this.#chance(0.2) ? { loop: this.#loop() } : {}),
      ...(this.#chance(0.2) ? { retry: { attempts: 2, firstMs: 3 } } : {}),
      ...(this.#chance(0.1) ? { attemptTimeout: { json: 7 } } : {}),
      ...(this.#chance(0.1) ? { assertions: [{ test: this.#guard(), message: { json: "broken" } }] } : {}),
      ...(this.#chance(0.3) ? { handlers: [this.#boundary()] } : {}),
      ...(this.#chance(0.4)
        ? {
            outputs: [
              { path: [this.#pick(["x", "y"])], from: this.#pick<Value>([{ json: 1 }, { json: 2 }, { result: [] }]) },
            ],
          }
        : {}),
    };
  }

  #boundary(): NonNullable<Extract<Node, { kind: "action" }>["handlers"]>[number] {
    const trigger = this.#pick([
      { on: "error" } as const,
      { on: "timer", after: { json: 5 } } as const,
      { on: "timer", every: { json: 4 } } as const,
      { on: "message", name: { json: "m" } } as const,
      { on: "escalation" } as const,
      { on: "condition", test: this.#guard() } as const,
      { on: "cancel" } as const,
    ]);
    return {
      id: this.#id("b"),
      triggers: [trigger],
      interrupting: trigger.on === "error" || this.#chance(0.6),
      origin,
    };
  }

  #loop(): Loop {
    if (this.#chance(0.4)) return { kind: "repeat", while: this.#guard(), max: 3, index: "round" };
    return {
      kind: "each",
      items: { variable: "list" },
      item: "item",
      ...(this.#chance(0.5) ? { limit: { json: this.#pick([1, 2]) } } : {}),
      onFailure: this.#pick(["stop", "collect"]),
      ...(this.#chance(0.3) ? { completeWhen: this.#guard() } : {}),
      collect: [{ path: ["y"], from: { variable: "item" } }],
    };
  }

  #action(): Node {
    return {
      kind: "action",
      id: this.#id("a"),
      origin,
      executor: this.#pick(["test", "manual"]),
      ...this.#activity(),
      request: { object: [["x", { variable: "x" }]] },
      ...(this.#chance(0.4) ? { meta: { idempotent: true } } : {}),
      ...this.#compensation(),
    };
  }

  #gate(): Node {
    return {
      kind: "gate",
      id: this.#id("q"),
      origin,
      by: this.#pick(["people", "people", "policy"]),
      count: 1 + this.#below(2),
      ...(this.#chance(0.3) ? { expires: { json: 6 } } : {}),
    };
  }

  #compensation(): { readonly compensation?: string } {
    if (!this.#chance(0.3)) return {};
    const undo: Node = { kind: "action", id: this.#id("u"), origin, executor: "test", request: { variable: "y" } };
    this.#nodes.push(undo);
    return { compensation: undo.id };
  }

  #scope(depth: number): Node {
    const region = this.#region(depth);
    return { kind: "scope", id: this.#id("r"), origin, ...this.#activity(), outputs: [], region };
  }

  #gateway(): Node {
    const join = this.#pick([
      { rule: "each" } as const,
      { rule: "all" } as const,
      { rule: "reachable" } as const,
      { rule: "count", need: { json: 1 }, then: this.#pick(["again", "absorb", "reset"] as const) } as const,
    ]);
    return {
      kind: "gateway",
      id: this.#id("g"),
      origin,
      join,
      routing: { take: this.#pick(["every", "first"]), none: this.#pick(["incident", "end"]) },
    };
  }

  #catch(): Node {
    const arms = [
      { trigger: { on: "timer", after: { json: 1 + this.#below(9) } } as const, origin, port: "t" },
      { trigger: { on: "message", name: { json: "m" } } as const, origin, port: "m" },
      { trigger: { on: "condition", test: this.#guard() } as const, origin, port: "c" },
    ].slice(0, 1 + this.#below(3));
    const need = this.#pick(["first", "all"] as const);
    return {
      kind: "catch",
      id: this.#id("c"),
      origin,
      need,
      arms: need === "all" ? arms.map(({ port: _, ...arm }) => arm) : arms,
    };
  }

  #thrown(): Throw {
    return this.#pick<Throw>([
      { raise: "message", name: { json: "m" } },
      { raise: "signal", name: { json: "sig" } },
      { raise: "error", code: "E" },
      { raise: "escalation", code: "esc" },
      { raise: "compensation", wait: this.#chance(0.5) },
      { raise: "terminate" },
      { raise: "cancel" },
    ]);
  }

  #throw(): Node {
    return {
      kind: "throw",
      id: this.#id("t"),
      origin,
      throws: Array.from({ length: 1 + this.#below(2) }, () => this.#thrown()),
    };
  }

  /** Every node gets a way in from an earlier one, then some more ways, back and forth. */
  #connect(nodes: readonly Node[]): void {
    nodes.forEach((node, index) => {
      if (index > 0) this.#flow(this.#pick(nodes.slice(0, index)), node);
    });
    for (let extra = this.#below(nodes.length); extra > 0; extra -= 1) {
      const to = this.#pick(nodes.slice(1));
      if (to !== undefined) this.#flow(this.#pick(nodes), to);
    }
    for (const node of nodes)
      if ("handlers" in node)
        for (const handler of node.handlers ?? []) this.#flow(node, this.#pick(nodes.slice(1)), handler.id);
  }

  #flow(from: Node, to: Node, port?: string): void {
    if (from.kind === "end" || to === undefined) return;
    const ports =
      from.kind === "catch" && from.need === "first"
        ? from.arms.map((arm) => arm.port ?? "out")
        : ["out", "out", "out", "failed"];
    const chosen =
      port ?? (from.kind === "action" || from.kind === "scope" || from.kind === "catch" ? this.#pick(ports) : "out");
    const isOut = chosen === "out" || from.kind === "catch";
    this.#flows.push({
      id: `f${this.#flows.length}`,
      from: from.id,
      to: to.id,
      origin,
      ...(chosen === "out" ? {} : { port: from.kind === "catch" && from.need === "all" ? "out" : chosen }),
      ...(isOut && from.kind !== "start" && this.#chance(0.4) ? { guard: this.#guard() } : {}),
    });
  }
}
