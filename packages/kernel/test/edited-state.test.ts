/** A saved state that somebody has edited is refused by one sentence, or gone on with; it never makes the kernel fall over. */
import { expect, test } from "vitest";
import { type RunOptions, RunOptionsError, resume, run, type SavedState } from "../src/index.js";
import { action, bundle, end, origin, scope, start, wait } from "./build.js";
import { FakeClock } from "./fake-clock.js";

const hostile = bundle(
  [
    start("s"),
    scope(
      "c",
      { entries: ["a"], variables: [{ name: "x", init: { json: [1] } }] },
      { loop: { kind: "each", count: { json: 2 } }, compensation: "a" },
    ),
    action("a", { executor: "manual", request: { json: { what: "look" } } }),
    wait("w", [{ trigger: { on: "message", name: { json: "m" } } }]),
    end("e"),
  ],
  ["s > c", "s > w", "c > e"],
  { handlers: [{ id: "h", triggers: [{ on: "signal", name: { json: "n" } }], origin, body: { entries: ["e"] } }] },
);
const options = (): RunOptions => ({
  mode: "live",
  run: "r",
  clock: new FakeClock(),
  decisionPoint: { policy: () => "p", decide: () => ({ decision: "allow", rule: "all", policy: "p" }) },
});

const nonsense = [undefined, null, 0, -1, 1e308, Number.NaN, "x", "__proto__", [], {}, [[]], [null], true, 99_999];

/** Every place in it. */
function places(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== "object" || value === null) return [path];
  return [path, ...Object.entries(value).flatMap(([key, inner]) => places(inner, [...path, key]))];
}

function edited(saved: SavedState, path: readonly string[], value: unknown): SavedState {
  const copy = structuredClone(saved);
  const at = path.slice(0, -1).reduce<unknown>((inner, key) => (inner as Record<string, unknown>)[key], copy);
  Object.defineProperty(at, path.at(-1) as string, { value, configurable: true, enumerable: true, writable: true });
  return copy;
}

test("nonsense in any place of it", { timeout: 60_000 }, async () => {
  const { state, waiting } = await run(hostile, options());
  expect(waiting.map((one) => one.for).sort()).toEqual(["event", "event", "person", "person"]);
  let refused = 0;
  for (const path of places(state).slice(1)) {
    for (const value of nonsense) {
      try {
        await resume(hostile, edited(state, path, value), options());
      } catch (error) {
        expect(error, `${path.join(".")} is ${String(value)}`).toBeInstanceOf(RunOptionsError);
        refused += 1;
      }
    }
  }
  expect(refused).toBeGreaterThan(2000);
});

test.each<[what: string, edit: (state: SavedState) => SavedState, why: string]>([
  [
    "a request other than the one that was decided on",
    (s) => edited(s, ["tokens", jobAt(s), "job", "request", "request"], { what: "delete" }),
    "has been changed",
  ],
  [
    "a token that is in an instance inside itself",
    (s) => edited(s, ["tokens", "0", "frame"], s.frames.at(-1)?.id),
    "is in an instance that is not there",
  ],
  [
    "an instance that belongs to itself",
    (s) => edited(s, ["frames", "1", "owner"], s.frames[1]?.id),
    "belongs to a token that is not there",
  ],
  ["the same token twice", (s) => ({ ...s, tokens: [...s.tokens, ...s.tokens.slice(0, 1)] }), "is there twice"],
  ["an id that was never given", (s) => ({ ...s, next: 2 }), "was not given yet"],
  ["another plan", (s) => ({ ...s, program: `sha256:${"0".repeat(64)}` }), "belongs to plan"],
])("%s", async (_, edit, why) => {
  const { state } = await run(hostile, options());
  await expect(resume(hostile, edit(state), options())).rejects.toThrow(why);
});

function jobAt(state: SavedState): string {
  return String(state.tokens.findIndex((token) => token.job !== undefined));
}
