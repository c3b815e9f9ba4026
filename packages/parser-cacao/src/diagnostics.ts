/**
 * Everything that can be said about a playbook. An error is what can't be run, or can be read in more than one way; what
 * published playbooks get wrong and can still be run by is a warning.
 */
import { type DiagnosticRule, type DiagnosticSet, defineDiagnostics } from "@rb/ir";

interface Named {
  readonly name: string;
}
interface Hinted extends Named {
  readonly hint: string | undefined;
}
const meant = (a: { readonly hint: string | undefined }, otherwise: string): string =>
  a.hint === undefined ? otherwise : `Did you mean '${a.hint}'?`;

type None = Readonly<Record<never, never>>;

/** What each code is told. */
interface Arguments {
  readonly "empty-document": None;
  readonly "not-text": { unit: number };
  readonly "too-large": { bytes: number; limit: number };
  readonly "too-deep": { limit: number };
  readonly "json-syntax": { expected: string; found: string };
  readonly "duplicate-key": Named;
  readonly "lone-surrogate": None;
  readonly "number-range": { text: string };
  readonly "number-precision": { text: string; read: number };
  readonly "not-a-playbook": { found: string };
  readonly "old-version": { changes: readonly string[] };
  readonly "unsupported-version": { version: string };
  readonly "missing-member": { what: string; name: string };
  readonly "wrong-type": { name: string; expected: string; found: string };
  readonly "odd-type": { name: string; expected: string; found: string };
  readonly "empty-member": Named;
  readonly "empty-list": Named;
  readonly "not-in-vocabulary": { name: string; value: string; hint: string | undefined };
  readonly "nearly-a-word": { name: string; value: string; hint: string };
  readonly "misspelled-member": { what: string; name: string; hint: string };
  readonly "unknown-member": { what: string; name: string };
  readonly "bad-identifier": { name: string; count: number };
  readonly "id-type-mismatch": { name: string; type: string };
  readonly "uuid-version": { name: string; count: number };
  readonly "id-not-derived": { derived: string };
  readonly "shared-uuid": { name: string; other: string };
  readonly "bad-timestamp": { name: string; value: string };
  readonly "timestamp-precision": Named;
  readonly "timestamp-order": { earlier: string; later: string };
  readonly "out-of-range": { name: string; value: number };
  readonly revoked: None;
  readonly "signature-not-checked": None;
  readonly "unknown-marking": Hinted;
  readonly "undefined-extension": Named;
  readonly "summary-mismatch": { name: string; isThere: boolean };
  readonly "summary-incomplete": Named;
  readonly "unused-activity": Named;
  readonly "unknown-step": Hinted;
  readonly "unknown-exception-step": Hinted;
  readonly "unknown-step-type": Hinted;
  readonly "start-is-no-start": { type: string };
  readonly "flow-into-start": None;
  readonly "mixed-continuation": Named;
  readonly "start-continuation": Named;
  readonly "end-continuation": Named;
  readonly "missing-continuation": None;
  readonly "unreachable-step": None;
  readonly "no-end": None;
  readonly "no-action": None;
  readonly "few-branches": None;
  readonly "duplicate-branch": Named;
  readonly "shared-end": Named;
  readonly "branch-returns-by-flow": { opener: string };
  readonly "branch-jumps": { target: string };
  readonly "implied-continuation": { target: string };
  readonly "runs-in-each-branch": { target: string };
  readonly "branch-is-continuation": Named;
  readonly "branches-too-deep": { limit: number };
  readonly "more-problems": { count: number };
  readonly "too-many-nodes": { limit: number };
  readonly "too-entangled": None;
  readonly "negative-duration": { name: string; value: number };
  readonly "zero-timeout": None;
  readonly "unsupported-trigger": { kind: string };
  readonly "missing-agent": None;
  readonly "unknown-definition": { name: string; where: string; hint: string | undefined };
  readonly "unknown-agent-type": Hinted;
  readonly "incomplete-definition": { what: string; members: string };
  readonly "secret-beside-kms": Named;
  readonly "plain-secret": { name: string; reference: string };
  readonly "unknown-command-type": Hinted;
  readonly "missing-command": { type: string; members: string };
  readonly "bad-base64": Named;
  readonly "bad-start-line": { value: string; isPost: boolean };
  readonly "out-args-of-last-command": None;
  readonly "own-words": { problem: string };
  readonly "result-mapping": { name: string; problem: string };
  readonly "variable-name": Named;
  readonly "unknown-variable-type": Hinted;
  readonly "variable-value": { name: string; problem: string };
  readonly "external-in-step": Named;
  readonly "undeclared-variable": Hinted;
  readonly "constant-assigned": Named;
  readonly "shadowed-variable": Named;
  readonly "reference-without-value": { name: string; read: string };
  readonly "condition-syntax": { problem: string };
  readonly "endless-loop": None;
  readonly "switch-is-no-variable": { value: string };
}

