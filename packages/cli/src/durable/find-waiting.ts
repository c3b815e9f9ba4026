/** What somebody wants to say something about, among what a run waits for. */
import { isFinal } from "@rb/kernel";
import { StoreError } from "@rb/store";
import { UsageError } from "../command.js";
import { findNamed, type Named } from "./find-step.js";
import { commandsFor } from "./lead-on.js";
import type { OpenRun } from "./open-run.js";
import { type Pending, type PendingOf, pendingOf } from "./pending.js";
import { pendingLines } from "./pending-text.js";

const kinds = {
  approval: "the steps that this run asks people about",
  manual: "the steps that this run waits for a person to do",
} as const;

const mostSaid = 5;

/** @throws StoreError `store/run-over`; UsageError that says what it waits for instead. */
export function findWaiting<K extends keyof typeof kinds>(
  open: OpenRun,
  kind: K,
  wanted: string,
): PendingOf<K> & Named {
  const { run, state, program, index } = open;
  if (isFinal(state.status))
    throw new StoreError(
      "store/run-over",
      `Run '${run}' is over (${state.status}), so it takes nothing any more.`,
      "`rb rerun` starts another one from one of its steps.",
    );
  const all = pendingOf(program, state, index);
  const named = all.flatMap((pending): readonly (Pending & Named)[] =>
    pending.kind === "event" ? [] : [{ ...pending, names: [pending.job.node, pending.job.effect] }],
  );
  const isMeant = ({ names, title }: Named): boolean => names.includes(wanted) || title === wanted;
  const asked = named.filter((one): one is PendingOf<K> & Named => one.kind === kind);
  const other = asked.some(isMeant) ? undefined : named.find(isMeant);
  if (other === undefined && asked.length > 0) return findNamed(asked, wanted, kinds[kind]);
  const refused = `'${wanted}' is none of ${kinds[kind]}`;
  if (other === undefined) throw new UsageError(`${refused}. It is ${state.status}${insteadText(all)}`);
  const [command] = commandsFor(open, other, all);
  throw new UsageError(
    `${refused}: it waits for ${waitText(other)}.${command === undefined ? "" : ` What leads on is ${command}`}`,
  );
}

function insteadText(all: readonly Pending[]): string {
  if (all.length === 0) return ", and waits for nothing; rb show says why.";
  const more = all.length > mostSaid ? `; and ${all.length - mostSaid} more` : "";
  return `, and waits for ${all.slice(0, mostSaid).map(waitText).join("; ")}${more}.`;
}

function waitText(pending: Pending): string {
  return pendingLines(pending)[0] ?? "";
}
