/**
 * The types of the graph once more, as checks: what a bundle from outside has to look like before anything walks over it.
 * References (does this flow's target exist?) are not its business; the structural checks of @rb/ir see to them.
 */
import { IR_VERSION } from "../graph.js";
import {
  boolean,
  chosenBy,
  havingOne,
  json,
  jsonObject,
  later,
  list,
  type Members,
  natural,
  number,
  object,
  oneOf,
  pair,
  checkShape as problemsOf,
  record,
  type Shape,
  type ShapeProblem,
  string,
  textOr,
} from "./shape.js";

const position = object({ line: natural, column: natural });
const sourceOrigin = object(
  { kind: oneOf("source"), uri: string, pointer: string, start: position },
  { end: position, construct: string },
);
const origin = chosenBy("kind", {
  source: sourceOrigin,
  synthesized: object({ kind: string, by: string, from: sourceOrigin }),
});

const expr = object({ language: string, text: string, origin });
const pointer = object({ uri: string, sha256: string, size: number }, { mediaType: string });
const path = list(string);

const value: Shape = havingOne({
  json: object({ json }),
  variable: object({ variable: string }, { path }),
  result: object({ result: path }),
  expr: object({ expr }),
  text: object({ text: list(textOr(later(() => value))) }),
  list: object({ list: list(later(() => value)) }),
  object: object({
    object: list(
      pair(
        string,
        later(() => value),
      ),
    ),
  }),
  secret: object({ secret: string }),
  pointer: object({ pointer }),
});
const bindings = list(object({ path, from: value }));
const schema = object({ language: string, schema: json });
const variables = list(
  object(
    { name: string },
    {
      description: string,
      init: value,
      constant: boolean,
      external: boolean,
      required: boolean,
      secret: boolean,
      scope: string,
      shared: boolean,
      schema,
    },
  ),
);

const guard = havingOne({
  expr: object({ expr }),
  variable: object({ variable: string }, { path }),
  json: object({ json: boolean }),
  arrived: object({ arrived: list(string) }),
  unspecified: object({ unspecified: string }),
});

const waitTriggers: Members = {
  timer: object({ on: string }, { at: value, after: value, every: value }),
  message: object({ on: string, name: value }, { key: value }),
  signal: object({ on: string, name: value }),
  condition: object({ on: string, test: guard }),
};
const waitTrigger = chosenBy("on", waitTriggers);
const trigger = chosenBy("on", {
  ...waitTriggers,
  error: object({ on: string }, { code: string }),
  escalation: object({ on: string }, { code: string }),
  cancel: object({ on: string }),
  compensation: object({ on: string }),
});
const raise = chosenBy("raise", {
  message: object({ raise: string, name: value }, { key: value, payload: value }),
  signal: object({ raise: string, name: value }, { payload: value }),
  error: object({ raise: string }, { code: string, message: value, payload: value, again: value }),
  escalation: object({ raise: string }, { code: string, payload: value }),
  compensation: object({ raise: string, wait: boolean }, { of: string }),
  cancel: object({ raise: string }),
  terminate: object({ raise: string }),
});

const flow = object(
  { id: string, from: string, to: string, origin },
  { name: string, port: string, slot: string, guard, cases: list(json), otherwise: boolean },
);
const routing = object(
  {},
  { take: oneOf("every", "first", "case"), select: value, none: oneOf("incident", "end"), copies: natural },
);
const join = chosenBy("rule", {
  each: object({ rule: string }),
  all: object({ rule: string }),
  reachable: object({ rule: string }),
  count: object(
    { rule: string, need: value },
    { of: oneOf("tokens", "slots"), then: oneOf("again", "absorb", "reset"), emitOnReset: boolean },
  ),
});

const handler: readonly [Members, Members] = [
  { id: string, triggers: list(trigger), origin },
  { name: string, need: oneOf("first", "all"), interrupting: boolean, into: bindings },
];
const boundaryHandler = object(...handler);
const scopeHandler: Shape = object({ ...handler[0], body: later(() => region) }, handler[1]);
const region: Shape = object(
  { entries: list(string) },
  {
    variables,
    undeclared: oneOf("root", "here", "error"),
    mistakes: oneOf("incident", "failure"),
    handlers: list(later(() => scopeHandler)),
    limit: natural,
    manual: boolean,
    completeWhen: guard,
    rest: oneOf("cancel", "drain"),
    transaction: boolean,
  },
);

