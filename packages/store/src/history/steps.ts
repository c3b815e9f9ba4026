/**
 * A history as steps: one for each time that a token came to a node. What the records say about jobs, people, values and trouble is put with
 * the step that it was about. Rerun, comparison and the picture are made from this.
 */
import type { NodeId, Slot } from "@rb/ir";
import type { Failure, Id, JournalRecord, RecordOf } from "@rb/kernel";
import type { Stretch } from "./history.js";
import { nodeKey, readHistory, type Scene } from "./scene.js";
import type { Step } from "./step.js";
import { JobReader } from "./step-jobs.js";

/** Everything that a history comes to. */
export interface RunSteps {
  readonly run: string;
  readonly steps: readonly Step[];
  readonly status: string;
  readonly failure: Failure | null;
  readonly outputs: readonly (readonly [name: string, slot: Slot])[];
  readonly inputs: readonly (readonly [name: string, slot: Slot])[];
  readonly beganAtMs: number;
  /** The time of the last batch. */
  readonly endedAtMs: number;
}

/** The steps of a history. `onStep` sees each when it begins, with all before it as they stand then. */
export function stepsOf(
  history: Iterable<Stretch>,
  onStep: (step: Step, steps: readonly Step[]) => void = () => {},
): RunSteps {
  const reader = new StepReader(onStep);
  const scene = readHistory(history, (record, at) => reader.see(record, at));
  return reader.result(scene);
}

class StepReader {
  readonly #steps: Step[] = [];
  /** The step that each token is at, and the one that it left last. */
  readonly #current = new Map<Id, Step>();
  readonly #left = new Map<Id, Step>();
  readonly #jobs = new JobReader();
  readonly #counts = new Map<string, number>();
  /** What frames' last steps were: what completes them comes after these. */
  readonly #ends = new Map<Id, Step[]>();
  /** Failures of instances, by the loop that they are of. */
  readonly #failedItems = new Map<Step, Failure>();
  /** Who threw last, who threw what a wait is about to catch, and who threw a message that is kept. */
  #thrower: Step | null = null;
  readonly #thrownTo = new Map<Id, Step>();
  readonly #kept = new Map<string, Step>();
  #taken: Step | null = null;
  /** The step that values are assigned for, and tokens of this batch that are still on their way. */
  #subject: Step | null = null;
  #moving: Id[] = [];
  #beganAtMs: number | null = null;
  #status = "running";
  #failure: Failure | null = null;
  #outputs: RunSteps["outputs"] = [];
  #inputs: RunSteps["inputs"] = [];
  readonly #onStep: (step: Step, steps: readonly Step[]) => void;

  constructor(onStep: (step: Step, steps: readonly Step[]) => void) {
    this.#onStep = onStep;
  }

  result(scene: Scene): RunSteps {
    return {
      run: scene.run,
      steps: this.#steps,
      status: this.#status,
      failure: this.#failure,
      outputs: this.#outputs,
      inputs: this.#inputs,
      beganAtMs: this.#beganAtMs ?? scene.nowMs,
      endedAtMs: scene.nowMs,
    };
  }

  see(record: JournalRecord, scene: Scene): void {
    switch (record.type) {
      case "received":
        return this.#received(record, scene);
      case "tokenCreated":
        return this.#created(record, scene);
      case "tokenMoved":
        return this.#moved(record, scene);
      case "tokenEnded": {
        const frame = scene.tokens.get(record.token)?.frame;
        const step = this.#current.get(record.token);
        if (record.how === "ended" && frame !== undefined && step !== undefined) this.#endIn(frame, step);
        this.#subject = this.#ownerOf(frame, scene);
        if (scene.tokens.get(record.token)?.beside === null)
          this.#end(record.token, record.how === "terminated", scene);
        this.#forget(record.token);
        return;
      }
      case "joinFired":
        return this.#joined(record.tokens, scene);
      case "joinAbsorbed":
        for (const token of record.tokens) {
          this.#end(token, false, scene);
          this.#forget(token);
        }
        return;
      case "frameClosed":
        return this.#frameClosed(record, scene);
      case "variablesSet":
        return this.#set(record, scene);
      case "activityFailed": {
        const step = this.#current.get(record.token);
        if (step === undefined || record.retry) return;
        step.failure = record.failure;
        const loop = step.item === null ? undefined : this.#steps[step.inside ?? -1];
        if (loop !== undefined) this.#failedItems.set(loop, record.failure);
        return;
      }
      case "handlerFired": {
        const step = record.of === "token" && record.interrupting ? this.#current.get(record.owner) : undefined;
        if (step !== undefined && step.failure === null) step.status = "cancelled";
        return;
      }
      case "choiceMade":
        this.#current.get(record.token)?.choices.push({ about: record.about, option: record.option });
        return;
      case "statusChanged":
        this.#status = record.status;
        if (record.failure !== undefined) this.#failure = record.failure;
        if (record.outputs !== undefined) this.#outputs = record.outputs;
        return;
      case "incidentOpened":
      case "incidentResolved":
        return this.#incident(record, scene);
      case "raised":
      case "messageBuffered":
      case "messageTaken":
        return this.#thrown(record);
      case "waitOpened":
      case "waitFired":
        return this.#wait(record, scene);
      case "jobStaged": {
        const step = this.#current.get(record.token);
        if (step !== undefined) this.#jobs.staged(step, record, scene);
        return;
      }
      case "jobSettled":
        if (!record.late) this.#subject = this.#jobs.stepOf(record.effect);
        return this.#jobs.see(record, scene);
      default:
        return this.#jobs.see(record, scene);
    }
  }

