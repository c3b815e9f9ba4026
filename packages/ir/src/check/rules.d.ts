/** Everything that a structural check can say. Codes are `ir/<reason>`. */
import { type DiagnosticRule, type DiagnosticSet } from "../diagnostics.js";
import type { Trigger } from "../graph.js";
/** What each of them is told about the place that it reports. */
interface Args {
    "unsupported-version": {
        version: unknown;
        supported: number;
    };
    "unknown-main": {
        main: string;
        hint: string;
    };
    "duplicate-graph": {
        id: string;
    };
    "too-many-nodes": {
        count: number;
        limit: number;
    };
    "value-too-deep": {
        limit: number;
    };
    "unknown-route-end": {
        end: "from" | "to";
        graph: string;
        node: string;
        hint: string;
    };
    "unknown-callee": {
        graph: string;
        hint: string;
    };
    "endless-call-recursion": {
        cycle: string;
    };
    "duplicate-node": {
        id: string;
    };
    "duplicate-flow": {
        id: string;
    };
    "duplicate-handler": {
        id: string;
    };
    "reserved-handler-id": {
        id: string;
    };
    "duplicate-variable": {
        name: string;
    };
    "dangling-flow": {
        id: string;
        end: "from" | "to";
        node: string;
        hint: string;
    };
    "unknown-port": {
        flow: string;
        node: string;
        kind: string;
        port: string;
        ports: readonly string[];
        hint: string;
    };
    "second-otherwise": {
        node: string;
        port: string;
    };
    "cases-without-case-routing": {
        flow: string;
        node: string;
    };
    "case-without-select": {
        node: string;
    };
    "flow-without-cases": {
        flow: string;
        node: string;
    };
    "misplaced-arrived": Record<never, never>;
    "foreign-arrived": {
        flow: string;
        node: string;
        hint: string;
    };
    "unknown-entry": {
        node: string;
        hint: string;
    };
    "empty-region": Record<never, never>;
    "nested-too-deep": {
        limit: number;
        depth: number;
    };
    "scope-inside-itself": {
        node: string;
    };
    "unreachable-node": {
        node: string;
    };
    "join-never-fires": {
        node: string;
        need: number;
        slots: number;
    };
    "join-slot-unreachable": {
        node: string;
        flow: string;
    };
    "unknown-jump-scope": {
        scope: string;
        hint: string;
    };
    "jump-from-outside": {
        scope: string;
        node: string;
    };
    "trigger-not-allowed": {
        on: Trigger["on"];
        where: string;
        instead: string;
    };
    "nothing-to-wait-for": {
        what: string;
    };
    "unclear-timer": {
        count: number;
    };
    "shared-arm-port": {
        node: string;
        port: string;
    };
    "unknown-compensation": {
        node: string;
        target: string;
        hint: string;
    };
    "compensation-not-activity": {
        node: string;
        target: string;
        kind: string;
    };
    "unclear-loop": {
        node: string;
        both: boolean;
    };
    "unbounded-loop": {
        node: string;
    };
    "number-out-of-range": {
        what: string;
        value: number;
        least: number;
        whole: boolean;
    };
}
type Rules = {
    readonly [K in keyof Args]: DiagnosticRule<Args[K]>;
};
/** The diagnostics of `check`, owner `ir`. */
export declare const irDiagnostics: DiagnosticSet<Rules>;
export {};
