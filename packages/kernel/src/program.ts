/** A bundle made ready to run: dense indices, adjacency as arrays, expressions compiled. Immutable; shared by all runs of the bundle. */
import type {
  Activity,
  BoundaryHandler,
  Bundle,
  CompiledExpr,
  Flow,
  Graph,
  GraphId,
  Json,
  Node,
  NodeId,
  Region,
  ScopeHandler,
} from "@rb/ir";
import type { JobRequest } from "./record.js";

/** A compiled bundle; made by `compile`. */
export interface Program {
  /** The plan hash of the bundle, without inputs. */
  readonly hash: string;
  readonly bundle: Bundle;
  readonly main: GraphProgram;
  readonly graphs: ReadonlyMap<GraphId, GraphProgram>;
  /** Some throw or cancel can ask for compensation, so completed activities have to be remembered. */
  readonly compensates: boolean;
  /** Some expression can't answer at once, or some guard is missing: `transition` may answer with questions. */
  readonly mayAsk: boolean;
  readonly expressions: ReadonlyMap<string, CompiledExpr>;
  readonly schemas: ReadonlyMap<string, SchemaCheck>;
  /** Where messages go inside the bundle: by graph id and node id of the thrower. */
  readonly routes: ReadonlyMap<string, readonly RouteTarget[]>;
  /** What messages and signals make instances by: entries with such a trigger, by its kind and name. */
  readonly starts: ReadonlyMap<string, readonly StartTarget[]>;
}

export type SchemaCheck = (value: Json) => readonly { readonly pointer: string; readonly message: string }[];

export interface RouteTarget {
  readonly graph: GraphProgram;
  readonly node: NodeProgram | null;
  readonly message: string | undefined;
}

export interface StartTarget {
  readonly graph: GraphProgram;
  readonly node: NodeProgram;
  /** Which of the node's triggers. */
  readonly trigger: number;
}

export interface GraphProgram {
  readonly id: GraphId;
  readonly source: Graph;
  readonly region: RegionProgram;
  readonly nodes: readonly NodeProgram[];
  readonly nodeById: ReadonlyMap<NodeId, NodeProgram>;
  readonly flowById: ReadonlyMap<string, FlowProgram>;
}

export interface RegionProgram {
  readonly source: Region;
  readonly entries: readonly NodeProgram[];
  readonly handlers: readonly HandlerProgram<ScopeHandler>[];
  readonly constants: ReadonlySet<string>;
  /** Variables that it has in common with other graphs of the run. */
  readonly shared: ReadonlySet<string>;
}

export interface HandlerProgram<H extends BoundaryHandler | ScopeHandler = BoundaryHandler | ScopeHandler> {
  readonly source: H;
  readonly id: string;
  readonly interrupting: boolean;
  /** Null for a boundary handler. */
  readonly region: RegionProgram | null;
}

export interface NodeProgram {
  readonly graph: GraphProgram;
  readonly index: number;
  readonly id: NodeId;
  readonly source: Node;
  /** The same node, when it is an activity. */
  readonly activity: Activity | null;
  readonly ports: ReadonlyMap<string, readonly FlowProgram[]>;
  /** The flow to follow without looking: the only one of port `out`, unguarded, one copy. */
  readonly straight: FlowProgram | null;
  readonly incoming: readonly FlowProgram[];
  /** For a gateway that joins: its incoming flows by slot, in order. */
  readonly slots: ReadonlyMap<string, readonly FlowProgram[]>;
  readonly handlers: readonly HandlerProgram<BoundaryHandler>[];
  readonly region: RegionProgram | null;
  readonly callee: GraphProgram | null;
  readonly compensation: NodeProgram | null;
  /** The request and its hash when nothing in it has to be evaluated; filled on first use. */
  readonly constantRequest: { value?: ConstantRequest } | null;
}

/** A request with nothing to evaluate; it may still use secrets. */
export type ConstantRequest = Pick<JobRequest, "request" | "hash" | "secrets" | "unknowns">;

export interface FlowProgram {
  readonly id: string;
  readonly source: Flow;
  readonly from: NodeProgram;
  readonly to: NodeProgram;
  readonly slot: string;
}
