/** People and other systems: what they might do about a run as they see it. They see what lasts, so they may come too late. */
import { type Input, type Outcome, outstanding, type Program, type Resolution, type State } from "@rb/kernel";
import type { Draws } from "./draws.js";

type Token = State["tokens"] extends ReadonlyMap<unknown, infer T> ? T : never;

/** Somebody's answer to what a run waits for, or something that nobody waited for. */
export function somethingFromOutside(draws: Draws, program: Program, state: State, id: string): Input {
  const asked = draws.below(4) === 3 ? [] : answers(draws, program, state);
  if (asked.length > 0) return draws.pick(asked)();
  const roll = draws.below(20);
  if (roll === 19) return { type: "cancelled", why: "by chance" };
  const kind = roll < 12 ? "message" : "signal";
  // The sender repeats itself now and then, under the same id.
  const known = roll % 6 === 5 ? "repeated" : id;
  return { type: "delivered", kind, id: known, name: kind === "message" ? "m" : "sig", payload: { json: 1 } };
}

/** One for each thing that is waited for. */
function answers(draws: Draws, program: Program, state: State): readonly (() => Input)[] {
  const jobs = outstanding(program, state).flatMap((effect): (() => Input)[] => {
    if (effect.type === "review") {
      const { effect: id, hash } = effect.request.job;
      return [
        () => ({
          type: "reviewed",
          effect: id,
          approval: {
            by: draws.pick(["user:ann", "user:bob", "user:cem"]),
            verdict: draws.below(6) === 5 ? "reject" : "approve",
            hash,
          },
        }),
      ];
    }
    if (effect.type !== "dispatch" || effect.invocation.job.executor !== "manual") return [];
    return [() => ({ type: "settled", effect: effect.invocation.job.effect, outcome: byHand(draws) })];
  });
  const troubles = [...state.tokens.values()].flatMap((token): (() => Input)[] =>
    token.incident === null ? [] : [() => ({ type: "resolved", token: token.id, how: resolution(draws, token) })],
  );
  const choices = [...state.frames.values()].flatMap((frame): (() => Input)[] => {
    if (frame.region?.source.manual !== true) return [];
    const entry = frame.region.entries[0]?.id;
    return [
      () => ({
        type: "picked",
        frame: frame.id,
        ...(entry === undefined || draws.below(3) === 2 ? {} : { node: entry }),
      }),
    ];
  });
  return [...jobs, ...troubles, ...choices];
}

function byHand(draws: Draws): Outcome {
  if (draws.below(4) < 3) return { kind: "ok", output: { json: draws.below(3) } };
  return { kind: "failed", code: "E", message: "by hand" };
}

function resolution(draws: Draws, token: Token): Resolution {
  const flow = [...token.node.ports.values()].flat()[0];
  const roll = draws.below(4);
  if (roll < 2) return { do: "retry" };
  if (roll === 2 && flow !== undefined) return { do: "choose", flows: [flow.id] };
  return { do: "settle", outcome: byHand(draws) };
}
