/** What stands under the word of a step, for each word. */
import type { Action, ActionKind, ApprovalTerms, Block, Case, Step } from "../format/model.js";
import type { NamedEntry } from "../format/reader.js";
import type { YamlNode } from "../yaml/tree.js";
import { comingOf } from "./awaited.js";
import { spanOf } from "./spans.js";
import { type Fields, fieldsOf, linesOf, type Written, writtenOf } from "./written.js";

/** A list of steps, or the name of a part. */
export type WriteSteps = (steps: readonly Step[]) => Written;

type Words = {
  readonly [K in ActionKind]: (action: Extract<Action, { readonly kind: K }>, writeSteps: WriteSteps) => Written;
};

export function wordOf(action: Action, writeSteps: WriteSteps): Written {
  const write = words[action.kind] as (action: Action, writeSteps: WriteSteps) => Written;
  return write(action, writeSteps);
}

/** A value that may not be there. */
export function maybe(node: YamlNode | undefined): Written | undefined {
  return node && writtenOf(node);
}

/** Values by their names. */
export function namedOf(entries: readonly NamedEntry<YamlNode>[]): Fields {
  return new Map(entries.map(({ name, value }) => [name, writtenOf(value)]));
}

/** The one thing that matters by itself, where nothing else is said. */
function short(key: string, fields: Fields): Written {
  const only = fields.size === 1 ? fields.get(key) : undefined;
  return only instanceof Map || only === undefined ? fields : only;
}

export function termsOf({ message, roles, grants, count, expires, evidence }: ApprovalTerms): Fields {
  return fieldsOf([
    ["message", maybe(message)],
    ["roles", roles],
    ["grants", grants],
    ["count", count],
    ["expires", expires && spanOf(expires)],
    ["evidence", evidence?.map((piece) => new Map(Object.entries(piece)))],
  ]);
}

/** What can be said about steps together, behind the steps. */
export function blockOf(
  { atomic, finally: last }: Block,
  writeSteps: WriteSteps,
): readonly (readonly [string, Written | undefined])[] {
  return [
    ["atomic", atomic ? true : undefined],
    ["finally", last && writeSteps(last)],
  ];
}

function rounds(
  { condition, max, steps }: Extract<Action, { readonly kind: "while" | "until" }>,
  writeSteps: WriteSteps,
): Written {
  return linesOf([
    ["condition", writtenOf(condition)],
    ["max", max],
    ["steps", writeSteps(steps)],
  ]);
}

function caseOf({ name, when, is, steps, outputs }: Case, writeSteps: WriteSteps): Written {
  const [value, second] = is ?? [];
  const isElse = when === undefined && is === undefined;
  return linesOf([
    ["name", name],
    ["when", maybe(when)],
    ["is", (second === undefined ? value : is) as Written | undefined],
    [isElse ? "else" : "steps", writeSteps(steps)],
    ["outputs", outputs && namedOf(outputs)],
  ]);
}

/** By value, a map where there is more to it than the steps. */
function otherwiseOf({ steps, outputs }: Case, writeSteps: WriteSteps): Written {
  if (outputs === undefined) return writeSteps(steps);
  return linesOf([
    ["steps", writeSteps(steps)],
    ["outputs", namedOf(outputs)],
  ]);
}

