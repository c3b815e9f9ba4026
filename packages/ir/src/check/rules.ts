/** Everything that a structural check can say. Codes are `ir/<reason>`. */
import { type DiagnosticRule, type DiagnosticSet, defineDiagnostics } from "../diagnostics.js";
import type { Trigger } from "../graph.js";

/** What each of them is told about the place that it reports. */
interface Args {
  // The bundle
  "unsupported-version": { version: unknown; supported: number };
  "unknown-main": { main: string; hint: string };
  "duplicate-graph": { id: string };
  "too-many-nodes": { count: number; limit: number };
  "value-too-deep": { limit: number };
  "unknown-route-end": { end: "from" | "to"; graph: string; node: string; hint: string };
  "unknown-callee": { graph: string; hint: string };
  "endless-call-recursion": { cycle: string };
  // Ids and names
  "duplicate-node": { id: string };
  "duplicate-flow": { id: string };
  "duplicate-handler": { id: string };
  "reserved-handler-id": { id: string };
  "duplicate-variable": { name: string };
  // Flows
  "dangling-flow": { id: string; end: "from" | "to"; node: string; hint: string };
  "unknown-port": { flow: string; node: string; kind: string; port: string; ports: readonly string[]; hint: string };
  "second-otherwise": { node: string; port: string };
  "cases-without-case-routing": { flow: string; node: string };
  "case-without-select": { node: string };
  "flow-without-cases": { flow: string; node: string };
  "misplaced-arrived": Record<never, never>;
  "foreign-arrived": { flow: string; node: string; hint: string };
  // Regions
  "unknown-entry": { node: string; hint: string };
  "empty-region": Record<never, never>;
  "nested-too-deep": { limit: number; depth: number };
  "scope-inside-itself": { node: string };
  "unreachable-node": { node: string };
  "join-never-fires": { node: string; need: number; slots: number };
  "join-slot-unreachable": { node: string; flow: string };
  "unknown-jump-scope": { scope: string; hint: string };
  "jump-from-outside": { scope: string; node: string };
  // Events
  "trigger-not-allowed": { on: Trigger["on"]; where: string; instead: string };
  "nothing-to-wait-for": { what: string };
  "unclear-timer": { count: number };
  "shared-arm-port": { node: string; port: string };
  // Activities
  "unknown-compensation": { node: string; target: string; hint: string };
  "compensation-not-activity": { node: string; target: string; kind: string };
  "unclear-loop": { node: string; both: boolean };
  "unbounded-loop": { node: string };
  "number-out-of-range": { what: string; value: number; least: number; whole: boolean };
}

type Rules = { readonly [K in keyof Args]: DiagnosticRule<Args[K]> };

