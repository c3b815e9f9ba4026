/**
 * The vocabulary of `graph.ts` once more, as data: what each member of each type is. What walks over a whole bundle, to
 * hash it or to find every expression in it, walks over these tables, and so can't overlook anything: a member that
 * `graph.ts` has and a table hasn't doesn't compile.
 *
 * A union has one table for all of its variants; no two of them use a name for different things.
 */
import type {
  Assertion,
  Binding,
  BoundaryHandler,
  Bundle,
  CatchArm,
  Evidence,
  Expr,
  Flow,
  Governance,
  Graph,
  Guard,
  Join,
  Loop,
  LoopEmit,
  Meta,
  Node,
  Pointer,
  Region,
  Retry,
  Route,
  Routing,
  Schema,
  ScopeHandler,
  Throw,
  Trigger,
  Value,
  Variable,
} from "./graph.js";
import type { Json } from "./json.js";
import type { PartName } from "./shape/bundle-shape.js";

/** What a member of a type is. */
export type Member =
  /** Not part of the meaning: where something came from, and what is written about it for people. */
  | { readonly is: "aside" }
  /** JSON as it stands. `default` is what absence means; `defaultsTo` names the member that it repeats. */
  | { readonly is: "data"; readonly default?: Json; readonly defaultsTo?: string }
  /** One value of another type, a list of them, or a list of pairs of a key and one. */
  | { readonly is: "one" | "list" | "pairs"; readonly type: () => Vocabulary; readonly default?: Json };

/** The members of a type. */
export interface Vocabulary {
  readonly [member: string]: Member;
}

type KeyOf<T> = T extends unknown ? keyof T & string : never;
type Complete<T> = { readonly [K in KeyOf<T>]: Member };

/** Own members only, and no prototype, since what is looked up here are names from documents. */
function table<T>(members: Complete<T>): Vocabulary {
  return Object.freeze(Object.assign(Object.create(null), members));
}

const aside: Member = { is: "aside" };
const data: Member = { is: "data" };
function or(byDefault: Json): Member {
  return { is: "data", default: byDefault };
}
function one(type: () => Vocabulary, byDefault?: Json): Member {
  return byDefault === undefined ? { is: "one", type } : { is: "one", type, default: byDefault };
}
/** An absent list means an empty one. */
function list(type: () => Vocabulary): Member {
  return { is: "list", type, default: [] };
}

export const exprVocabulary: Vocabulary = table<Expr>({ language: data, text: data, origin: aside });

export const schemaVocabulary: Vocabulary = table<Schema>({ language: data, schema: data });

const pointer = table<Pointer>({ uri: data, sha256: data, size: data, mediaType: data });

/** Values, in all their forms. */
export const valueVocabulary: Vocabulary = table<Exclude<Value, string>>({
  json: data,
  variable: data,
  path: or([]),
  result: data,
  expr: one(() => exprVocabulary),
  text: { is: "list", type: () => valueVocabulary },
  list: { is: "list", type: () => valueVocabulary },
  object: { is: "pairs", type: () => valueVocabulary },
  secret: data,
  pointer: one(() => pointer),
});
const value = one(() => valueVocabulary);

/** Assignments. */
export const bindingVocabulary: Vocabulary = table<Binding>({ path: data, from: value });

/** Conditions. */
export const guardVocabulary: Vocabulary = table<Guard>({
  expr: one(() => exprVocabulary),
  variable: data,
  path: or([]),
  json: data,
  arrived: data,
  unspecified: data,
});
const guard = one(() => guardVocabulary);

/** Variables of a region. */
export const variableVocabulary: Vocabulary = table<Variable>({
  name: data,
  description: aside,
  init: value,
  constant: or(false),
  external: or(false),
  required: or(false),
  secret: or(false),
  scope: data,
  shared: or(false),
  schema: one(() => schemaVocabulary),
});

const trigger = table<Trigger>({
  on: data,
  at: value,
  after: value,
  every: value,
  name: value,
  key: value,
  test: guard,
  code: data,
});

const thrown = table<Throw>({
  raise: data,
  name: value,
  key: value,
  payload: value,
  code: data,
  message: value,
  again: value,
  wait: data,
  of: data,
});

const flow = table<Flow>({
  id: data,
  name: data,
  from: data,
  port: or("out"),
  to: data,
  slot: { is: "data", defaultsTo: "id" },
  guard: one(() => guardVocabulary, { json: true }),
  cases: data,
  otherwise: or(false),
  origin: aside,
});

