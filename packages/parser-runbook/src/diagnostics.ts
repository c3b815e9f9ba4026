/** Everything that can be said about a runbook: first about YAML, then about the format, then about what its steps refer to. */
import { type DiagnosticRule, type DiagnosticSet, defineDiagnostics } from "@rb/ir";

type None = Readonly<Record<never, never>>;
interface Named {
  readonly name: string;
}
interface Hinted extends Named {
  readonly hint: string | undefined;
}

/** What each code is told. */
interface Arguments {
  readonly empty: None;
  readonly binary: None;
  readonly "too-large": { limit: number };
  readonly "too-deep": { limit: number };
  readonly "too-many-values": { limit: number; within: number };
  readonly "too-many-mistakes": { limit: number };
  readonly "yaml-syntax": { what: string; hasExpression: boolean };
  readonly "yaml-tab": None;
  readonly "several-documents": None;
  readonly "yaml-directive": None;
  readonly "yaml-alias": Named;
  readonly "yaml-anchor": Named;
  readonly "yaml-tag": { tag: string };
  readonly "yaml-merge-key": None;
  readonly "yaml-key": { found: string };
  readonly "yaml-duplicate-key": { key: string };
  readonly "yaml-number": { text: string };
  readonly "yaml-surrogate": None;

  readonly "wrong-type": { what: string; expected: string; found: string };
  readonly "unknown-field": { what: string; name: string; hint: string | undefined; fields: readonly string[] };
  readonly "missing-field": { what: string; name: string };
  readonly "wrong-value": { what: string; found: string; allowed: readonly string[]; hint: string | undefined };
  readonly "bad-name": { what: string; name: string; isId?: boolean };
  readonly "bad-target": { what: string; found: string };
  readonly "reserved-name": Named;
  readonly "empty-list": { what: string };
  readonly "out-of-range": { what: string; found: number; least: number; most: number };
  readonly "bad-duration": { found: string };
  readonly "bad-time": { found: string };
  readonly "shell-string": { found: string };
  readonly "no-action": { id: string; words: readonly string[] };
  readonly "several-actions": { id: string; actions: readonly string[] };
  readonly "field-not-here": { field: string; action: string; instead: string | undefined };
  readonly "choose-one": { what: string; fields: readonly string[]; found: readonly string[] };
  readonly "secret-default": Named;
  readonly "default-type": { name: string; type: string; found: string };
  readonly "required-default": Named;

  readonly "template-syntax": { text: string };
  readonly "unknown-template": Hinted;
  readonly "allowed-and-denied": Named;
  readonly "denied-name": { name: string; pattern: string };
  readonly "command-not-allowed": { name: string; isDenied: boolean };
  readonly "evidence-twice": Named;
  readonly "bad-pattern": { pattern: string; why: string };
  readonly "schema-elsewhere": Named;
  readonly "json-path": { path: string };
  readonly "workflow-expression": { what: string };
  readonly "workflow-unknown-name": Hinted;
  readonly "workflow-not-awaited": Named;
  readonly "handler-unreachable": { id: string; name: string };
  readonly "schema-not-checked": Named;
  readonly "pack-expression": { what: string };
  readonly "declared-twice": { what: string; name: string };

  readonly "duplicate-step": { id: string };
  readonly "unknown-step": Hinted;
  readonly "step-elsewhere": Named;
  readonly "needs-itself": Named;
  readonly "needs-cycle": { path: readonly string[] };
  readonly "needs-twice": Named;
  readonly "else-not-last": None;
  readonly "unknown-approval": Hinted;
  readonly "unknown-part": Hinted;
  readonly "part-in-itself": { path: readonly string[] };
  readonly "unused-part": Named;
  readonly "part-twice": None;
  readonly "part-sees": Named & { seen: string };
  readonly "nothing-to-undo": { id: string };
  readonly "no-undo": Named;

