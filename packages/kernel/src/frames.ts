/** Instances: opened with their variables, handlers and first tokens; complete when nothing in them is left. */
import { isUnknown, type Slot, type Variable } from "@rb/ir";
import { expressionKey } from "./compile.js";
import { IncidentSignal, type Step } from "./context.js";
import { LimitSignal } from "./limit-signal.js";
import type { HandlerProgram, NodeProgram, RegionProgram } from "./program.js";
import type { RecordOf } from "./record.js";
import { type Frame, SHARED, type Token } from "./state.js";
import { clearFrame, closeWaits } from "./terminate.js";
import { evaluate, holdsOrAsks } from "./values.js";
import { isWaitTrigger, openWaitFor } from "./waits.js";

type Facts = Omit<RecordOf<"frameOpened">, "type" | "frame" | "variables">;

/** Opens an instance. Variables: what is given, then what the region declares, in order; later ones may read earlier ones. */
export function openFrame(step: Step, facts: Facts, given: readonly (readonly [string, Slot])[]): Frame {
  const id = step.nextId();
  step.emit({ type: "frameOpened", frame: id, ...facts, variables: given });
  return step.state.frames.get(id) as Frame;
}

/** Declared variables, the region's handlers, and a token on each entry. */
export function startRegion(
  step: Step,
  frame: Frame,
  region: RegionProgram,
  options: { readonly allEntries: boolean; readonly from: Token | null },
): void {
  declareVariables(step, frame, region);
  beginRegion(step, frame, region, options);
}

/** What is left of starting a region once its variables are declared. */
export function beginRegion(
  step: Step,
  frame: Frame,
  region: RegionProgram,
  options: { readonly allEntries: boolean; readonly from: Token | null },
): void {
  for (const handler of region.handlers) listenFor(step, frame, handler);
  const entries = options.allEntries ? region.entries : region.entries.filter((node) => !isTriggered(node));
  if (region.source.manual === true) return;
  const limit = region.source.limit ?? entries.length;
  for (const node of entries.slice(0, limit)) startEntry(step, frame, node, options.from);
  // Nothing has ended yet that its completion could be tested for; but with nothing in it, it is complete already.
  if (frame.live === 0) step.agenda.emptied.push(frame);
}

function startEntry(step: Step, frame: Frame, node: NodeProgram, from: Token | null): void {
  if (frame.pending.length > 0) step.emit({ type: "entryPicked", frame: frame.id, node: node.id });
  step.agenda.ready.push(step.createToken(frame, node, null, from));
}

export function isTriggered(node: NodeProgram): boolean {
  return node.source.kind === "start" && (node.source.triggers?.length ?? 0) > 0;
}

export function declareVariables(step: Step, frame: Frame, region: RegionProgram): void {
  const set: [string, Slot][] = [];
  for (const variable of region.source.variables ?? []) {
    if (variable.shared === true) {
      declareShared(step, frame, variable);
      continue;
    }
    const given = frame.variables?.get(variable.name);
    const slot =
      given ??
      (variable.init === undefined
        ? { json: null }
        : evaluate(step, variable.init, { frame, token: null, extra: new Map(set) }));
    checkVariable(step, variable, slot, given !== undefined);
    if (given === undefined) set.push([variable.name, slot]);
  }
  if (set.length > 0) step.emit({ type: "variablesSet", frame: frame.id, set });
}

/** The first instance that declares it gives it its value; the others find what it has become since. */
function declareShared(step: Step, frame: Frame, { name, init }: Variable): void {
  if (step.state.shared?.variables?.has(name) === true) return;
  const slot = init === undefined ? { json: null } : evaluate(step, init, { frame, token: null });
  step.emit({ type: "variablesSet", frame: SHARED, set: [[name, slot]] });
}

function checkVariable(step: Step, variable: Variable, slot: Slot, given: boolean): void {
  if (variable.schema === undefined || isUnknown(slot) || !("json" in slot)) return;
  // A variable that nobody has set yet has no value that could be wrong.
  if (!given && variable.init === undefined) return;
  const check = step.program.schemas.get(
    expressionKey(variable.schema.language, JSON.stringify(variable.schema.schema)),
  );
  const [wrong] = check?.(slot.json) ?? [];
  if (wrong !== undefined) {
    throw new IncidentSignal(
      "schema-violation",
      `Variable '${variable.name}'${wrong.pointer === "" ? "" : ` at ${wrong.pointer}`}: ${wrong.message}`,
    );
  }
}

function listenFor(step: Step, frame: Frame, handler: HandlerProgram): void {
  handler.source.triggers.forEach((trigger, index) => {
    if (isWaitTrigger(trigger))
      openWaitFor(step, { frame, purpose: "handler", handler: handler.id }, index, trigger, { frame, token: null });
  });
}

export function checkCallDepth(step: Step, frame: Frame): void {
  if (frame.calls >= step.limits.maxCallDepth) throw new LimitSignal("maxCallDepth", step.limits.maxCallDepth);
}

// ---------------------------------------------------------------------------------------------------------------

/** A token of this instance has ended, or a handler instance of it: more entries may start, or it may be complete. */
export function settleFrame(step: Step, frame: Frame): void {
  if (step.state.frames.get(frame.id) !== frame) return;
  const region = frame.region;
  if (region?.source.completeWhen !== undefined && !frame.draining && !frame.interrupted) {
    const about = frame.token?.node ?? frame.graph.nodes[0];
    const complete =
      about !== undefined &&
      holdsOrAsks(step, region.source.completeWhen, { frame, token: null }, "complete", about.id, "leave");
    if (complete) {
      step.emit({ type: "entryPicked", frame: frame.id, node: null });
      if (region.source.rest !== "drain") clearFrame(step, frame);
    }
  }
  startPending(step, frame);
  if (frame.live > 0) return;
  // A manual ad-hoc instance lasts until somebody says that it is done, or its condition does.
  if (region?.source.manual === true && !frame.draining && !frame.interrupted) return;
  step.operations.frameEmptied(step, frame);
}

function startPending(step: Step, frame: Frame): void {
  const region = frame.region;
  if (region === null || region.source.manual === true || frame.draining) return;
  const limit = region.source.limit ?? Number.POSITIVE_INFINITY;
  while (frame.live < limit) {
    const next = frame.pending[0];
    if (next === undefined) return;
    startEntry(step, frame, next, null);
  }
}

/** Closes an instance and what listened for it. */
export function closeFrame(step: Step, frame: Frame, how: RecordOf<"frameClosed">["how"]): void {
  closeWaits(step, frame.waits);
  step.emit({ type: "frameClosed", frame: frame.id, how });
}
