import type { Step } from "../format/model.js";

/** Whether the step counts its rounds. */
export function isRepeating({ action }: Step): boolean {
  return action?.kind === "while" || action?.kind === "until";
}