  readonly "foreign-template": { text: string; instead: string };
  readonly "template-as-written": { text: string };
  readonly "unclosed-expression": None;
  readonly "empty-expression": None;
  readonly "text-condition": None;
  readonly "text-only": { what: string };
  readonly "expression-syntax": { what: string };
  readonly "unknown-name": Hinted;
  readonly "unknown-input": Hinted;
  readonly "unknown-secret": Hinted;
  readonly "unknown-variable": Hinted;
  readonly "undeclared-name": Named & { hint: string };
  readonly "unknown-member": { id: string; name: string; hint: string };
  readonly "unknown-output": Hinted & { id: string; names: readonly string[] };
  readonly "unused-input": Named & { under: string };
  readonly "unused-variable": Named;

  readonly "step-not-visible": { name: string; inside: string | undefined };
  readonly "step-not-before": { name: string; id: string };
  readonly "no-result-here": None;
  readonly "secret-in-expression": Named;

  readonly "rewrite-native": None;
  readonly "rewrite-comments": None;
  readonly "rewrite-unreadable": { what: string };
  readonly "more-problems": { count: number };
}

type Rules = { readonly [K in keyof Arguments]: DiagnosticRule<Arguments[K]> };

const meant = (hint: string | undefined, otherwise: string): string =>
  hint === undefined ? otherwise : `Did you mean '${hint}'?`;
