/**
 * Steps together, and what holds for all of them. Each thing that is said about them is a layer around the one before: `atomic` undoes what
 * the steps have done, `on` and `timeout` hear what is left of a failure, `finally` comes after all of it. Only a layer that has another
 * one around it needs a scope of its own.
 */
import { type NodeId, type Region, type ScopeHandler, type SourceOrigin, synthesized, type Variable } from "@rb/ir";
import type { Span } from "../format/durations.js";
import type { Block, Handler, Step } from "../format/model.js";
import { originOf, type YamlNode } from "../yaml/tree.js";
import { eventName, triggersOf } from "./events.js";
import { type Lowering, variablesOf } from "./lowering.js";
import type { Place } from "./place.js";

export interface Together extends Block {
  readonly node: YamlNode;
  readonly on?: readonly Handler[];
  readonly timeout?: Span;
}

/** The region of these steps; `prefix` makes ids of what is added. */
export function lowerTogether(lowering: Lowering, prefix: string, together: Together, place: Place): Region {
  const layers = new Layers(lowering, prefix, together, place);
  const lists = [together.steps, ...(together.finally === undefined ? [] : [together.finally])];
  let region: Region = { entries: lowering.lowerBody(together.steps, place) };
  if (together.atomic) region = { ...region, handlers: [layers.undoing()] };
  const handlers = layers.handlers();
  if (handlers.length > 0) {
    const inner = region.handlers === undefined ? region : { entries: [layers.scope("atomic", region)] };
    region = { ...inner, handlers };
  }
  const variables: Variable[] = [...variablesOf(lowering, lists)];
  if (together.finally !== undefined) {
    region = layers.finallyAfter(region, together.finally);
    variables.push({ name: layers.ending, init: { json: { failed: false } } });
  }
  return { ...region, variables };
}

class Layers {
  readonly #lowering: Lowering;
  readonly #prefix: string;
  readonly #together: Together;
  /** Sees all of the steps: any of them may be over. */
  readonly #place: Place;
  readonly #origin: SourceOrigin;

  constructor(lowering: Lowering, prefix: string, together: Together, place: Place) {
    this.#lowering = lowering;
    this.#prefix = prefix;
    this.#together = together;
    this.#place = { ...place, lists: [...place.lists, { plan: lowering.planOf(together.steps) }] };
    this.#origin = originOf(lowering.log.source, together.node);
  }

  /** The variable that knows how the steps ended. */
  get ending(): string {
    return `${this.#prefix}/ending`;
  }

  scope(name: string, region: Region): NodeId {
    const origin = synthesized(`runbook/${name}`, this.#origin);
    return this.#lowering.builder.add({ kind: "scope", id: `${this.#prefix}/${name}`, region, origin });
  }

  /** Undoes what has been done, then fails as it would have failed. */
  undoing(): ScopeHandler {
    const { builder } = this.#lowering;
    const origin = synthesized("runbook/atomic", this.#origin);
    const undo = `${this.#prefix}/undo-all`;
    const again = `${this.#prefix}/undone`;
    builder.add({ kind: "throw", id: undo, throws: [{ raise: "compensation", wait: true }], origin });
    builder.add({ kind: "end", id: again, throws: [{ raise: "error", again: { variable: "error" } }], origin });
    builder.connect({ from: undo, origin }, again);
    return {
      id: "atomic",
      triggers: [{ on: "error" }],
      into: [{ path: ["error"], from: { result: [] } }],
      body: { entries: [undo], variables: [{ name: "error" }] },
      origin,
    };
  }

  handlers(): readonly ScopeHandler[] {
    const { on = [], timeout } = this.#together;
    const own = on.map((handler, index) => this.#handler(handler, index));
    return timeout === undefined ? own : [...own, this.#timeout(timeout)];
  }

  #handler(handler: Handler, index: number): ScopeHandler {
    const { steps, event, alongside, name, node } = handler;
    const arrived = eventName(event);
    const names = arrived === undefined ? [] : [arrived];
    const inside: Place = {
      ...this.#place,
      loopVariables: [...this.#place.loopVariables, ...names],
      undoes: { plan: this.#lowering.planOf(steps), steps: this.#together.steps },
    };
    return {
      id: `on${index + 1}`,
      ...(name === undefined ? {} : { name }),
      triggers: triggersOf(this.#lowering, handler, this.#place),
      ...(alongside ? { interrupting: false } : {}),
      ...(arrived === undefined ? {} : { into: [{ path: [arrived], from: { result: [] } }] }),
      body: {
        entries: this.#lowering.lowerBody(steps, inside),
        variables: [...names.map((one) => ({ name: one })), ...variablesOf(this.#lowering, [steps])],
      },
      origin: originOf(this.#lowering.log.source, node, "on"),
    };
  }

  #timeout(timeout: Span): ScopeHandler {
    const { builder, values } = this.#lowering;
    const origin = synthesized("runbook/timeout", this.#origin);
    const end = `${this.#prefix}/timeout`;
    const message = { json: "It took longer than its timeout." };
    builder.add({ kind: "end", id: end, throws: [{ raise: "error", code: "timeout", message }], origin });
    const after = values.span(timeout, this.#place);
    return { id: "timeout", triggers: [{ on: "timer", after }], body: { entries: [end] }, origin };
  }

  /** However the steps end, these come after them; then it fails as it would have failed. */
  finallyAfter(tried: Region, steps: readonly Step[]): Region {
    const { builder } = this.#lowering;
    const origin = synthesized("runbook/finally", this.#origin);
    const [attempt, last, outcome, failed, done] = ["try", "finally", "outcome", "failed", "done"].map(
      (name) => `${this.#prefix}/${name}`,
    ) as [NodeId, NodeId, NodeId, NodeId, NodeId];
    const { ending } = this;
    const into = [
      { path: [ending, "failed"], from: { json: true } },
      { path: [ending, "error"], from: { result: [] } },
    ];
    const caught = { id: "error", triggers: [{ on: "error" as const }], into, origin };
    builder.add({ kind: "scope", id: attempt, region: tried, handlers: [caught], origin });
    const inside: Place = { ...this.#place, loopVariables: [...this.#place.loopVariables, "error"] };
    builder.addAround(() => ({
      kind: "scope",
      id: last,
      inputs: [{ path: ["error"], from: { variable: ending, path: ["error"] } }],
      region: { entries: this.#lowering.lowerBody(steps, inside) },
      origin,
    }));
    builder.add({ kind: "gateway", id: outcome, routing: { take: "first" }, origin });
    const error = { variable: ending, path: ["error"] };
    builder.add({ kind: "end", id: failed, throws: [{ raise: "error", again: error }], origin });
    builder.add({ kind: "end", id: done, origin });
    builder.connect({ from: attempt, origin }, last);
    builder.connect({ from: attempt, port: "error", origin }, last);
    builder.connect({ from: last, origin }, outcome);
    builder.connect({ from: outcome, guard: { variable: ending, path: ["failed"] }, origin }, failed);
    builder.connect({ from: outcome, otherwise: true, origin }, done);
    return { entries: [attempt] };
  }
}
