import type { RunHeader } from "@rb/store";
import { type Executors, onRequest } from "./means.js";
import { commandLine } from "./shell-words.js";

/** Whether only the program that started a run can drive it: it has executors that `rb` doesn't bring along. */
export function needsItsOwnHost({ executors = [] }: RunHeader): boolean {
  return executors.some((name) => !onRequest.has(name));
}

/** The options that whoever goes on with a run has to give, as its beginner did; without those for `given`. */
export function optionsFor({ executors = [] }: RunHeader, given: Executors = {}): readonly string[] {
  const lacking = executors.filter((name) => !Object.hasOwn(given, name));
  return lacking.flatMap((name) => {
    const option = onRequest.get(name)?.option;
    return option === undefined ? [] : [`--${option}`];
  });
}

/** What to do about a run whose process ended. */
export function takeUpText(run: string, header: RunHeader): string {
  return needsItsOwnHost(header)
    ? "resume it with the program that started it"
    : commandLine("rb", "resume", run, ...optionsFor(header));
}
