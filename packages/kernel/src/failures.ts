/** Failures on their way outwards: from an instance to its error handlers, then to the activity that it is the body of, then on. */

import { errorPayload } from "./activity.js";
import type { Step } from "./context.js";
import { closeFrame } from "./frames.js";
import { fireScopeHandler, handlerFor } from "./handlers.js";
import type { Failure } from "./record.js";
import type { Frame, Token } from "./state.js";
import { clearFrame } from "./terminate.js";

export function failFrame(step: Step, frame: Frame, failure: Failure, from: Token | null): void {
  const handler = frame.interrupted ? null : handlerFor(frame.region?.handlers ?? [], "error", failure.code);
  if (handler !== null) {
    step.emit({ type: "raised", what: "error", token: from?.id ?? null, name: failure.code, caughtBy: [frame.id] });
    return fireScopeHandler(step, frame, handler, errorPayload(failure));
  }
  // An event subprocess fails the scope that it belongs to; that scope's own handlers have had their turn.
  const failing = frame.kind === "handler" ? (frame.frame as Frame) : frame;
  clearFrame(step, failing);
  closeFrame(step, failing, "failed");
  const owner = failing.token;
  if (owner !== null) return step.operations.failBody(step, owner, failure);
  step.emit({ type: "raised", what: "error", token: null, name: failure.code, caughtBy: [] });
  endRun(step, "failed", failure);
}

/** Ends everything that is left of the run. */
export function endRun(step: Step, status: "failed" | "cancelled", failure?: Failure): void {
  for (const root of [...step.state.frames.values()].filter((frame) => frame.kind === "root")) {
    if (step.state.frames.get(root.id) !== root) continue;
    clearFrame(step, root);
    closeFrame(step, root, "terminated");
  }
  step.emit({ type: "statusChanged", status, ...(failure === undefined ? {} : { failure }) });
}