const cut = (text: string): string => (text.length <= 40 ? text : `${text.slice(0, 39)}…`);
const listed = (names: readonly string[], and: string): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} ${and} ${names.at(-1)}`;

const rules: Rules = {
  empty: {
    severity: "error",
    message: () => "The document is empty.",
    help: () => "A runbook starts with 'apiVersion: rb/v1' and 'kind: Runbook'.",
  },
  binary: {
    severity: "error",
    message: () => "The document is not text: it contains a NUL character.",
  },
  "too-large": {
    severity: "error",
    message: (a) => `The document is larger than ${a.limit} bytes.`,
    help: () => "Split the runbook and use 'call', or raise the limit maxBytes if you trust the document.",
  },
  "too-deep": {
    severity: "error",
    message: (a) => `The document is nested more than ${a.limit} levels deep.`,
    help: () => "Move the inner steps into a runbook of their own and use 'call'.",
  },
  "too-many-values": {
    severity: "error",
    message: (a) => `The document has more than ${a.limit} keys and values in its first ${a.within} characters.`,
    help: () => "Split the runbook and use 'call', or raise the limit maxBytes if you trust the document.",
  },
  "too-many-mistakes": {
    severity: "error",
    message: (a) => `With ${a.limit} mistakes so far, the rest of the document was not read.`,
  },
  "yaml-syntax": {
    severity: "error",
    spec: "YAML 1.2.2",
    message: (a) => `This is not well-formed YAML: ${a.what}.`,
    help: (a) =>
      a.hasExpression
        ? 'Inside of { } and [ ], and where a colon follows, an expression needs quotes: "${{ … }}".'
        : "Look at the indentation, the quotes and the brackets here and just before.",
  },
  "yaml-tab": {
    severity: "error",
    spec: "YAML 1.2.2, 6.1 Indentation Spaces",
    message: () => "A tab can't indent: how wide it is differs between editors.",
    help: () => "Use spaces.",
  },
  "several-documents": {
    severity: "error",
    message: () => "A second document starts here; a runbook is a single one.",
    help: () => "Put each runbook into a file of its own.",
  },
  "yaml-directive": {
    severity: "error",
    message: () => "YAML directives are not allowed: they change what the rest of the file means.",
    help: () => "Delete the line; runbooks are YAML 1.2.",
  },
  "yaml-alias": {
    severity: "error",
    message: (a) => `The alias *${a.name} is not allowed: aliases can make a small file enormous.`,
    help: () => "Write the value here, or give it once, by a name that expressions can use.",
  },
  "yaml-anchor": {
    severity: "error",
    message: (a) => `The anchor &${a.name} is not allowed, since nothing may refer to it.`,
    help: () => "Delete the anchor.",
  },
  "yaml-tag": {
    severity: "error",
    message: (a) => `The tag ${a.tag} is not allowed: a value's type follows from how it is written.`,
    help: () => "Delete the tag; quotes make a text of anything.",
  },
  "yaml-merge-key": {
    severity: "error",
    message: () => "The merge key << is not part of YAML 1.2 and is not allowed.",
    help: () => "Write the fields out.",
  },
  "yaml-key": {
    severity: "error",
    message: (a) => `A key has to be a text, but this one is ${a.found}.`,
    help: () => "Put the key in quotes.",
  },
  "yaml-duplicate-key": {
    severity: "error",
    spec: "YAML 1.2.2, 3.2.1.1 Nodes",
    message: (a) => `The key '${a.key}' is there twice.`,
    help: () => "Keep one of them.",
  },
  "yaml-number": {
    severity: "error",
    spec: "RFC 7493, 2.2 Numbers",
    message: (a) => `The number ${a.text} can't be carried exactly between programs.`,
    help: () => "Put it in quotes if it is an identifier.",
  },
  "yaml-surrogate": {
    severity: "error",
    spec: "RFC 7493, 2.1 Encoding and Characters",
    message: () => "This text contains half of a surrogate pair, which is no character.",
  },

  "wrong-type": {
    severity: "error",
    message: (a) => `${a.what} has to be ${a.expected}, but is ${a.found}.`,
  },
  "unknown-field": {
    severity: "error",
    message: (a) => `${a.what} has no field '${a.name}'.`,
    help: (a) => meant(a.hint, `Its fields are ${listed(a.fields, "and")}.`),
  },
  "missing-field": {
    severity: "error",
    message: (a) => `${a.what} needs the field '${a.name}'.`,
  },
  "wrong-value": {
    severity: "error",
    message: (a) => `${a.what} can't be '${a.found}'.`,
    help: (a) => meant(a.hint, `It is ${listed(a.allowed, "or")}.`),
  },
  "bad-name": {
    severity: "error",
    message: (a) => `'${a.name}' can't be the name of ${a.what}.`,
    help: (a) =>
      a.isId === true
        ? "It starts with a letter, a digit or an underscore and goes on with these, hyphens, dots and slashes."
        : "A name starts with a letter or an underscore and goes on with letters, digits, underscores and hyphens.",
  },
  "bad-target": {
    severity: "error",
    message: (a) => `${a.what} has to name a variable under 'vars', but is '${a.found}'.`,
    help: () => "Write vars.report, or vars.report.disks for a member of it.",
  },
  "reserved-name": {
    severity: "error",
    message: (a) => `'${a.name}' has a meaning of its own in expressions and can't name anything else.`,
    help: () => "Choose another name.",
  },
  "empty-list": {
    severity: "error",
    message: (a) => `${a.what} is empty.`,
  },
  "out-of-range": {
    severity: "error",
    message: (a) => `${a.what} has to be from ${a.least} to ${a.most}, but is ${a.found}.`,
  },
  "bad-duration": {
    severity: "error",
    message: (a) => `'${a.found}' is not a duration.`,
    help: () => "Write 30s, 5m, 1h30m, 2d, or ISO 8601 such as PT5M. Months and years have no fixed length.",
  },
  "bad-time": {
    severity: "error",
    message: (a) => `'${a.found}' is not a time with an offset.`,
    help: () => "Write it as 2026-01-31T08:00:00Z or 2026-01-31T08:00:00+01:00.",
  },
  "shell-string": {
    severity: "error",
    message: (a) => `'run' takes a list of arguments, not a command line: no shell will take '${a.found}' apart.`,
    help: () =>
      'Write each argument by itself: run: [df, -h, "/var"]. A shell has to be asked for by name: run: [sh, -c, "…"].',
  },
  "no-action": {
    severity: "error",
    message: (a) => `Step '${a.id}' does nothing.`,
    help: (a) => `Give it one of ${listed(a.words, "and")}; in a flow, it may have a 'kind' instead.`,
  },
  "several-actions": {
    severity: "error",
    message: (a) => `Step '${a.id}' says what to do more than once: ${listed(a.actions, "and")}.`,
    help: () => "Make a step of each.",
  },
  "field-not-here": {
    severity: "error",
    message: (a) => `A step with '${a.action}' can't have '${a.field}'.`,
    help: (a) => a.instead ?? "Delete it, or put it on a step that it fits.",
  },
  "choose-one": {
    severity: "error",
    message: (a) =>
      a.found.length === 0
        ? `${a.what} needs one of ${listed(a.fields, "and")}.`
        : `${a.what} can have only one of ${listed(a.found, "and")}.`,
  },
  "secret-default": {
    severity: "error",
    message: (a) => `The secret input '${a.name}' has a default that is written here for all to read.`,
    help: () => "Name where it is kept: secret://…",
  },
  "default-type": {
    severity: "error",
    message: (a) => `The default of input '${a.name}' has to be ${a.type}, but is ${a.found}.`,
  },
  "required-default": {
    severity: "warning",
    message: (a) => `Input '${a.name}' is required, so its default will never be used.`,
    help: () => "Delete 'required' or 'default'.",
  },

  "template-syntax": {
    severity: "error",
    message: (a) => `'${cut(a.text)}' is no template: {{ .name }} stands for a variable or a capture.`,
    help: () => "Templates name one thing each; there are no functions and no conditions.",
  },
  "unknown-template": {
    severity: "error",
    message: (a) => `Nothing is called '${a.name}' here.`,
    help: (a) => meant(a.hint, "Templates see the variables under 'vars', and what earlier steps have captured."),
  },
  "allowed-and-denied": {
    severity: "error",
    message: (a) => `The command '${a.name}' is allowed and denied.`,
    help: () => "Take it out of one of the lists.",
  },
  "denied-name": {
    severity: "warning",
    message: (a) => `'${a.name}' is denied by '${a.pattern}' under 'deny_env_vars', so no template resolves it.`,
    help: () => "Call it something else, or narrow the pattern. A run stops before this step.",
  },
  "command-not-allowed": {
    severity: "warning",
    message: (a) =>
      a.isDenied
        ? `The command '${a.name}' is denied by governance.`
        : `The command '${a.name}' is not among those allowed by governance.`,
    help: () => "A run will refuse it before anything is started.",
  },
  "evidence-twice": {
    severity: "error",
    message: (a) => `Two pieces of evidence are called '${a.name}'.`,
    help: () => "Evidence is handed in by name, so each needs one of its own.",
  },
  "bad-pattern": {
    severity: "error",
    message: (a) => `'${cut(a.pattern)}' can't be used as a regular expression: ${a.why}.`,
    help: () => "Expressions are RE2's: no backreferences, and no looking around.",
  },
  "schema-elsewhere": {
    severity: "error",
    message: (a) => `There is no schema '${cut(a.name)}' in this one, nor in the library; none is fetched.`,
    help: () =>
      "Write the schema here and refer to its parts by #/$defs/name, or have it in the library, under this name as its $id.",
  },
  "json-path": {
    severity: "error",
    message: (a) => `'${cut(a.path)}' is no path that leads to one place.`,
    help: () => "Write members and places in lists, as in $.items[0].name.",
  },
  "pack-expression": {
    severity: "error",
    message: (a) => `This expression can't be used: ${a.what}.`,
    help: () => "Task packs have paths, comparisons, '&&', '||', '!', and the functions in docs/supported-runbook.md.",
  },
  "declared-twice": {
    severity: "error",
    message: (a) => `There is another ${a.what} '${a.name}'.`,
    help: () => "Names are unique in their list.",
  },
  "workflow-expression": {
    severity: "error",
    message: (a) => `This expression can't be used: ${a.what}.`,
    help: () => "docs/supported-runbook.md says what expressions of workflows have.",
  },
  "workflow-unknown-name": {
    severity: "warning",
    message: (a) => `Nothing is called '${a.name}' here, so it is nothing.`,
    help: (a) => meant(a.hint, "There are input, ctx, steps.<id>.output and, in a loop over items, item."),
  },
  "workflow-not-awaited": {
    severity: "warning",
    message: (a) => `Nothing here waits for '${a.name}', so what it gave may not be there yet.`,
    help: (a) => `Name '${a.name}' under 'depends_on'.`,
  },
  "handler-unreachable": {
    severity: "warning",
    message: (a) => `'${a.id}' can't fail, so '${a.name}' is never done.`,
    help: () => "Leave 'on_error' out.",
  },
  "schema-not-checked": {
    severity: "info",
    message: (a) => `'${a.name}' is kept with the graph, but nothing is checked against it.`,
  },
  "duplicate-step": {
    severity: "error",
    message: (a) => `There are two steps '${a.id}'.`,
    help: () => "Ids are unique in the whole runbook, also inside branches and loops.",
  },
  "unknown-step": {
    severity: "error",
    message: (a) => `There is no step '${a.name}'.`,
    help: (a) =>
      a.hint?.includes("-") === true
        ? `If you mean '${a.hint}' in an expression, write steps.\`${a.hint}\`: a hyphen is a minus there.`
        : meant(a.hint, "A step is named by its id."),
  },
  "step-elsewhere": {
    severity: "error",
    message: (a) => `Step '${a.name}' is in another list of steps.`,
    help: () => "'needs' and 'after' name steps of the same list.",
  },
  "needs-itself": {
    severity: "error",
    message: (a) => `Step '${a.name}' waits for itself.`,
  },
  "needs-cycle": {
    severity: "error",
    message: (a) => `These steps wait for each other in a circle: ${a.path.join(" → ")}.`,
    help: () => "None of them could ever start. Steps that are repeated belong into a loop.",
  },
  "needs-twice": {
    severity: "error",
    message: (a) => `Step '${a.name}' is named twice.`,
    help: () => "Keep it in 'needs' if it must have run, in 'after' if it may have been skipped.",
  },
  "else-not-last": {
    severity: "error",
    message: () => "'else' has to be the last case.",
  },
  "unknown-part": {
    severity: "error",
    message: (a) => `There is no part called '${a.name}'.`,
    help: (a) => meant(a.hint, "Write a list of steps, or the name of one under 'parts'."),
  },
  "unused-part": {
    severity: "warning",
    message: (a) => `Nothing names the part '${a.name}', so it is never done.`,
    help: () => "Write its name where a list of steps may stand, or delete it.",
  },
  "part-in-itself": {
    severity: "error",
    message: (a) => `These parts contain each other: ${a.path.join(" → ")}.`,
    help: () => "Repeat steps with 'while' or 'until'.",
  },
  "part-twice": {
    severity: "error",
    message: () => "The same part can't be done twice beside itself: what its steps give would be mixed up.",
    help: () => "Do it once, or put each into a step of its own, such as a 'group'.",
  },
  "part-sees": {
    severity: "error",
    message: (a) => `The part '${a.name}' sees '${a.seen}', which isn't there at every place that names the part.`,
    help: () => "Take it out of 'sees', or name the part only inside of what has it: a loop, or a handler.",
  },
  "unknown-approval": {
    severity: "error",
    message: (a) => `There is no approval '${a.name}'.`,
    help: (a) => meant(a.hint, "Its terms stand under 'approvals', beside 'steps'."),
  },
  "nothing-to-undo": {
    severity: "error",
    message: (a) => `'${a.id}' has nothing to undo: no step beside it has an 'undo'.`,
    help: () => "Put it beside the steps that have 'undo', or give them one.",
  },
  "no-undo": {
    severity: "error",
    message: (a) => `The step '${a.name}' can't be undone: it has no 'undo'.`,
    help: () => "Give it the steps that undo it, as 'undo'.",
  },

  "foreign-template": {
    severity: "warning",
    message: (a) => `'${cut(a.text)}' is plain text here.`,
    help: (a) => `Write ${cut(a.instead)}, if it should be replaced.`,
  },
  "template-as-written": {
    severity: "warning",
    message: (a) => `No template is resolved here: '${cut(a.text)}' is shown as it is written.`,
    help: () => "Write it without, or tell people elsewhere.",
  },
  "unclosed-expression": {
    severity: "error",
    message: () => "This expression has no end.",
    help: () => "Close it with }}, or write $${{ for a text that contains ${{.",
  },
  "empty-expression": {
    severity: "error",
    message: () => "There is no expression here.",
  },
  "text-only": {
    severity: "error",
    message: (a) => `${a.what} is a text as it is; it can't have an expression in it.`,
    help: () => "Give what is computed under 'outputs'.",
  },
  "text-condition": {
    severity: "error",
    message: () => "A condition is one expression, not a text with expressions in it.",
    help: () => "Write the condition without ${{ and }}.",
  },
  "expression-syntax": {
    severity: "error",
    message: (a) => `This expression can't be used: ${a.what}`,
    help: () => "Expressions are JSONata; see docs/runbook-format.md for what is left out.",
  },
  "unknown-name": {
    severity: "error",
    message: (a) => `Nothing is called '${a.name}' here.`,
    help: (a) =>
      meant(
        a.hint,
        "Expressions see inputs, vars, steps and the variables of the loops around them. A text needs quotes.",
      ),
  },
  "unknown-input": {
    severity: "error",
    message: (a) => `There is no input '${a.name}'.`,
    help: (a) => meant(a.hint, "Declare it under 'inputs'."),
  },
  "unknown-secret": {
    severity: "error",
    message: (a) => `There is no secret '${a.name}'.`,
    help: (a) => meant(a.hint, "Declare it under 'secrets'."),
  },
  "unused-input": {
    severity: "warning",
    message: (a) =>
      a.under === "inputs" ? `Nothing uses the input '${a.name}'.` : `Nothing uses '${a.name}' under '${a.under}'.`,
    help: () => "Use it, or take it out: whoever runs this may give it in vain.",
  },
  "unused-variable": {
    severity: "warning",
    message: (a) => `Nothing uses the variable '${a.name}'.`,
    help: () => "Use it, or take it out.",
  },
  "undeclared-name": {
    severity: "warning",
    message: (a) => `Nothing in this document declares or assigns '${a.name}'.`,
    help: (a) => `Did you mean '${a.hint}'?`,
  },
  "unknown-member": {
    severity: "error",
    message: (a) => `There is no '${a.name}' behind steps.${a.id}: what a step gave is its 'output'.`,
    help: (a) => `Write ${a.hint}.`,
  },
  "unknown-output": {
    severity: "error",
    message: (a) => `The step '${a.id}' keeps no output '${a.name}'.`,
    help: (a) => meant(a.hint, `Under its 'outputs' there is ${listed(a.names, "and") || "nothing"}.`),
  },
  "unknown-variable": {
    severity: "error",
    message: (a) => `There is no variable '${a.name}'.`,
    help: (a) => meant(a.hint, "Declare it under 'vars' with the value that it starts with."),
  },
  "step-not-visible": {
    severity: "error",
    message: (a) =>
      a.inside === undefined
        ? `Step '${a.name}' can't be seen from here.`
        : `Step '${a.name}' is inside '${a.inside}', and what is inside can't be seen from here.`,
    help: (a) =>
      a.inside === undefined
        ? "Keep what is needed elsewhere in a variable, with 'set'."
        : `Name what is needed under 'outputs' of '${a.inside}', or keep it in a variable with 'set'.`,
  },
  "step-not-before": {
    severity: "error",
    message: (a) => `Step '${a.name}' can't have run when '${a.id}' starts.`,
    help: (a) => `Put '${a.name}' before it, or name it under 'needs'.`,
  },
  "no-result-here": {
    severity: "error",
    message: () => "'result' is there only under the 'outputs' of a step that does something.",
    help: () => "Elsewhere, write steps.<id>.output.",
  },
  "secret-in-expression": {
    severity: "error",
    message: (a) => `The secret '${a.name}' can be passed on, but not read.`,
    help: (a) => `Write \${{ ${a.name} }} by itself or as a part of a text.`,
  },

  "rewrite-native": {
    severity: "error",
    message: () => "The document is of the native format already.",
    help: () => "'rb fmt' lays it out.",
  },
  "rewrite-comments": {
    severity: "info",
    message: () => "Comments are left out, but for those at the beginning and above steps.",
  },
  "rewrite-unreadable": {
    severity: "error",
    message: (a) => `The document can't be written in rb/v1: ${a.what}`,
  },
  "more-problems": {
    severity: "info",
    message: (a) => `${a.count} more problems are not listed.`,
  },
};

/** Everything that the parser of runbooks can report. */
export const runbookDiagnostics: DiagnosticSet<Rules> = defineDiagnostics("runbook", rules);

export type Reason = keyof Arguments;
export type ArgumentsOf<K extends Reason> = Arguments[K];
