/** Steps, as the native format writes them. */
import type { Meta, Retry } from "@rb/ir";
import type { Assertion, Step } from "../format/model.js";
import { goesWith } from "../format/steps.js";
import { handlersOf } from "./awaited.js";
import type { Comments } from "./comments.js";
import { durationText, spanOf } from "./spans.js";
import { maybe, namedOf, wordOf } from "./words.js";
import { type Fields, factsOf, fieldsOf, linesOf, type Written, writtenOf } from "./written.js";

export class StepWriter {
  /** The names of the lists that are parts. */
  readonly #parts: ReadonlyMap<readonly Step[], string>;

  readonly #comments: Comments | undefined;

  constructor(parts: ReadonlyMap<readonly Step[], string>, comments: Comments | undefined) {
    this.#parts = parts;
    this.#comments = comments;
  }

  /** A list, or the name of the part that it is. */
  readonly steps = (steps: readonly Step[]): Written => this.#parts.get(steps) ?? this.list(steps);

  list(steps: readonly Step[]): Written {
    return steps.map((step, index) => this.#step(step, steps[index - 1]));
  }

  #step(step: Step, before: Step | undefined): Written {
    const { id, name, description, when, provided, needs, outputs, output, into, retry, timeout, meta, action } = step;
    const comment = this.#commentOf(step);
    const more: readonly (readonly [string, Written | undefined])[] = [
      ...(action === undefined ? [] : [[action.kind, wordOf(action, this.steps)] as const]),
      ...(action?.kind === "parallel"
        ? ([
            ["limit", action.limit],
            ["enough", maybe(action.enough)],
          ] as const)
        : []),
      ["outputs", outputs && namedOf(outputs)],
      ["output", maybe(output)],
      ["into", into && ["vars", into.variable, ...into.members.map(memberOf)].join(".")],
      ["inputSchema", step.inputSchema && factsOf(step.inputSchema)],
      ["outputSchema", step.outputSchema && factsOf(step.outputSchema)],
      ["assert", step.assert && assertOf(step.assert)],
      ["retry", retry && retryOf(retry)],
      ["timeout", timeout && spanOf(timeout)],
      ["continueOnError", step.continueOnError ? true : undefined],
      ["on", step.on && handlersOf(step.on, this.steps)],
      ["undo", step.undo && this.steps(step.undo)],
    ];
    const members: typeof more = [
      ["id", id],
      ["name", name],
      ["description", description],
      ["when", maybe(when)],
      ["provided", maybe(provided)],
      ["needs", needs && oneOrAll(needs.map((ref) => ref.name))],
      ["after", afterOf(step, before)],
      ...more.filter(([field]) => isHeard(field, step)),
      ...metaOf(meta),
    ];
    return linesOf(members, comment);
  }

  /** Of the steps that one step of the document becomes, the one that has its id. */
  #commentOf({ id, idNode, node }: Step): string | undefined {
    return idNode.value === id ? this.#comments?.above(Math.min(idNode.start, node.start)) : undefined;
  }
}

/** Labels stand by themselves. */
export function metaOf({ labels, ...facts }: Meta = {}): readonly (readonly [string, Written | undefined])[] {
  const said = factsOf(facts);
  return [
    ["labels", labels && factsOf(labels)],
    ["meta", said.size === 0 ? undefined : said],
  ];
}

/** What a dialect says of all of its steps, and the word takes no notice of, is not said. */
function isHeard(field: string, { action }: Step): boolean {
  if (action === undefined) return true;
  if (action.kind === "wait" && (action.until.on === "span" || action.until.on === "moment")) return field === "wait";
  return goesWith(field, action.kind);
}

function afterOf({ needs, after }: Step, before: Step | undefined): Written | undefined {
  if (after === undefined) return undefined;
  const names = after.map(({ name }) => name);
  // After the step before it, a step comes by itself.
  const isUsual = needs === undefined && (before === undefined ? names.length === 0 : names.join("\n") === before.id);
  return isUsual ? undefined : oneOrAll(names);
}

function oneOrAll(names: readonly string[]): Written {
  const [only, second] = names;
  return only === undefined || second !== undefined ? names : only;
}

function memberOf(name: string): string {
  return name.includes(".") ? `\`${name}\`` : name;
}

function assertOf(assertions: readonly Assertion[]): Written {
  const written = assertions.map(({ that, message }) =>
    message === undefined
      ? writtenOf(that)
      : fieldsOf([
          ["that", writtenOf(that)],
          ["message", writtenOf(message)],
        ]),
  );
  const [only, second] = written;
  return only === undefined || second !== undefined ? written : only;
}

function retryOf({ attempts, firstMs, waitsMs, factor, maxMs, on }: Retry): Fields {
  return fieldsOf([
    ["attempts", attempts],
    ["delay", waitsMs?.map(durationText) ?? (firstMs === 0 ? undefined : durationText(firstMs))],
    ["factor", factor],
    ["maxDelay", maxMs === undefined ? undefined : durationText(maxMs)],
    ["on", on],
  ]);
}
