import { suggest } from "@rb/ir";
import { UsageError } from "../command.js";

/** Something on a command line that stands for one of several. */
export interface Named {
  /** Everything that it may be called by. The first one is what it is suggested as. */
  readonly names: readonly string[];
  readonly title: string;
}

/** The one that is meant. Throws `UsageError` when none or several could be; `what` says of what kind they are. */
export function findNamed<T extends Named>(all: readonly T[], wanted: string, what: string): T {
  const meant = all.filter(({ names, title }) => names.includes(wanted) || title === wanted);
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only !== undefined) {
    throw new UsageError(
      `'${wanted}' could be ${meant.length} of ${what}: ${meant.map(listed).join("; ")}. Give what only one has.`,
    );
  }
  if (all.length === 0) throw new UsageError(`There are none of ${what}.`);
  const near = suggest(
    wanted,
    all.flatMap(({ names, title }) => [...names, title]),
  );
  const hint = near === undefined ? `There is ${all.slice(0, 10).map(listed).join("; ")}.` : `Did you mean '${near}'?`;
  throw new UsageError(`'${wanted}' is none of ${what}. ${hint}`);
}

function listed({ names, title }: Named): string {
  const name = names[0] ?? "";
  return name === title ? `'${name}'` : `'${title}' (${names.join(", ")})`;
}
