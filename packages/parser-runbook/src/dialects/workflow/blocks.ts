/**
 * Steps that name other steps. Each is a group of its own: what does the work, and a step that fails when that came to nothing. So what
 * depends on the step waits for both.
 */
import type { Action, Step } from "../../format/model.js";
import { toJson, type YamlNode, type YamlScalar } from "../../yaml/tree.js";
import { expressionAt, scalarAt } from "../native-text.js";
import { type Case, firstOf } from "./activation.js";
import type { WorkflowStep } from "./model.js";
import { outputOf, type Surroundings } from "./names.js";
import { holds } from "./operands.js";
import { hasTemplate, mapAt, type Templates } from "./templates.js";

/** The parts of a step that its type decides about. */
export type Doing = Pick<Step, "action" | "output">;
/** The steps inside of a step, as a list for each. */
export type Inner = (id: string, around: Surroundings) => readonly Step[];

/** The step that is chosen is the output; those that are not are skipped. */
export function switchOf(
  step: WorkflowStep,
  cases: readonly Case[],
  templates: Templates,
  around: Surroundings,
): Doing {
  const { node, id, condition } = step;
  const compared = innerOf(step, "value");
  const value = outputOf(compared.id);
  const parts = inParts(
    cases.map((one) => ({
      test: testOf(one, condition === undefined ? undefined : value, templates, around),
      target: JSON.stringify(one.target),
    })),
  );
  const choices = parts.map((part, index): Step => {
    const before = index === 0 ? [] : [`${outputOf(choiceOf(step, index - 1).id)}.target_step`];
    const tests = part.flatMap(({ test }) => test ?? []);
    const choice = `$choose([${tests.join(", ")}], [${part.map(({ target }) => target).join(", ")}])`;
    return {
      ...choiceOf(step, index),
      output: mapAt(node, [["target_step", expressionAt(node, `$given(${[...before, choice].join(", ")})`)]]),
      action: { kind: "set", node, values: [] },
    };
  });
  const chosen = outputOf(choiceOf(step, parts.length - 1).id);
  const looks: readonly Step[] =
    condition === undefined
      ? []
      : [
          {
            ...compared,
            output: expressionAt(condition, `$given(${templates.bare(condition, around).text})`),
            action: { kind: "set", node, values: [] },
          },
        ];
  const missed = failing(step, `$compare(${chosen}.target_step, "!=", null)`, `No case of '${id}' holds.`);
  return { action: group(step, [...looks, ...choices, missed]), output: expressionAt(node, chosen) };
}

function choiceOf(step: WorkflowStep, index: number): ReturnType<typeof innerOf> {
  return innerOf(step, index === 0 ? "choice" : `choice${index + 1}`);
}

/** Undefined for what is done otherwise. Without a value to compare with, `when` is a condition. */
function testOf(
  { when, is }: Case,
  value: string | undefined,
  templates: Templates,
  around: Surroundings,
): string | undefined {
  const wanted = is ?? when;
  if (wanted === undefined) return undefined;
  if (value === undefined) return wanted.kind === "scalar" ? holds(templates.bare(wanted, around)) : "false";
  if (wanted.kind === "scalar" && hasTemplate(wanted))
    return `$textOf(${value}) = $textOf(${templates.bare(wanted, around).text})`;
  const constant = toJson(wanted);
  // Keys of a map are texts, whatever is compared with them.
  if (typeof constant === "string") return `$textOf(${value}) = ${JSON.stringify(constant)}`;
  return `$compare(${value}, "==", ${JSON.stringify(constant)})`;
}

/** Characters of one expression, of the 8,192 that it may have. */
const longestPart = 4000;

/** Each as long as an expression may well be; at least one. */
function inParts<T extends { readonly test: string | undefined; readonly target: string }>(
  cases: readonly T[],
): readonly (readonly T[])[] {
  const parts: T[][] = [[]];
  let length = 0;
  for (const one of cases) {
    const own = (one.test?.length ?? 0) + one.target.length + 4;
    if (length > 0 && length + own > longestPart) {
      parts.push([]);
      length = 0;
    }
    (parts.at(-1) as T[]).push(one);
    length += own;
  }
  return parts;
}

