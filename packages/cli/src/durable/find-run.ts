import { type Store, StoreError } from "@rb/store";
import { UsageError } from "../command.js";

const mostNamed = 5;

/**
 * The id of the run that is meant: its id, how it begins or ends, or `last`.
 *
 * @throws UsageError when several could be meant, StoreError `store/no-such-run` when none is.
 */
export function findRun(store: Store, text: string): string {
  const runs = store.runs();
  if (runs.includes(text)) return text;
  if (text === "last") {
    const last = runs.findLast((run) => store.begun(run) !== null);
    if (last !== undefined) return last;
  }
  const meant = text === "" ? [] : runs.filter((run) => run.startsWith(text) || run.endsWith(text));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only === undefined) {
    throw noSuchRun(text);
  }
  const named = meant.slice(-mostNamed).join(", ");
  const more = meant.length > mostNamed ? `, and ${meant.length - mostNamed} more` : "";
  throw new UsageError(`'${text}' could be ${meant.length} runs: ${named}${more}. Give more of the id.`);
}

export function noSuchRun(text: string): StoreError {
  return new StoreError(
    "store/no-such-run",
    `There is no run '${text.slice(0, 200)}'.`,
    "`rb runs` lists what there is.",
  );
}
