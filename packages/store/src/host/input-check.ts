/** Whether a value from outside is an input that people and other systems may give a run. What drivers say (verdicts, starts, ticks) is not among them. */
import { type Input, notIJson } from "@rb/kernel";

type Part = { readonly [name: string]: unknown };
type Check = (value: unknown) => string | null;

const text: Check = (value) => (typeof value === "string" ? null : "is no text");
const id: Check = (value) => (Number.isSafeInteger(value) && (value as number) >= 0 ? null : "is no id");
const oneOf =
  (...words: readonly unknown[]): Check =>
  (value) =>
    words.includes(value) ? null : `is none of ${words.join(", ")}`;
const texts: Check = (value) =>
  Array.isArray(value) && value.every((item) => typeof item === "string") ? null : "is no list of texts";
const anything: Check = () => null;
const object: Check = (value) => (isPart(value) ? null : "is no object");
const optional =
  (check: Check): Check =>
  (value) =>
    value === undefined ? null : check(value);
const isPart = (value: unknown): value is Part => typeof value === "object" && value !== null && !Array.isArray(value);

function members(of: { readonly [name: string]: Check }): Check {
  return (value) => {
    if (!isPart(value)) return "is no object";
    const stray = Object.keys(value).find((name) => !Object.hasOwn(of, name));
    if (stray !== undefined) return `has a member '${stray.slice(0, 40)}' that it can't have`;
    for (const [name, check] of Object.entries(of)) {
      const problem = check(Object.hasOwn(value, name) ? value[name] : undefined);
      if (problem !== null) return `'${name}' ${problem}`;
    }
    return null;
  };
}

const slot: Check = (value) => {
  if (!isPart(value)) return "is no value";
  const names = Object.keys(value);
  return names.length === 1 && (names[0] === "json" || (names[0] === "secret" && typeof value.secret === "string"))
    ? null
    : "is neither { json: … } nor { secret: … }";
};

const outcomes: { readonly [kind: string]: Check } = {
  ok: members({ kind: text, output: slot }),
  failed: members({ kind: text, code: text, message: text, data: anything }),
  cancelled: members({ kind: text }),
};
const resolutions: { readonly [what: string]: Check } = {
  retry: members({ do: text }),
  settle: members({ do: text, outcome: (value) => byTag(value, "kind", outcomes) }),
  choose: members({ do: text, flows: texts }),
};
const approval = members({
  by: text,
  verdict: oneOf("approve", "reject"),
  hash: text,
  roles: optional(texts),
  grants: optional(texts),
  comment: optional(text),
  evidence: optional(object),
});

const inputs: { readonly [type in Input["type"]]?: Check } = {
  reviewed: members({ type: text, effect: text, approval }),
  settled: members({ type: text, effect: text, outcome: (value) => byTag(value, "kind", outcomes) }),
  delivered: members({
    type: text,
    kind: oneOf("message", "signal"),
    id: text,
    name: text,
    key: anything,
    payload: slot,
  }),
  picked: members({ type: text, frame: id, node: optional(text) }),
  resolved: members({ type: text, token: id, how: (value) => byTag(value, "do", resolutions) }),
  cancelled: members({ type: text, frame: optional(id), why: optional(text) }),
};

function byTag(value: unknown, tag: string, table: { readonly [tag: string]: Check | undefined }): string | null {
  if (!isPart(value)) return "is no object";
  const word = value[tag];
  const check = typeof word === "string" && Object.hasOwn(table, word) ? table[word] : undefined;
  return check === undefined ? `has a '${tag}' that is none of ${Object.keys(table).join(", ")}` : check(value);
}

/** Null when a run can take it, else what is wrong with it. */
export function problemOfInput(value: unknown): string | null {
  const problem = byTag(value, "type", inputs);
  if (problem !== null) return `it ${problem}`;
  const why = notIJson(value);
  return why === null ? null : `it holds ${why}`;
}
