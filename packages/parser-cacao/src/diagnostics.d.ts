/**
 * Everything that can be said about a playbook. An error is what can't be run, or can be read in more than one way; what
 * published playbooks get wrong and can still be run by is a warning.
 */
import { type DiagnosticRule, type DiagnosticSet } from "@rb/ir";

interface Named {
  readonly name: string;
}
interface Hinted extends Named {
  readonly hint: string | undefined;
}
type None = Readonly<Record<never, never>>;
/** What each code is told. */
interface Arguments {
  readonly "empty-document": None;
  readonly "not-text": {
    unit: number;
  };
  readonly "too-large": {
    bytes: number;
    limit: number;
  };
  readonly "too-deep": {
    limit: number;
  };
  readonly "json-syntax": {
    expected: string;
    found: string;
  };
  readonly "duplicate-key": Named;
  readonly "lone-surrogate": None;
  readonly "number-range": {
    text: string;
  };
  readonly "number-precision": {
    text: string;
    read: number;
  };
  readonly "not-a-playbook": {
    found: string;
  };
  readonly "old-version": {
    what: string;
  };
  readonly "unsupported-version": {
    version: string;
  };
  readonly "missing-member": {
    what: string;
    name: string;
  };
  readonly "wrong-type": {
    name: string;
    expected: string;
    found: string;
  };
  readonly "empty-member": Named;
  readonly "misspelled-member": {
    what: string;
    name: string;
    hint: string;
  };
  readonly "unknown-member": {
    what: string;
    name: string;
  };
  readonly "bad-identifier": Named;
  readonly "id-type-mismatch": {
    name: string;
    type: string;
  };
  readonly "bad-timestamp": {
    name: string;
    value: string;
  };
  readonly "timestamp-precision": Named;
  readonly "timestamp-order": {
    earlier: string;
    later: string;
  };
  readonly "out-of-range": {
    name: string;
    value: number;
  };
  readonly revoked: None;
  readonly "signature-not-checked": None;
  readonly "unknown-marking": Named;
  readonly "unknown-step": Hinted;
  readonly "unknown-exception-step": Hinted;
  readonly "unknown-step-type": Hinted;
  readonly "start-is-no-start": {
    type: string;
  };
  readonly "flow-into-start": None;
  readonly "mixed-continuation": Named;
  readonly "start-continuation": Named;
  readonly "end-continuation": Named;
  readonly "missing-continuation": None;
  readonly "unreachable-step": None;
  readonly "no-end": None;
  readonly "few-branches": None;
  readonly "duplicate-branch": Named;
  readonly "shared-end": Named;
  readonly "branch-returns-by-flow": {
    opener: string;
  };
  readonly "branch-jumps": {
    target: string;
  };
  readonly "implied-continuation": {
    target: string;
  };
  readonly "runs-in-each-branch": {
    target: string;
  };
  readonly "branch-is-continuation": Named;
  readonly "branches-too-deep": {
    limit: number;
  };
  readonly "too-many-nodes": {
    limit: number;
  };
  readonly "too-entangled": None;
  readonly "negative-duration": {
    name: string;
    value: number;
  };
  readonly "zero-timeout": None;
  readonly "unsupported-trigger": {
    kind: string;
  };
  readonly "missing-agent": None;
  readonly "unknown-definition": {
    name: string;
    where: string;
    hint: string | undefined;
  };
  readonly "unknown-agent-type": Hinted;
  readonly "incomplete-definition": Named;
  readonly "plain-secret": {
    name: string;
    reference: string;
  };
  readonly "unknown-command-type": Hinted;
  readonly "missing-command": {
    type: string;
    members: string;
  };
  readonly "bad-base64": Named;
  readonly "bad-start-line": {
    value: string;
  };
  readonly "out-args-of-last-command": None;
  readonly "variable-name": Named;
  readonly "unknown-variable-type": Hinted;
  readonly "variable-value": {
    name: string;
    problem: string;
  };
  readonly "external-in-step": Named;
  readonly "undeclared-variable": Hinted;
  readonly "constant-assigned": Named;
  readonly "shadowed-variable": Named;
  readonly "reference-without-value": {
    name: string;
    read: string;
  };
  readonly "condition-syntax": {
    problem: string;
  };
  readonly "switch-is-no-variable": {
    value: string;
  };
}
type Rules = {
  readonly [K in keyof Arguments]: DiagnosticRule<Arguments[K]>;
};
export declare const cacao: DiagnosticSet<Rules>;