export function parallelOf(step: WorkflowStep, ids: readonly string[], inner: Inner, around: Surroundings): Doing {
  const { node, id, input, maxParallel } = step;
  const need = neededOf(step, ids.length);
  const lists = ids.map((one) => inner(one, around));
  const isTolerant = need < ids.length;
  const branches = ids.map((name, index) => {
    const steps = lists[index] as readonly Step[];
    return { node, name, steps };
  });
  const count = ids.map((one) => `$number($exists(${outputOf(one)}))`).join(" + ");
  const isEnough = `(${count}) >= ${need}`;
  const work: Step = {
    ...innerOf(step, "steps"),
    action: {
      kind: "parallel",
      node: input ?? node,
      branches,
      ...(maxParallel === undefined ? {} : { limit: maxParallel.value as number }),
      ...(isTolerant ? { enough: scalarAt(node, isEnough) } : {}),
    },
  };
  const missed = failing(step, isEnough, `Fewer than ${need} of the steps of '${id}' have succeeded.`);
  const members = ids.map((one) => [one, mapAt(node, [["output", expressionAt(node, outputOf(one))]])] as const);
  return { action: group(step, isTolerant ? [work, missed] : [work]), output: mapAt(node, members) };
}

/** How many steps of a parallel have to succeed. */
export function neededOf({ input }: WorkflowStep, all: number): number {
  const strategy = input === undefined ? undefined : firstOf(input, "strategy");
  const required = input === undefined ? undefined : firstOf(input, "required");
  const word = strategy === undefined ? "all" : toJson(strategy);
  if (word === "any") return Math.min(1, all);
  const count = required === undefined ? all : Number(toJson(required));
  return word === "n_of_m" && count >= 1 && count < all ? Math.floor(count) : all;
}

const mostRounds = 100;

export function loopOf(
  step: WorkflowStep,
  body: string | undefined,
  inner: Inner,
  templates: Templates,
  around: Surroundings,
): Doing {
  const { node, id, input } = step;
  const loop = innerOf(step, "loop");
  const rounds = `steps.\`${loop.id}\`.rounds`;
  const previous = body === undefined ? "null" : outputOf(body);
  const inside: Surroundings = {
    ...around,
    roots: {
      ...around.roots,
      loop: `{"index": ${rounds}, "iteration": ${rounds} + 1, "previous_output": $given(${previous})}`,
    },
  };
  const condition =
    input === undefined ? step.condition : (scalarOf(firstOf(input, "condition", "while")) ?? step.condition);
  const until = input === undefined ? undefined : scalarOf(firstOf(input, "until"));
  const tests = [
    ...(condition === undefined ? [] : [holds(templates.bare(condition, inside))]),
    ...(until === undefined ? [] : [`(${rounds} = 0 or $not(${holds(templates.bare(until, inside))}))`]),
  ];
  const max = input === undefined ? undefined : firstOf(input, "max_iterations", "max");
  const most = Math.max(1, Math.min(Number(max === undefined ? mostRounds : toJson(max)) || mostRounds, 100_000));
  const goesOn = tests.length === 0 ? "true" : tests.join(" and ");
  const work: Step = {
    ...loop,
    action: {
      kind: "while",
      node: input ?? node,
      condition: scalarAt(node, tests.length === 0 ? "1 = 1" : goesOn),
      max: Math.floor(most),
      steps: body === undefined ? [] : inner(body, inside),
    },
  };
  // Without a condition the number of rounds is what was asked for.
  const missed = failing(
    step,
    `$not(${rounds} >= ${most} and ${goesOn})`,
    `'${id}' has not ended after ${most} rounds.`,
  );
  const output = mapAt(node, [
    ["iterations", expressionAt(node, rounds)],
    ["last_output", expressionAt(node, `$given(${previous})`)],
  ]);
  return { action: group(step, tests.length === 0 ? [work] : [work, missed]), output };
}

function scalarOf(node: YamlNode | undefined): YamlScalar | undefined {
  return node?.kind === "scalar" && node.value !== null ? node : undefined;
}

/** A step that belongs to another one. */
export function innerOf({ node, id, idNode }: WorkflowStep, name: string): Omit<Step, "action"> {
  return { node, id: `${id}/${name}`, idNode, continueOnError: false };
}

/** Fails, unless what is asked for holds. That it does is the first way, which a dry run takes where nobody knows. */
function failing(step: WorkflowStep, unless: string, message: string): Step {
  const { node } = step;
  const missed = innerOf(step, "missed");
  const fine: Step = { ...innerOf(step, "fine"), action: { kind: "set", node, values: [] } };
  const failed: Step = {
    ...innerOf(step, "failed"),
    action: { kind: "fail", node, message: scalarAt(node, message) },
  };
  const cases = [
    { node, when: scalarAt(node, unless), steps: [fine] },
    { node, steps: [failed] },
  ];
  return { ...missed, action: { kind: "switch", node, cases } };
}

function group({ node }: WorkflowStep, steps: readonly Step[]): Action {
  return { kind: "group", node, steps, atomic: false };
}