const words: Words = {
  run: ({ command, cwd, env, stdin, exitCodes }) =>
    short(
      "command",
      fieldsOf([
        ["command", writtenOf(command)],
        ["cwd", maybe(cwd)],
        ["env", maybe(env)],
        ["stdin", maybe(stdin)],
        ["exitCodes", exitCodes],
      ]),
    ),
  http: ({ method, url, headers, body }) =>
    fieldsOf([
      ["method", method],
      ["url", writtenOf(url)],
      ["headers", maybe(headers)],
      ["body", maybe(body)],
    ]),
  use: ({ executor, with: request }) =>
    fieldsOf([
      ["executor", executor],
      ["with", maybe(request)],
    ]),
  script: ({ language, text, inputs }) =>
    fieldsOf([
      ["language", writtenOf(language)],
      ["text", writtenOf(text)],
      ["inputs", maybe(inputs)],
    ]),
  emit: ({ type, data }) =>
    fieldsOf([
      ["type", writtenOf(type)],
      ["data", maybe(data)],
    ]),
  manual: ({ instructions, evidence }) =>
    short(
      "instructions",
      fieldsOf([
        ["instructions", writtenOf(instructions)],
        ["evidence", evidence?.map((piece) => new Map(Object.entries(piece)))],
      ]),
    ),
  approve: (action) => short("message", fieldsOf([["as", action.as?.name], ...termsOf(action)])),
  policy: ({ policy, about }) =>
    short(
      "name",
      fieldsOf([
        ["name", policy],
        ["about", maybe(about)],
      ]),
    ),
  wait: ({ until }) => {
    if (until.on === "span") return spanOf(until.span);
    return until.on === "moment" ? fieldsOf(comingOf(until)) : fieldsOf([["for", fieldsOf(comingOf(until))]]);
  },
  race: ({ arms }, writeSteps) =>
    arms.map(({ name, awaited, steps }) =>
      linesOf([["name", name], ...comingOf(awaited), ["steps", writeSteps(steps)]]),
    ),
  call: ({ runbook, version, inputs }) =>
    short(
      "runbook",
      fieldsOf([
        ["runbook", runbook],
        ["version", version],
        ["inputs", inputs.length === 0 ? undefined : namedOf(inputs)],
      ]),
    ),
  group: (action, writeSteps) =>
    short("steps", linesOf([["steps", writeSteps(action.steps)], ...blockOf(action, writeSteps)])),
  // No dialect has one: it stands as it was written.
  flow: ({ node }) => writtenOf(node),
  forEach: ({ items, as, index, limit, onFailure, steps }, writeSteps) =>
    linesOf([
      ["items", writtenOf(items)],
      ["as", as === "item" ? undefined : as],
      ["index", index],
      ["limit", maybe(limit)],
      ["onFailure", onFailure],
      ["steps", writeSteps(steps)],
    ]),
  switch: ({ on, cases }, writeSteps) => {
    if (on === undefined) return cases.map((one) => caseOf(one, writeSteps));
    const last = cases.find((one) => one.is === undefined);
    return linesOf([
      ["on", writtenOf(on)],
      ["cases", cases.filter((one) => one !== last).map((one) => caseOf(one, writeSteps))],
      ["else", last && otherwiseOf(last, writeSteps)],
    ]);
  },
  parallel: ({ branches }, writeSteps) => {
    // Those of a map begin by their names.
    const isMap = branches.every(({ name }, at) => {
      const before = branches[at - 1]?.name;
      return name !== undefined && (at === 0 || (before !== undefined && before < name));
    });
    if (!isMap)
      return branches.map(({ name, steps }) =>
        linesOf([
          ["name", name],
          ["steps", writeSteps(steps)],
        ]),
      );
    return linesOf(branches.map(({ name, steps }) => [name as string, linesOf([["steps", writeSteps(steps)]])]));
  },
  while: rounds,
  until: rounds,
  set: ({ values }) => namedOf(values),
  send: ({ message, key, data }) =>
    short(
      "message",
      fieldsOf([
        ["message", writtenOf(message)],
        ["key", maybe(key)],
        ["data", maybe(data)],
      ]),
    ),
  signal: ({ name, data }) =>
    short(
      "name",
      fieldsOf([
        ["name", writtenOf(name)],
        ["data", maybe(data)],
      ]),
    ),
  escalate: ({ code, data }) =>
    short(
      "code",
      fieldsOf([
        ["code", code],
        ["data", maybe(data)],
      ]),
    ),
  rollback: ({ of }) => of?.name ?? "all",
  fail: ({ code, message }) =>
    short(
      "message",
      fieldsOf([
        ["code", code],
        ["message", maybe(message)],
      ]),
    ),
};
