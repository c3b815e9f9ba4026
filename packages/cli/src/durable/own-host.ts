import type { RunHeader } from "@rb/store";

/** Whether only the program that started a run can drive it: that one has executors, and `rb` has none. */
export function needsItsOwnHost({ executors = [] }: RunHeader): boolean {
  return executors.length > 0;
}

/** What to do about a run whose process ended. */
export function takeUpText(run: string, header: RunHeader): string {
  return needsItsOwnHost(header) ? "resume it with the program that started it" : `rb resume ${run}`;
}
