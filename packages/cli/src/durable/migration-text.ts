/** What moving a run to another definition means. */
import type { MigrationPlan } from "@rb/store";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";

type Vanished = MigrationPlan["vanished"][number];

export function migrationText(run: string, plan: MigrationPlan, paint: Paint): string {
  const { state, continues, vanished, changed, askedAgain, notes } = plan;
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [paint("bold", title), ...lines.map((line) => `  ${printable(line)}`)];
  return [
    state === null
      ? `${paint("red", "✖")} ${printable(`Run ${run} can't be moved to this definition. Nothing was changed.`)}`
      : printable(`Run ${run} can go on with this definition.`),
    ...section(
      "Not in it",
      vanished.map(({ what, id, why, heldBy }) => `✖ ${what} '${id}': ${why} (${holderText(heldBy)})`),
    ),
    ...section(
      "Goes on at",
      continues.map(({ name, node }) => `✔ ${name}${name === node ? "" : ` (${node})`}`),
    ),
    ...section(
      "Means something else now",
      changed.map(({ name, members }) => `~ ${name}: ${members.join(", ")}`),
    ),
    ...section("Decided and approved anew", askedAgain),
    ...section("Note", notes),
    "",
  ].join("\n");
}

function holderText(holder: Vanished["heldBy"]): string {
  if ("token" in holder) return `token ${holder.token}`;
  return "frame" in holder ? `instance ${holder.frame}` : `message ${holder.message}`;
}

/** As documented in docs/cli.md. */
export function migrationJson({ state, continues, vanished, changed, askedAgain, notes }: MigrationPlan): object {
  return { possible: state !== null, continues, vanished, changed, asked_again: askedAgain, notes };
}