  #received(record: RecordOf<"received">, scene: Scene): void {
    this.#beganAtMs ??= scene.nowMs;
    this.#thrower = null;
    this.#thrownTo.clear();
    this.#taken = null;
    this.#subject = null;
    this.#moving = [];
    if (record.input.type === "start" && this.#inputs.length === 0)
      this.#inputs = Object.entries(record.input.variables);
  }

  // -------------------------------------------------------------------------------------------------------------
  // Tokens

  #created(record: RecordOf<"tokenCreated">, scene: Scene): void {
    const origin = record.from === null ? undefined : scene.tokens.get(record.from);
    const from = record.from === null ? undefined : this.#current.get(record.from);
    const isSame = origin?.frame === record.frame;
    this.#subject = null;
    if (isSame && record.via === null && origin.node === record.node && from !== undefined) {
      // It only stands there to leave by another way, or to carry what the step publishes.
      this.#current.set(record.token, from);
      return;
    }
    const left = record.from === null ? undefined : this.#left.get(record.from);
    const before = isSame && record.via !== null ? left : (from ?? this.#ownerOf(record.frame, scene) ?? undefined);
    this.#begin(record.token, record.frame, record.node, before, scene);
  }

  #moved(record: RecordOf<"tokenMoved">, scene: Scene): void {
    const place = scene.tokens.get(record.token);
    const before = this.#current.get(record.token);
    if (place === undefined) return;
    if (place.beside === null) this.#end(record.token, false, scene);
    if (before !== undefined) this.#left.set(record.token, before);
    this.#subject = null;
    this.#begin(record.token, place.frame, record.to, before, scene);
  }

  #begin(token: Id, frameId: Id, id: NodeId, before: Step | undefined, scene: Scene): void {
    const frame = scene.frames.get(frameId);
    const graph = frame?.graph ?? "";
    const node = scene.node(graph, id);
    const item = frame?.kind === "iteration" && frame.node === id ? (frame.index ?? 0) : null;
    const key = `${item === null ? "" : "item "}${nodeKey(graph, id)}`;
    const occurrence = (this.#counts.get(key) ?? 0) + 1;
    this.#counts.set(key, occurrence);
    const owner = this.#ownerOf(frameId, scene);
    const step: Step = {
      index: this.#steps.length,
      graph,
      node: id,
      kind: node?.kind ?? "gateway",
      name: node?.name ?? id,
      item,
      occurrence,
      token,
      inside: owner === null ? null : owner.index,
      after: before === undefined ? [] : [before.index],
      at: scene.point,
      beganAtMs: scene.nowMs,
      endedAtMs: null,
      status: "running",
      failure: null,
      jobs: [],
      incidents: [],
      events: [],
      choices: [],
      captures: new Map(),
    };
    this.#steps.push(step);
    this.#current.set(token, step);
    this.#moving.push(token);
    this.#onStep(step, this.#steps);
  }

  #end(token: Id, isTerminated: boolean, scene: Scene): void {
    const step = this.#current.get(token);
    if (step === undefined || step.endedAtMs !== null) return;
    step.endedAtMs = scene.nowMs;
    if (step.failure !== null) step.status = "failed";
    else if (isTerminated || step.status === "cancelled") step.status = "cancelled";
    else step.status = "completed";
  }

  #forget(token: Id): void {
    this.#current.delete(token);
    this.#left.delete(token);
  }

  /** The step whose activity an instance is, through handlers' instances. */
  #ownerOf(frame: Id | undefined, scene: Scene): Step | null {
    let place = frame === undefined ? undefined : scene.frames.get(frame);
    while (place !== undefined && place.frame !== null) place = scene.frames.get(place.frame);
    return place === undefined || place.token === null ? null : (this.#current.get(place.token) ?? null);
  }

  #endIn(frame: Id, step: Step): void {
    const ends = this.#ends.get(frame);
    if (ends === undefined) this.#ends.set(frame, [step]);
    else ends.push(step);
  }

  #joined(tokens: readonly Id[], scene: Scene): void {
    const [first, ...others] = tokens.map((token) => this.#current.get(token));
    for (const other of others) if (other !== undefined) first?.after.push(other.index);
    for (const token of tokens.slice(1)) {
      this.#end(token, false, scene);
      this.#forget(token);
    }
  }

  #frameClosed({ frame, how }: RecordOf<"frameClosed">, scene: Scene): void {
    const place = scene.frames.get(frame);
    const ends = this.#ends.get(frame) ?? [];
    this.#ends.delete(frame);
    const owner = this.#ownerOf(frame, scene);
    this.#subject = owner;
    if (owner === null) return;
    for (const end of ends) owner.after.push(end.index);
    // One failed instance fails a loop that doesn't collect failures, and only the instance says so.
    if (place?.kind === "iteration" && how === "terminated") owner.failure ??= this.#failedItems.get(owner) ?? null;
  }

  // -------------------------------------------------------------------------------------------------------------
  // What happens at a step

  #set({ set }: RecordOf<"variablesSet">, scene: Scene): void {
    const step = this.#subject ?? this.#assigning(scene);
    for (const [name, slot] of set) step?.captures.set(name, slot);
  }

  /** Tokens move on in the order in which they came, so of those that assign by themselves the first is the one at work. */
  #assigning(scene: Scene): Step | null {
    for (const token of this.#moving) {
      const step = this.#current.get(token);
      const isThere = step !== undefined && step.endedAtMs === null && scene.tokens.has(token);
      if (isThere && (step.kind === "throw" || step.kind === "end" || step.kind === "start")) return step;
    }
    return null;
  }

  #incident(record: RecordOf<"incidentOpened"> | RecordOf<"incidentResolved">, scene: Scene): void {
    const step = this.#current.get(record.token);
    if (step === undefined) return;
    if (record.type === "incidentOpened") {
      step.status = "stuck";
      const { code, message } = record;
      step.incidents.push({ code, message, openedAtMs: scene.nowMs, resolved: null });
      return;
    }
    step.status = "running";
    this.#subject = step;
    const open = step.incidents.at(-1);
    if (open !== undefined) open.resolved = { atMs: scene.nowMs, by: scene.actor, how: record.how };
    const job = step.jobs.at(-1);
    if (record.how.do === "settle" && job !== undefined) job.settledAs = record.how.outcome;
  }

  #wait(record: RecordOf<"waitOpened"> | RecordOf<"waitFired">, scene: Scene): void {
    if (record.type === "waitOpened") {
      const step = record.wait.token === undefined ? undefined : this.#current.get(record.wait.token);
      if (step !== undefined && record.wait.purpose === "arm") step.status = "waiting";
      return;
    }
    const wait = scene.waits.get(record.wait);
    const step = wait?.token === undefined ? undefined : this.#current.get(wait.token);
    const thrower = this.#taken ?? this.#thrownTo.get(record.wait);
    this.#taken = null;
    if (wait === undefined || step === undefined) return;
    this.#subject = step;
    if (wait.purpose !== "arm") return;
    if (thrower !== undefined) step.after.push(thrower.index);
    const { index, kind } = wait;
    const fromInside = thrower !== undefined;
    step.events.push({ atMs: scene.nowMs, index, kind, payload: record.payload, fromInside });
  }

  #thrown(record: RecordOf<"raised"> | RecordOf<"messageBuffered"> | RecordOf<"messageTaken">): void {
    if (record.type === "messageTaken") {
      this.#taken = this.#kept.get(record.id) ?? null;
      this.#kept.delete(record.id);
    } else if (record.type === "messageBuffered") {
      if (this.#thrower !== null) this.#kept.set(record.id, this.#thrower);
    } else {
      this.#thrower = record.token === null ? null : (this.#current.get(record.token) ?? null);
      if (this.#thrower === null || (record.what !== "message" && record.what !== "signal")) return;
      for (const wait of record.caughtBy) this.#thrownTo.set(wait, this.#thrower);
    }
  }
}
