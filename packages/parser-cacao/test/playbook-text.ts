/** Small playbooks for tests: steps are named in a few letters, and get ids of the standard's form. */

interface StepLike {
  readonly type: string;
  readonly [member: string]: unknown;
}

/** The same id for the same name, always. */
export function idOf(type: string, name: string): string {
  const hex = Array.from(name, (letter) => letter.charCodeAt(0).toString(16)).join("");
  return `${type}--00000000-0000-4000-8000-${hex.padStart(12, "0")}`;
}

const references = ["on_completion", "on_success", "on_failure", "on_true", "on_false", "workflow_exception"];

/** A playbook as an object; steps refer to each other by their short names. */
export function playbook(
  steps: { readonly [name: string]: StepLike },
  rest: { readonly [member: string]: unknown } = {},
): { readonly [member: string]: unknown } {
  const long = (name: unknown) => {
    const step = typeof name === "string" && Object.hasOwn(steps, name) ? steps[name] : undefined;
    return step === undefined ? name : idOf(step.type, name as string);
  };
  const workflow = Object.entries(steps).map(([name, step]) => {
    const members = Object.entries(step).map(([member, value]) => {
      if (references.includes(member)) return [member, long(value)];
      if (member === "next_steps") return [member, (value as unknown[]).map(long)];
      if (member === "cases") return [member, mapped(value as object, long)];
      return [member, value];
    });
    return [long(name), { name, ...Object.fromEntries(members) }];
  });
  return {
    type: "playbook",
    spec_version: "cacao-2.0",
    id: idOf("playbook", "p"),
    name: "p",
    created_by: idOf("identity", "i"),
    created: "2024-05-31T09:00:00.000Z",
    modified: "2024-05-31T09:00:00.000Z",
    workflow_start: idOf(steps.start?.type ?? "start", "start"),
    workflow: Object.fromEntries(workflow),
    agent_definitions: { [idOf("individual", "me")]: { type: "individual", name: "me" } },
    ...mapped(rest, (value) => (typeof value === "string" ? long(value) : value)),
  };
}

function mapped(object: object, change: (value: unknown) => unknown): { [key: string]: unknown } {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]));
}

export const text = (value: unknown): string => JSON.stringify(value, null, 2);

export const start = (next: string, rest: object = {}): StepLike => ({ type: "start", on_completion: next, ...rest });
export const end: StepLike = { type: "end" };
/** An action that a person does, followed by `next`. */
export const act = (next?: string, rest: object = {}): StepLike => ({
  type: "action",
  commands: [{ type: "manual", command: "Do it." }],
  agent: idOf("individual", "me"),
  ...(next === undefined ? {} : { on_completion: next }),
  ...rest,
});
export const fork = (branches: string[], next?: string, rest: object = {}): StepLike => ({
  type: "parallel",
  next_steps: branches,
  ...(next === undefined ? {} : { on_completion: next }),
  ...rest,
});
export const choice = (onTrue: string, onFalse?: string, next?: string, rest: object = {}): StepLike => ({
  type: "if-condition",
  condition: "__x__:value = 'yes'",
  on_true: onTrue,
  ...(onFalse === undefined ? {} : { on_false: onFalse }),
  ...(next === undefined ? {} : { on_completion: next }),
  ...rest,
});
export const loop = (body: string, next?: string, rest: object = {}): StepLike => ({
  type: "while-condition",
  condition: "__x__:value = 'yes'",
  on_true: body,
  ...(next === undefined ? {} : { on_completion: next }),
  ...rest,
});
export const cases = (branches: object, next?: string, rest: object = {}): StepLike => ({
  type: "switch-condition",
  switch: "__x__:value",
  cases: branches,
  ...(next === undefined ? {} : { on_completion: next }),
  ...rest,
});
export const variables = { playbook_variables: { __x__: { type: "string", value: "yes" } } };
