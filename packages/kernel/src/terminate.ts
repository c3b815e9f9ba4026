/** Taking down what a token or an instance has started: jobs withdrawn, waits closed, tokens and instances ended, innermost first. */
import type { Step } from "./context.js";
import type { Frame, Token, Wait } from "./state.js";

export function closeWaits(step: Step, waits: readonly Wait[]): void {
  for (const wait of waits) {
    step.emit({ type: "waitClosed", wait: wait.facts.id });
    if (wait.facts.kind === "message" || wait.facts.kind === "signal")
      step.effects.push({ type: "unlisten", wait: wait.facts.id });
  }
}

function cancelJob(step: Step, token: Token): void {
  const job = token.job;
  if (job === null) return;
  const started = job.stage === "started";
  step.emit({ type: "jobCancelled", effect: job.request.effect, started });
  if (started) step.effects.push({ type: "cancel", effect: job.request.effect });
}

/** Withdraws what the token itself has open, and everything inside it; the token lives on. */
export function abortActivity(step: Step, token: Token): void {
  cancelJob(step, token);
  closeWaits(step, token.waits);
  if (hasInside(token)) terminateInside(step, [token], []);
}

/** As `abortActivity`, but handlers of the token keep listening: the body may be tried again. */
export function abortBody(step: Step, token: Token): void {
  cancelJob(step, token);
  closeWaits(
    step,
    token.waits.filter((wait) => wait.facts.purpose !== "handler"),
  );
  if (hasInside(token)) terminateInside(step, [token], []);
}

/** Ends everything in an instance; the instance itself stays open. */
export function clearFrame(step: Step, frame: Frame): void {
  terminateInside(step, [], [frame]);
}

function hasInside(token: Token): boolean {
  return token.loop !== null || token.undo !== null || token.node.region !== null || token.node.callee !== null;
}

/**
 * Owners have smaller ids than what they own, so one pass in id order finds all that is inside; taken down in the opposite order.
 */
function terminateInside(step: Step, tokens: readonly Token[], frames: readonly Frame[]): void {
  const rootTokens = new Set<Token>(tokens);
  const rootFrames = new Set<Frame>(frames);
  const doomedFrames = new Set<Frame>();
  const doomedTokens = new Set<Token>();
  for (const entity of inIdOrder(step)) {
    if ("frame" in entity && "phase" in entity) {
      if (rootFrames.has(entity.frame) || doomedFrames.has(entity.frame)) doomedTokens.add(entity);
    } else if (entity.token !== null) {
      if (rootTokens.has(entity.token) || doomedTokens.has(entity.token)) doomedFrames.add(entity);
    } else if (entity.frame !== null && (rootFrames.has(entity.frame) || doomedFrames.has(entity.frame)))
      doomedFrames.add(entity);
  }
  const doomed = [...doomedFrames, ...doomedTokens].sort((a, b) => b.id - a.id);
  for (const entity of doomed) {
    if ("phase" in entity) {
      cancelJob(step, entity);
      closeWaits(step, entity.waits);
      step.emit({ type: "tokenEnded", token: entity.id, how: "terminated" });
      step.touch(entity.frame);
    } else {
      closeWaits(step, entity.waits);
      step.emit({ type: "frameClosed", frame: entity.id, how: "terminated" });
    }
  }
}

function* inIdOrder(step: Step): Generator<Frame | Token> {
  const frames = step.state.frames.values();
  const tokens = step.state.tokens.values();
  let frame = frames.next();
  let token = tokens.next();
  while (!frame.done || !token.done) {
    if (!frame.done && (token.done === true || frame.value.id < token.value.id)) {
      yield frame.value;
      frame = frames.next();
    } else if (!token.done) {
      yield token.value;
      token = tokens.next();
    }
  }
}