type Rules = { readonly [K in keyof Arguments]: DiagnosticRule<Arguments[K]> };

const rules: Rules = {
  "empty-document": {
    severity: "error",
    message: () => "The document is empty.",
    help: () => 'A CACAO playbook is a JSON object that begins with {"type": "playbook", …}.',
  },
  "not-text": {
    severity: "error",
    message: (a) =>
      `This is not a text document: U+${a.unit.toString(16).toUpperCase().padStart(4, "0")} stands where JSON allows no such character.`,
    help: () => "Give a JSON file in UTF-8.",
  },
  "too-large": {
    severity: "error",
    message: (a) => `The document has at least ${a.bytes} bytes; the limit is ${a.limit}.`,
    help: () => "Split the playbook, or raise the limit 'maxBytes'.",
  },
  "too-deep": {
    severity: "error",
    message: (a) => `The document nests deeper than ${a.limit} levels.`,
    help: () => "No playbook needs that; if this one does, raise the limit 'maxDepth'.",
  },
  "json-syntax": {
    severity: "error",
    spec: "RFC 8259",
    message: (a) => `This is not JSON: expected ${a.expected}, found ${a.found}.`,
  },
  "duplicate-key": {
    severity: "error",
    spec: "RFC 7493, 2.3",
    message: (a) => `The member '${a.name}' is there twice; readers disagree on which one counts.`,
    help: () => "Remove one of them.",
  },
  "lone-surrogate": {
    severity: "error",
    spec: "RFC 7493, 2.1",
    message: () => "Half of a surrogate pair stands alone; it is no character and can't be written as UTF-8.",
    help: () => "Write the character itself, or both halves of the escape.",
  },
  "number-range": {
    severity: "error",
    spec: "RFC 7493, 2.2",
    message: (a) => `The number ${cut(a.text)} is too large for any reader.`,
    help: () => "Write it as a string.",
  },
  "number-precision": {
    severity: "warning",
    spec: "RFC 7493, 2.2",
    message: (a) => `The number ${cut(a.text)} is read as ${a.read}.`,
    help: () => "Write integers beyond 2^53 as strings.",
  },

  "not-a-playbook": {
    severity: "error",
    message: (a) => `This is not a CACAO playbook: ${a.found}.`,
    help: () => 'A playbook is an object with "type": "playbook" and "spec_version": "cacao-2.0".',
  },
  "old-version": {
    severity: "warning",
    message: (a) =>
      `The playbook is written for CACAO 1.x and read as 2.0${a.changes.length === 0 ? "" : `: ${a.changes.join(", ")}`}.`,
    help: () => "See whether it still says what was meant, and write it as 2.0.",
  },
  "unsupported-version": {
    severity: "error",
    message: (a) => `'${cut(a.version)}' is no version of CACAO known here.`,
    help: () => 'Write "spec_version": "cacao-2.0".',
  },
  "missing-member": {
    severity: "error",
    message: (a) => `${a.what} has no '${a.name}', which it must have.`,
    help: (a) => `Add '${a.name}'.`,
  },
  "wrong-type": {
    severity: "error",
    message: (a) => `'${a.name}' has to be ${a.expected}, but is ${a.found}.`,
  },
  "odd-type": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' ought to be ${a.expected}, but is ${a.found}; it is told to people as it is.`,
  },
  "empty-list": {
    severity: "warning",
    message: (a) => `'${a.name}' is empty, which is as good as not there.`,
    help: (a) => `Remove '${a.name}', or put an entry into it.`,
  },
  "not-in-vocabulary": {
    severity: "warning",
    message: (a) => `'${cut(a.value)}' is not one of the words that '${a.name}' may have.`,
    help: (a) => meant(a, "See the specification for the words there are."),
  },
  "nearly-a-word": {
    severity: "info",
    message: (a) => `'${cut(a.value)}' is nearly a word of the vocabulary of '${a.name}', but not quite.`,
    help: (a) => `Did you mean '${a.hint}'?`,
  },
  "empty-member": {
    severity: "error",
    message: (a) => `'${a.name}' is empty.`,
    help: (a) => `Put at least one entry into '${a.name}'.`,
  },
  "misspelled-member": {
    severity: "warning",
    message: (a) => `${a.what} has no member '${cut(a.name)}', so this is not read.`,
    help: (a) => `Did you mean '${a.hint}'?`,
  },
  "unknown-member": {
    severity: "info",
    message: (a) =>
      `CACAO 2.0 defines no member '${cut(a.name)}' of ${a.what.charAt(0).toLowerCase()}${a.what.slice(1)}, so this is not read.`,
    help: () => "Remove it, or put it into an extension.",
  },
  "bad-identifier": {
    severity: "warning",
    spec: "CACAO 2.0, identifier",
    message: (a) =>
      `'${cut(a.name)}' is not of the form type--UUID${a.count === 1 ? "" : `, nor are the ids of ${a.count - 1} other steps`}.`,
    help: () => "Write the object's type, two hyphens, and a UUID in lower case.",
  },
  "id-type-mismatch": {
    severity: "warning",
    spec: "CACAO 2.0, identifier",
    message: (a) => `The id '${cut(a.name)}' says another type than the object's own, '${cut(a.type)}'.`,
    help: (a) => `Let the id begin with '${cut(a.type)}--'.`,
  },
  "uuid-version": {
    severity: "info",
    spec: "CACAO 2.0, identifier",
    message: (a) =>
      a.count === 1
        ? `The id of the step '${cut(a.name)}' has no random UUID.`
        : `The ids of ${a.count} steps have no random UUIDs; the first one is '${cut(a.name)}'.`,
    help: () => "Give steps UUIDs of version 4.",
  },
  "id-not-derived": {
    severity: "info",
    spec: "CACAO 2.0, identifier",
    message: () => "The playbook's id is made of a name, but not of its own name and types.",
    help: (a) => `Those make '${a.derived}'.`,
  },
  "shared-uuid": {
    severity: "info",
    spec: "CACAO 2.0, identifier",
    message: (a) => `'${cut(a.name)}' and '${cut(a.other)}' have the same UUID, which no two objects may.`,
    help: () => "Give one of them a UUID of its own.",
  },
  "bad-timestamp": {
    severity: "error",
    spec: "CACAO 2.0, timestamp",
    message: (a) => `'${a.name}' is no timestamp: '${cut(a.value)}'.`,
    help: () => "Write it in UTC as 2024-05-31T09:00:00.000Z.",
  },
  "timestamp-precision": {
    severity: "warning",
    spec: "CACAO 2.0, timestamp",
    message: (a) => `'${a.name}' has to be precise to the millisecond, with exactly three digits after the point.`,
  },
  "timestamp-order": {
    severity: "warning",
    message: (a) => `'${a.later}' has to be later than '${a.earlier}'.`,
  },
  "out-of-range": {
    severity: "warning",
    message: (a) => `'${a.name}' has to be a whole number from 0 to 100, but is ${a.value}.`,
  },
  revoked: {
    severity: "warning",
    message: () => "The playbook's author has revoked it.",
    help: () => "Look for a newer version before you run it.",
  },
  "signature-not-checked": {
    severity: "info",
    message: () => "The playbook is signed; loading it does not check the signature.",
  },
  "unknown-marking": {
    severity: "warning",
    message: (a) => `No data marking '${cut(a.name)}' is defined here.`,
    help: (a) => meant(a, "Define it in 'data_marking_definitions'."),
  },
  "undefined-extension": {
    severity: "info",
    spec: "CACAO 2.0, playbook: extension_definitions",
    message: (a) => `The extension '${cut(a.name)}' is used and not defined; readers can't tell what it says.`,
    help: () => "Define it in 'extension_definitions'.",
  },
  "summary-mismatch": {
    severity: "warning",
    spec: "CACAO 2.0, playbook-processing-summary",
    message: (a) =>
      `The summary says ${a.isThere ? "no" : "yes"} to '${a.name}', but the playbook ${a.isThere ? "is" : "isn't"} so.`,
    help: (a) => `Write "${a.name}": ${a.isThere}.`,
  },
  "summary-incomplete": {
    severity: "info",
    spec: "CACAO 2.0, playbook-processing-summary",
    message: (a) => `The summary doesn't say '${a.name}', which holds for this playbook.`,
    help: (a) => `Write "${a.name}": true.`,
  },
  "unused-activity": {
    severity: "info",
    spec: "CACAO 2.0, playbook: playbook_activities",
    message: (a) => `No command has the activity '${cut(a.name)}', which the playbook lists.`,
  },

  "unknown-step": {
    severity: "error",
    message: (a) => `There is no step '${cut(a.name)}'.`,
    help: (a) => meant(a, "Add the step to 'workflow', or point at one that is there."),
  },
  "unknown-exception-step": {
    severity: "warning",
    message: (a) => `There is no step '${cut(a.name)}', so a failure that no step handles fails the run.`,
    help: (a) => meant(a, "Add the step to 'workflow', or remove 'workflow_exception'."),
  },
  "unknown-step-type": {
    severity: "error",
    message: (a) => `'${cut(a.name)}' is no type of step.`,
    help: (a) =>
      meant(
        a,
        "A step is a start, end, action, playbook-action, parallel, if-condition, while-condition or switch-condition.",
      ),
  },
  "start-is-no-start": {
    severity: "warning",
    message: (a) => `The workflow starts at a step of type '${a.type}'.`,
    help: () => "Let 'workflow_start' name a step of type 'start'.",
  },
  "flow-into-start": {
    severity: "warning",
    message: () => "A step leads back to a start step, which has nothing to do; the run goes on behind it.",
    help: () => "Point at the step behind the start.",
  },
  "mixed-continuation": {
    severity: "error",
    spec: "CACAO 2.0, workflow step: on_completion",
    message: (a) => `'on_completion' and '${a.name}' exclude each other.`,
    help: () => "Use 'on_completion' alone, or 'on_success' with 'on_failure'.",
  },
  "start-continuation": {
    severity: "error",
    spec: "CACAO 2.0, start step",
    message: (a) => `A start step can't use '${a.name}'.`,
    help: () => "Use 'on_completion'.",
  },
  "end-continuation": {
    severity: "error",
    spec: "CACAO 2.0, end step",
    message: (a) => `An end step ends its branch, so it can't use '${a.name}'.`,
    help: (a) => `Remove '${a.name}'.`,
  },
  "missing-continuation": {
    severity: "warning",
    message: () => "No step follows this one and it is no end step; the branch ends here.",
    help: () => "Add 'on_completion' and let it name a step, for example one of type 'end'.",
  },
  "unreachable-step": {
    severity: "warning",
    message: () => "No way through the workflow leads to this step; it is left out of the graph.",
    help: () => "Let a step lead here, or remove it.",
  },
  "no-end": {
    severity: "warning",
    message: () => "No way through the workflow comes to an end step; the run may never end.",
    help: () => "Let every branch lead to a step of type 'end'.",
  },
  "no-action": {
    severity: "warning",
    spec: "CACAO 2.0, playbook: workflow",
    message: () => "The workflow has no step of type 'action' or 'playbook-action', so it does nothing.",
    help: () => "Add what is to be done.",
  },
  "few-branches": {
    severity: "warning",
    spec: "CACAO 2.0, parallel step",
    message: () => "A parallel step needs two branches or more.",
    help: () => "Add a branch, or let the step before lead to the only one.",
  },
  "duplicate-branch": {
    severity: "warning",
    message: (a) => `The branch '${cut(a.name)}' is listed twice; it runs once.`,
  },
  "shared-end": {
    severity: "info",
    spec: "CACAO 2.0, parallel, if, while and switch steps",
    message: (a) => `More than one branch ends in '${cut(a.name)}'; each ought to have an end step of its own.`,
  },
  "branch-returns-by-flow": {
    severity: "info",
    spec: "CACAO 2.0, parallel, if, while and switch steps",
    message: (a) =>
      `This ends the branch: it leads to the step that opened it, '${cut(a.opener)}', or to what follows that.`,
    help: () => "Let the branch end in an end step of its own.",
  },
  "branch-jumps": {
    severity: "warning",
    spec: "CACAO 2.0, parallel, if, while and switch steps",
    message: (a) =>
      `This jumps out of its branch to '${cut(a.target)}', a step of the surrounding workflow; what the branch's opener waits for is left.`,
    help: () => "Let the branch end in an end step, and the step that opened it lead on.",
  },
  "implied-continuation": {
    severity: "warning",
    message: (a) =>
      `This parallel step names no step to go on with; its branches meet in '${cut(a.target)}', which is taken for it and runs once.`,
    help: (a) => `Write "on_completion": "${cut(a.target)}" and let each branch end in an end step.`,
  },
  "runs-in-each-branch": {
    severity: "warning",
    message: (a) => `More than one branch leads to '${cut(a.target)}', so it runs once for each of them.`,
    help: () => "To run it once, let it follow the parallel step.",
  },
  "branch-is-continuation": {
    severity: "warning",
    message: (a) => `'${a.name}' is also the step that follows.`,
    help: () => "Let the branch be another step than the one behind it.",
  },
  "branches-too-deep": {
    severity: "error",
    message: (a) => `Branches are nested deeper than ${a.limit} levels.`,
    help: () => "Let the steps that open branches name the step that follows them, and end their branches.",
  },
  "more-problems": {
    severity: "info",
    message: (a) => `There are ${a.count} more problems, which are not shown.`,
    help: () => "Mend these first, or raise the limit 'maxDiagnostics'.",
  },
  "too-many-nodes": {
    severity: "error",
    message: (a) => `The graph has more than ${a.limit} nodes.`,
    help: () => "Split the playbook, or raise the limit 'maxNodes'.",
  },
  "too-entangled": {
    severity: "error",
    message: () => "Too many branches lead into the same steps to tell which belongs where.",
    help: () => "Let branches end in end steps, and the steps that open them lead on.",
  },
  "negative-duration": {
    severity: "error",
    message: (a) => `'${a.name}' has to be a whole number of milliseconds, 0 or more, but is ${a.value}.`,
  },
  "zero-timeout": {
    severity: "warning",
    message: () => "A timeout of 0 would fail the step before it starts; it is read as no timeout.",
    help: () => "Remove it, or write how long the step may take.",
  },
  "unsupported-trigger": {
    severity: "warning",
    message: (a) =>
      `A trigger of kind '${cut(a.kind)}' can't start a run as it is written here; the playbook starts when it is told to.`,
    help: () =>
      'Write {"kind": "message", "subject": "…"}, {"kind": "signal", "subject": "…"}, or {"kind": "timer"} with "at", "after" or "every" in ISO 8601.',
  },

  "missing-agent": {
    severity: "warning",
    spec: "CACAO 2.0, action step",
    message: () => "The action says nobody who is to do it.",
    help: () => "Add 'agent' and define it in 'agent_definitions'.",
  },
  "unknown-definition": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' is not defined in '${a.where}'.`,
    help: (a) => meant(a, `Define it in '${a.where}'.`),
  },
  "unknown-agent-type": {
    severity: "info",
    message: (a) => `'${cut(a.name)}' is not in the vocabulary of agents and targets.`,
    help: (a) => meant(a, "A type of one's own is allowed; whoever runs the playbook has to know it."),
  },
  "incomplete-definition": {
    severity: "warning",
    message: (a) => `${a.what} has no ${a.members}, which the standard wants.`,
  },
  "secret-beside-kms": {
    severity: "warning",
    spec: "CACAO 2.0, authentication information",
    message: (a) => `'${a.name}' is ignored: the secret lies in a key management service.`,
    help: (a) => `Remove '${a.name}', or 'kms'.`,
  },
  "plain-secret": {
    severity: "warning",
    message: (a) =>
      `'${a.name}' is written out here, for every reader; it never enters a run, which asks for ${a.reference}.`,
    help: (a) => `Store it as ${a.reference} and write a reference to a variable here.`,
  },
  "unknown-command-type": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' is not in the vocabulary of commands; nothing that is built in can run it.`,
    help: (a) =>
      meant(
        a,
        "Use a type of the vocabulary, or run it with an executor of your own for 'cacao/' and the type's name.",
      ),
  },
  "missing-command": {
    severity: "warning",
    message: (a) => `This command of type '${cut(a.type)}' says nothing to do: it has no ${a.members}.`,
  },
  "bad-base64": {
    severity: "warning",
    spec: "RFC 4648, 4",
    message: (a) => `'${a.name}' is not base64.`,
  },
  "bad-start-line": {
    severity: "warning",
    spec: "CACAO 2.0, HTTP API command and OpenC2 HTTP command",
    message: (a) => `'${cut(a.value)}' is no HTTP start line${a.isPost ? " of a POST request" : ""}.`,
    help: (a) =>
      `Write ${a.isPost ? "POST" : "a method"}, a path and the version, such as '${a.isPost ? "POST /openc2" : "GET /api/objects?id=1"} HTTP/1.1'.`,
  },
  "out-args-of-last-command": {
    severity: "info",
    message: () => "The step has several commands; the values of 'out_args' are those that the last one gives.",
  },
  "own-words": {
    severity: "error",
    message: (a) => `What rb wrote here can't be used: ${a.problem}.`,
    help: () => "Convert the document again, or take the extension out; the steps then count by themselves.",
  },
  "result-mapping": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' ${a.problem}; this part of the mapping is not read.`,
  },

  "variable-name": {
    severity: "warning",
    spec: "CACAO 2.0, variable",
    message: (a) =>
      `'${cut(a.name)}' is no name for a variable: two underscores, a letter, letters or digits, two underscores, at most 250 characters.`,
  },
  "unknown-variable-type": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' is no type of variable; values are taken as they are.`,
    help: (a) => meant(a, "See 'variable-type-ov' in the specification."),
  },
  "variable-value": {
    severity: "warning",
    spec: "CACAO 2.0, variable",
    message: (a) => `The value of '${cut(a.name)}' ${a.problem}.`,
  },
  "external-in-step": {
    severity: "warning",
    message: (a) => `'${cut(a.name)}' belongs to a step, so nobody can give it from outside; 'external' is not read.`,
    help: () => "Declare it in 'playbook_variables'.",
  },
  "undeclared-variable": {
    severity: "warning",
    message: (a) =>
      `The variable '${cut(a.name)}' is not declared; it is taken for an external one, which whoever starts the run may give.`,
    help: (a) => meant(a, "Declare it in 'playbook_variables'."),
  },
  "constant-assigned": {
    severity: "error",
    message: (a) => `'${cut(a.name)}' is constant, so 'out_args' can't assign it.`,
    help: () => "Remove 'constant', or assign another variable.",
  },
  "shadowed-variable": {
    severity: "warning",
    spec: "CACAO 2.0, action step: out_args",
    message: (a) =>
      `'${cut(a.name)}' is declared by the playbook and by this step; only the step's own is assigned, and is gone after the step.`,
    help: () => "Give one of them another name.",
  },
  "reference-without-value": {
    severity: "warning",
    spec: "CACAO 2.0, variable",
    message: (a) => `'${cut(a.name)}' ${a.read}.`,
    help: (a) => `Write '${cut(a.name)}:value'.`,
  },
  "condition-syntax": {
    severity: "warning",
    spec: "CACAO 2.0, if and while steps: condition",
    message: (a) => `This condition can't be understood: ${a.problem}. A run will ask which way to go.`,
    help: () => "Write a comparison such as __name__:value = 'text', joined by AND, OR, NOT and parentheses.",
  },
  "endless-loop": {
    severity: "warning",
    message: () => "No step assigns a variable of this condition, so a loop that begins never ends.",
    help: () => "Let a step of the loop's body name the variable in its 'out_args'.",
  },
  "switch-is-no-variable": {
    severity: "warning",
    spec: "CACAO 2.0, switch step",
    message: (a) => `'${cut(a.value)}' is no variable, so no case can be chosen by it. A run will ask which way to go.`,
    help: () => "Write the variable's name and ':value'.",
  },
};

function cut(text: string): string {
  return text.length <= 120 ? text : `${text.slice(0, 117)}…`;
}

export const cacao: DiagnosticSet<Rules> = defineDiagnostics<Rules>("cacao", rules);
