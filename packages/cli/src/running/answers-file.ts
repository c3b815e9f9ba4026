import {
  type Bundle,
  eachNode,
  eachRegion,
  isActivity,
  isJsonObject,
  type Json,
  type Node,
  suggest,
  type Trigger,
} from "@rb/ir";
import type { Answers } from "@rb/kernel";
import { UsageError } from "../command.js";
import { readDataFile } from "../read-data-file.js";

type Check = (value: Json) => string | null;

/** What an answer of each kind has to look like, as a complaint or null. */
const sections: { readonly [section: string]: Check } = {
  steps: (value) =>
    Array.isArray(value) ? (value.map(stepProblem).find((found) => found !== null) ?? null) : stepProblem(value),
  approvals: (value) =>
    isJsonObject(value) && (value.verdict === "approve" || value.verdict === "reject")
      ? null
      : "has to be an object with 'verdict: approve' or 'verdict: reject'",
  choices: (value) =>
    typeof value === "string" || (Array.isArray(value) && value.every((way) => typeof way === "string"))
      ? null
      : "has to name the way to take, or a list of ways",
  events: () => null,
};

/** Reads what `--answers` names; see docs/cli.md. Throws `UsageError`. */
export async function readAnswers(file: string): Promise<Answers> {
  const data = await readDataFile(file);
  for (const [section, entries] of Object.entries(data)) {
    const check = Object.hasOwn(sections, section) ? sections[section] : undefined;
    if (check === undefined) {
      const near = suggest(section, Object.keys(sections));
      throw new UsageError(
        `'${file}' has '${section}', but answers are in ${Object.keys(sections).join(", ")}.${near === undefined ? "" : ` Did you mean '${near}'?`}`,
      );
    }
    if (!isJsonObject(entries))
      throw new UsageError(`'${section}' in '${file}' has to be an object: names and their answers.`);
    for (const [name, value] of Object.entries(entries)) {
      const problem = check(value);
      if (problem !== null) throw new UsageError(`The answer '${section}: ${name}' in '${file}' ${problem}.`);
    }
  }
  return data as Answers;
}

/** What is odd about answers, for people: one whose name nothing in the document has pins nothing. */
export function idleAnswers(answers: Answers, bundle: Bundle): readonly string[] {
  const steps = new Set<string>();
  eachNode(bundle, (node) => addNames(steps, node));
  const events = eventsOf(bundle);
  const known = { steps, approvals: steps, choices: steps, ...(events === null ? {} : { events }) };
  return Object.entries(known).flatMap(([section, names]) =>
    Object.keys(answers[section as keyof Answers] ?? {})
      .filter((name) => !names.has(name))
      .map((name) => {
        const near = suggest(name, names);
        const hint = near === undefined ? "" : ` Did you mean '${near}'?`;
        return `The answer '${section}: ${name}' is for nothing in the document.${hint}`;
      }),
  );
}

/** By what names an event can be answered; null where one has a name that only a run knows. */
function eventsOf(bundle: Bundle): ReadonlySet<string> | null {
  const names = new Set<string>();
  let areKnown = true;
  const listen = (triggers: readonly Trigger[] = []): void => {
    for (const trigger of triggers) {
      if (trigger.on !== "message" && trigger.on !== "signal") continue;
      if ("json" in trigger.name && typeof trigger.name.json === "string") names.add(trigger.name.json);
      else areKnown = false;
    }
  };
  eachNode(bundle, (node) => {
    if (isActivity(node)) for (const { triggers } of node.handlers ?? []) listen(triggers);
    if (node.kind === "start") listen(node.triggers);
    if (node.kind === "catch") listen(node.arms.map(({ trigger }) => trigger));
    if (node.kind === "start" || node.kind === "catch") addNames(names, node);
  });
  eachRegion(bundle, ({ handlers = [] }) => {
    for (const { triggers } of handlers) listen(triggers);
  });
  return areKnown ? names : null;
}

function addNames(names: Set<string>, { id, name }: Node): void {
  names.add(id);
  if (name !== undefined) names.add(name);
}

function stepProblem(value: Json): string | null {
  const good = isJsonObject(value) && ("output" in value || isJsonObject(value.fail));
  return good ? null : "has to be an object with 'output: …' or 'fail: {code, message}'";
}