const rules: Rules = {
  // The bundle
  "unsupported-version": {
    severity: "error",
    message: (a) =>
      `This graph is written in version ${String(a.version)} of the IR, but only version ${a.supported} is understood.`,
    help: () => "Lower the document again with the parser that belongs to this version.",
  },
  "unknown-main": {
    severity: "error",
    message: (a) => `The bundle says that '${a.main}' is to be run, but has no graph of that id.`,
    help: (a) => `Set 'main' to the id of one of the bundle's graphs.${a.hint}`,
  },
  "duplicate-graph": {
    severity: "error",
    message: (a) => `Two graphs have the id '${a.id}', so a call can't tell which one is meant.`,
    help: () => "Give each graph of the bundle an id of its own.",
  },
  "too-many-nodes": {
    severity: "error",
    message: (a) => `The bundle has ${a.count} nodes, but at most ${a.limit} are allowed.`,
    help: () => "Split the procedure into several that call each other, or have whoever loads it raise the limit.",
  },
  "value-too-deep": {
    severity: "error",
    message: (a) => `Something in the bundle is nested deeper than ${a.limit} levels.`,
    help: () => "Flatten the values or handlers that contain each other.",
  },
  "unknown-route-end": {
    severity: "error",
    message: (a) =>
      `A message route ${a.end === "from" ? "starts" : "ends"} at node '${a.node}' of graph '${a.graph}', which does not exist.`,
    help: (a) => `Let the route name a node and a graph of this bundle.${a.hint}`,
  },
  "unknown-callee": {
    severity: "error",
    message: (a) => `This call is linked to the graph '${a.graph}', which is not in the bundle.`,
    help: (a) => `Put the called graph into the bundle, or leave the call unlinked.${a.hint}`,
  },
  "endless-call-recursion": {
    severity: "warning",
    message: (a) => `Every way through this graph calls it again (${a.cycle}), so it can't come to an end.`,
    help: () => "Put a choice in front of the call that lets the innermost round finish without it.",
  },

  // Ids and names
  "duplicate-node": {
    severity: "error",
    message: (a) => `Two nodes of this graph have the id '${a.id}'.`,
    help: () => "Give each node of a graph an id of its own.",
  },
  "duplicate-flow": {
    severity: "error",
    message: (a) => `Two flows of this graph have the id '${a.id}'.`,
    help: () => "Give each flow of a graph an id of its own.",
  },
  "duplicate-handler": {
    severity: "error",
    message: (a) => `Two handlers of the same activity or region have the id '${a.id}'.`,
    help: () => "Give each of them an id of its own.",
  },
  "reserved-handler-id": {
    severity: "error",
    message: (a) =>
      `A handler emits on the port named by its id, but '${a.id}' already is another port of this activity.`,
    help: () => "Give the handler another id.",
  },
  "duplicate-variable": {
    severity: "error",
    message: (a) => `The variable '${a.name}' is declared twice in the same region.`,
    help: () => "Leave one of the declarations out, or rename one.",
  },

  // Flows
  "dangling-flow": {
    severity: "error",
    message: (a) =>
      `Flow '${a.id}' ${a.end === "from" ? "starts" : "ends"} at '${a.node}', which is not in this graph.`,
    help: (a) => `Connect it to a node of this graph, or take it out.${a.hint}`,
  },
  "unknown-port": {
    severity: "error",
    message: (a) => `Flow '${a.flow}' leaves '${a.node}' by the port '${a.port}', on which this ${a.kind} never emits.`,
    help: (a) =>
      a.ports.length === 0
        ? "It consumes its token, so nothing can leave it."
        : `It has the ports ${a.ports.map((port) => `'${port}'`).join(", ")}.${a.hint}`,
  },
  "second-otherwise": {
    severity: "error",
    message: (a) =>
      `Two flows claim to be the one that is taken when no other flow of port '${a.port}' of '${a.node}' is.`,
    help: () => "Keep one default flow, and give the other a condition.",
  },
  "cases-without-case-routing": {
    severity: "error",
    message: (a) => `Flow '${a.flow}' lists cases, but '${a.node}' does not route by case.`,
    help: () => "Route with `take: case` and say what is compared in `select`, or replace the cases by a guard.",
  },
  "case-without-select": {
    severity: "error",
    message: (a) => `'${a.node}' routes by case, but does not say which value the cases are compared with.`,
    help: () => "Give its routing a `select`.",
  },
  "flow-without-cases": {
    severity: "warning",
    message: (a) => `'${a.node}' routes by case, and flow '${a.flow}' has no cases, so it is never taken.`,
    help: () => "List its cases, or make it the default with `otherwise`.",
  },
  "misplaced-arrived": {
    severity: "error",
    message: () => "Only a flow out of a gateway can ask by which flows its tokens arrived.",
    help: () => "Use this guard on a flow that leaves the gateway where the tokens join.",
  },
  "foreign-arrived": {
    severity: "error",
    message: (a) => `This guard asks whether a token arrived by '${a.flow}', which does not lead to '${a.node}'.`,
    help: (a) => `Name flows that lead into this gateway.${a.hint}`,
  },

  // Regions
  "unknown-entry": {
    severity: "error",
    message: (a) => `This region is entered at '${a.node}', which is not in its graph.`,
    help: (a) => `Let it be entered at a node of the graph.${a.hint}`,
  },
  "empty-region": {
    severity: "warning",
    message: () => "Nothing inside of this can begin, so it is over at once.",
    help: () => "Let something begin in it, or take it out.",
  },
  "nested-too-deep": {
    severity: "error",
    message: (a) => `Here scopes stand ${a.depth} deep in each other, but at most ${a.limit} levels are allowed.`,
    help: () => "Move the inner ones into a graph of their own and call it.",
  },
  "scope-inside-itself": {
    severity: "warning",
    message: (a) =>
      `From inside '${a.node}' its flows lead to '${a.node}' again, so that each round opens one more level inside the last.`,
    help: () => "Let the inside end, and put the flow back on the outside.",
  },
  "unreachable-node": {
    severity: "warning",
    message: (a) => `No way leads to '${a.node}', so it never runs, nor does what only it leads to.`,
    help: () => "Connect it, let a region be entered at it, or take it out.",
  },
  "join-never-fires": {
    severity: "error",
    message: (a) => `'${a.node}' waits for ${a.need} of its ways to bring a token, but has only ${a.slots}.`,
    help: () => "Let it wait for no more than there are, or connect the missing ones.",
  },
  "join-slot-unreachable": {
    severity: "warning",
    message: (a) => `'${a.node}' waits for a token on every way in, but none can ever come by '${a.flow}'.`,
    help: () => "Connect the start of that way, or take it out.",
  },
  "unknown-jump-scope": {
    severity: "error",
    message: (a) => `This end leaves '${a.scope}', which is no scope of this graph.`,
    help: (a) => `Let it leave a scope that surrounds it.${a.hint}`,
  },
  "jump-from-outside": {
    severity: "error",
    message: (a) => `'${a.node}' leaves the scope '${a.scope}', but no way leads to it from inside that scope.`,
    help: () => "Let it leave a scope that surrounds it, or end without leaving.",
  },

  // Events
  "trigger-not-allowed": {
    severity: "error",
    message: (a) => `A trigger of kind '${a.on}' can't be used ${a.where}.`,
    help: (a) => a.instead,
  },
  "nothing-to-wait-for": {
    severity: "error",
    message: (a) => `${a.what} waits for something to happen, but does not say for what.`,
    help: () => "Give it at least one trigger.",
  },
  "unclear-timer": {
    severity: "error",
    message: (a) =>
      a.count === 0 ? "This timer does not say when it fires." : `This timer says in ${a.count} ways when it fires.`,
    help: () => "Give exactly one of a moment (`at`), a span (`after`) and a cycle (`every`).",
  },
  "shared-arm-port": {
    severity: "warning",
    message: (a) =>
      `Two arms of '${a.node}' leave by the port '${a.port}', so what happened makes no difference there.`,
    help: () => "Name their ports differently, or name none if the way on is the same.",
  },

  // Activities
  "unknown-compensation": {
    severity: "error",
    message: (a) => `'${a.node}' names '${a.target}' for compensation, which is not in this graph.`,
    help: (a) => `Name an activity of this graph.${a.hint}`,
  },
  "compensation-not-activity": {
    severity: "error",
    message: (a) =>
      `'${a.node}' names '${a.target}' for compensation, but that is a ${a.kind}; only another activity can undo or be undone.`,
    help: () => "Name an action, a gate, a scope or a call.",
  },
  "unclear-loop": {
    severity: "error",
    message: (a) =>
      a.both
        ? `The loop of '${a.node}' has both items and a count.`
        : `The loop of '${a.node}' has neither items nor a count.`,
    help: () => "Give exactly one of `items` and `count`.",
  },
  "unbounded-loop": {
    severity: "warning",
    message: (a) =>
      `The loop of '${a.node}' has no test and no greatest number of rounds, so only the run's own limit ends it.`,
    help: () => "Give it `while`, `until` or `max`.",
  },
  "number-out-of-range": {
    severity: "error",
    message: (a) =>
      `'${a.what}' is ${a.value}, but has to be ${a.whole ? "a whole number" : "a number"} of at least ${a.least}.`,
    help: (a) => `Set it to ${a.least} or more.`,
  },
};

/** The diagnostics of `check`, owner `ir`. */
export const irDiagnostics: DiagnosticSet<Rules> = defineDiagnostics("ir", rules);