const retry = object(
  { attempts: natural, firstMs: number },
  { factor: number, maxMs: number, waitsMs: list(number), on: list(string) },
);
const loop = chosenBy("kind", {
  repeat: object({ kind: string }, { while: guard, until: guard, testBefore: boolean, max: number, index: string }),
  each: object(
    { kind: string },
    {
      items: value,
      count: value,
      item: string,
      index: string,
      limit: value,
      onFailure: oneOf("stop", "collect"),
      completeWhen: guard,
      collect: bindings,
      emit: list(object({ at: oneOf("one", "each", "when"), raise }, { when: guard })),
    },
  ),
});
const meta = object(
  {},
  {
    capability: string,
    riskTags: list(string),
    requires: list(string),
    labels: record(string),
    tenant: string,
    actor: string,
    pack: string,
    idempotent: boolean,
    author: jsonObject,
  },
);

const nodeRequired: Members = { kind: string, id: string, origin };
const nodeOptional: Members = { name: string, description: string, routing, meta };
const activityOptional: Members = {
  ...nodeOptional,
  inputs: bindings,
  outputs: bindings,
  inOrder: boolean,
  inputSchema: schema,
  outputSchema: schema,
  assertions: list(object({ test: guard }, { message: value })),
  loop,
  retry,
  attemptTimeout: value,
  handlers: list(boundaryHandler),
  compensation: string,
};
const evidence = object(
  { name: string, kind: oneOf("text", "checklist", "attachment") },
  { description: string, items: list(string), required: boolean },
);
const node = chosenBy("kind", {
  start: object(nodeRequired, {
    ...nodeOptional,
    triggers: list(waitTrigger),
    need: oneOf("first", "all"),
    into: bindings,
  }),
  gateway: object(nodeRequired, { ...nodeOptional, join }),
  catch: object(
    { ...nodeRequired, arms: list(object({ trigger: waitTrigger, origin }, { port: string, into: bindings })) },
    { ...nodeOptional, need: oneOf("first", "all") },
  ),
  throw: object({ ...nodeRequired, throws: list(raise) }, { ...nodeOptional, outputs: bindings }),
  end: object(nodeRequired, {
    ...nodeOptional,
    throws: list(raise),
    outputs: bindings,
    leave: object({ scope: string, port: string }),
  }),
  action: object({ ...nodeRequired, executor: string }, { ...activityOptional, request: value }),
  gate: object(
    { ...nodeRequired, by: oneOf("people", "policy") },
    {
      ...activityOptional,
      show: value,
      roles: list(string),
      grants: list(string),
      count: natural,
      expires: value,
      evidence: list(evidence),
      policy: string,
    },
  ),
  scope: object({ ...nodeRequired, region }, activityOptional),
  call: object(
    { ...nodeRequired, target: object({ id: string }, { version: string }) },
    { ...activityOptional, graph: string },
  ),
});

const governance = object(
  {},
  {
    allowedCommands: list(string),
    deniedCommands: list(string),
    deniedVariables: list(string),
    redact: list(object({ pattern: string, replace: string })),
    requireEvidence: boolean,
    storeOutput: boolean,
  },
);

const graph = object(
  { id: string, region, nodes: list(node), flows: list(flow), origin },
  {
    name: string,
    description: string,
    outputs: bindings,
    version: string,
    messages: object({}, { success: string, failure: string }),
    governance,
    meta,
  },
);

const bundle: Shape = object(
  { version: oneOf(IR_VERSION), main: string, graphs: list(graph) },
  {
    routes: list(
      object(
        { from: object({ graph: string, node: string }), to: object({ graph: string }, { node: string }) },
        { message: string },
      ),
    ),
    languages: list(object({ name: string, version: string })),
  },
);

const shapes: { readonly [P in PartName]: Shape } = { bundle, graph, node, flow, boundaryHandler, scopeHandler };

/** The parts of a bundle that can be looked at by themselves. */
export type PartName = "bundle" | "graph" | "node" | "flow" | "boundaryHandler" | "scopeHandler";

/** What is wrong with the shape of a part that came from outside; empty when it is one. What its ids refer to is not looked at. */
export function checkShape(part: PartName, value: unknown): readonly ShapeProblem[] {
  return problemsOf(shapes[part], value);
}

/** Shapes that other notations of a bundle say in words of their own; `form` tells them apart, also where they stand in others. */
export const irShapes: Readonly<
  Record<
    "bundle" | "graph" | "node" | "flow" | "region" | "variables" | "bindings" | "value" | "guard" | "expr" | "origin",
    Shape
  >
> = { bundle, graph, node, flow, region, variables, bindings, value, guard, expr, origin };
