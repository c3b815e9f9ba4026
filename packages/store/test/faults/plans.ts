/**
 * What the runs of the fault tests do: one small plan for each thing that a crash could break. Every plan says how often its actions are done when
 * nothing is lost and nothing repeated, since that is what the world's ledger has to show in the end.
 */
import type { Bundle } from "@rb/ir";
import { action, all, bundle, end, gate, gateway, start, wait } from "../../../kernel/test/build.js";

export interface Plan {
  readonly bundle: Bundle;
  /** How often each action succeeds in a whole run. */
  readonly deeds: { readonly [node: string]: number };
}

const idempotent = { meta: { idempotent: true } } as const;
const after = (ms: number) => ({ trigger: { on: "timer", after: { json: ms } } }) as const;

export const plans = {
  sequence: {
    bundle: bundle(
      [start("s"), action("a"), action("b", idempotent), action("c"), end("e")],
      ["s > a", "a > b", "b > c", "c > e"],
    ),
    deeds: { a: 1, b: 1, c: 1 },
  },
  parallel: {
    bundle: bundle(
      [
        start("s"),
        gateway("fork"),
        action("a"),
        action("b"),
        action("c", idempotent),
        gateway("join", all),
        action("d"),
        end("e"),
      ],
      ["s > fork", "fork > a", "fork > b", "fork > c", "a > join", "b > join", "c > join", "join > d", "d > e"],
    ),
    deeds: { a: 1, b: 1, c: 1, d: 1 },
  },
  /** Its executor is too busy the first time. */
  retry: {
    bundle: bundle(
      [start("s"), action("busy", { retry: { attempts: 20, firstMs: 5 } }), action("b"), end("e")],
      ["s > busy", "busy > b", "b > e"],
    ),
    deeds: { busy: 1, b: 1 },
  },
  loop: {
    bundle: bundle(
      [
        start("s"),
        action("each", { loop: { kind: "each", count: { json: 3 }, limit: { json: 1 } } }),
        action("all", { ...idempotent, loop: { kind: "each", count: { json: 3 } } }),
        end("e"),
      ],
      ["s > each", "each > all", "all > e"],
    ),
    deeds: { each: 3, all: 3 },
  },
  timers: {
    bundle: bundle(
      [start("s"), wait("w1", [after(5)]), action("a"), wait("w2", [after(10)]), action("b"), end("e")],
      ["s > w1", "w1 > a", "a > w2", "w2 > b", "b > e"],
    ),
    deeds: { a: 1, b: 1 },
  },
  approval: {
    bundle: bundle([start("s"), gate("g", { count: 2 }), action("a"), end("e")], ["s > g", "g > a", "a > e"]),
    deeds: { a: 1 },
  },
  /** The message says so much that it has to go into an attachment. */
  message: {
    bundle: bundle(
      [
        start("s"),
        gateway("fork"),
        wait("paid", [
          { trigger: { on: "message", name: { json: "paid" } }, into: [{ path: ["paid"], from: { result: [] } }] },
        ]),
        action("a"),
        gateway("join", all),
        action("b", { request: { variable: "paid" } }),
        end("e"),
      ],
      ["s > fork", "fork > paid", "fork > a", "paid > join", "a > join", "join > b", "b > e"],
      { variables: [{ name: "paid" }] },
    ),
    deeds: { a: 1, b: 1 },
  },
} satisfies { readonly [name: string]: Plan };

export type PlanName = keyof typeof plans;
export const planNames: readonly PlanName[] = Object.keys(plans) as PlanName[];