const routing = table<Routing>({ take: or("every"), select: value, none: or("incident"), copies: or(1) });

const join = table<Join>({
  rule: data,
  need: value,
  of: or("slots"),
  then: or("again"),
  emitOnReset: or(false),
});

/** Regions. */
export const regionVocabulary: Vocabulary = table<Region>({
  entries: data,
  variables: list(() => variableVocabulary),
  undeclared: or("root"),
  mistakes: data,
  handlers: list(() => handler),
  limit: data,
  manual: or(false),
  completeWhen: guard,
  rest: or("cancel"),
  transaction: or(false),
});

const handler: Vocabulary = table<BoundaryHandler | ScopeHandler>({
  id: data,
  name: data,
  triggers: { is: "list", type: () => trigger },
  need: or("first"),
  interrupting: or(true),
  into: list(() => bindingVocabulary),
  body: one(() => regionVocabulary),
  origin: aside,
});

const retry = table<Retry>({ attempts: data, firstMs: data, factor: or(1), maxMs: data, waitsMs: data, on: data });

const loop = table<Loop>({
  kind: data,
  while: guard,
  until: guard,
  testBefore: or(true),
  max: data,
  items: value,
  count: value,
  item: data,
  index: data,
  limit: value,
  onFailure: or("stop"),
  completeWhen: guard,
  collect: list(() => bindingVocabulary),
  emit: list(() => emit),
});

const emit = table<LoopEmit>({ at: data, when: guard, raise: one(() => thrown) });

const meta = table<Meta>({
  capability: data,
  riskTags: or([]),
  requires: or([]),
  labels: or({}),
  tenant: data,
  actor: data,
  pack: data,
  idempotent: or(false),
  author: aside,
});

const arm = table<CatchArm>({
  port: or("out"),
  trigger: one(() => trigger),
  into: list(() => bindingVocabulary),
  origin: aside,
});

const evidence = table<Evidence>({
  name: data,
  kind: data,
  description: aside,
  items: or([]),
  required: or(true),
});

const assertion = table<Assertion>({ test: guard, message: value });

const node = table<Node>({
  kind: data,
  id: data,
  name: data,
  description: aside,
  origin: aside,
  routing: one(() => routing, {}),
  meta: one(() => meta, {}),
  inputs: list(() => bindingVocabulary),
  outputs: list(() => bindingVocabulary),
  inOrder: or(false),
  inputSchema: one(() => schemaVocabulary),
  outputSchema: one(() => schemaVocabulary),
  assertions: list(() => assertion),
  loop: one(() => loop),
  retry: one(() => retry),
  attemptTimeout: value,
  handlers: list(() => handler),
  compensation: data,
  triggers: list(() => trigger),
  arms: { is: "list", type: () => arm },
  need: or("first"),
  into: list(() => bindingVocabulary),
  join: one(() => join, { rule: "each" }),
  throws: list(() => thrown),
  leave: data,
  executor: data,
  request: value,
  by: data,
  show: value,
  roles: data,
  grants: or([]),
  count: or(1),
  expires: value,
  evidence: list(() => evidence),
  policy: data,
  region: one(() => regionVocabulary),
  target: data,
  graph: data,
});

const governance = table<Governance>({
  allowedCommands: data,
  deniedCommands: or([]),
  deniedVariables: or([]),
  redact: or([]),
  requireEvidence: or(false),
  storeOutput: or(false),
});

const graph = table<Graph>({
  id: data,
  name: data,
  description: aside,
  region: one(() => regionVocabulary),
  nodes: { is: "list", type: () => node },
  flows: { is: "list", type: () => flow },
  outputs: list(() => bindingVocabulary),
  version: data,
  messages: data,
  governance: one(() => governance, {}),
  origin: aside,
  meta: one(() => meta, {}),
});

const route = table<Route>({ from: data, to: data, message: data });

export const bundleVocabulary: Vocabulary = table<Bundle>({
  version: data,
  main: data,
  graphs: { is: "list", type: () => graph },
  routes: list(() => route),
  languages: or([]),
});

const byPart: { readonly [P in PartName]: Vocabulary } = {
  bundle: bundleVocabulary,
  graph,
  node,
  flow,
  boundaryHandler: handler,
  scopeHandler: handler,
};

/** What a part of a bundle consists of. */
export function partVocabulary(part: PartName): Vocabulary {
  return byPart[part];
}
