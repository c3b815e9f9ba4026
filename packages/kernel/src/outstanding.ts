/** Everything that the outside still owes the run, rebuilt from its state: what a driver starts with after a restart. */
import type { Effect } from "./effect.js";
import { invocationOf, reviewOf } from "./jobs.js";
import type { Program } from "./program.js";
import type { State, Token } from "./state.js";
import { nextTimer } from "./step.js";

/**
 * A job that had started has no known outcome: `invoke` is listed for it all the same, and the driver either sends it again,
 * under the same idempotency key, where the action is idempotent, or settles it as unknown.
 */
export function outstanding(_program: Program, state: State): readonly Effect[] {
  const effects: Effect[] = [];
  for (const token of state.tokens.values()) if (token.job !== null) effects.push(effectOf(state, token, token.job));
  for (const wait of state.waits.values()) {
    if (wait.facts.kind === "message" || wait.facts.kind === "signal")
      effects.push({ type: "listen", wait: wait.facts });
  }
  const atMs = nextTimer(state);
  if (atMs !== null) effects.push({ type: "wakeAt", atMs });
  return effects;
}

function effectOf(state: State, token: Token, job: NonNullable<Token["job"]>): Effect {
  switch (job.stage) {
    case "deciding":
      return {
        type: "decide",
        request: { run: state.run, job: job.request, meta: token.node.source.meta, approvals: job.approvals },
      };
    case "reviewing":
      return { type: "review", request: reviewOf(state.run, token) };
    case "permitted":
      return { type: "dispatch", invocation: invocationOf(state.run, token) };
    case "started":
      return { type: "invoke", invocation: invocationOf(state.run, token) };
  }
}
