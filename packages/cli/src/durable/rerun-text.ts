/** What a rerun will do, before anybody agrees to it. */
import type { RepeatedNode, RerunPlan, ReusedStep } from "@rb/store";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import { graphChanges } from "./graph-changes.js";

export function rerunText(of: string, { from, reused, again, changes, notes }: RerunPlan, paint: Paint): string {
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : [paint("bold", title), ...lines.map((line) => `  ${printable(line)}`)];
  return [
    printable(`Run ${of} again from '${from.name}'.`),
    ...section("Counts as done", reused.map(reusedLine)),
    ...section("Runs again", again.map(againLine)),
    ...section("Changed since", changes === null ? [] : graphChanges(changes)),
    ...section("Note", notes),
    "",
  ].join("\n");
}

function reusedLine({ name, node, occurrence, what }: ReusedStep): string {
  return `✔ ${name}${name === node ? "" : ` (${node})`}${occurrence > 1 ? `, time ${occurrence}` : ""}: ${what.join(", ")}`;
}

const becauses: { readonly [B in RepeatedNode["because"]]: string } = {
  from: "this is where it begins",
  after: "comes after that",
  changed: "means something else now",
  "after-change": "comes after something that has changed",
  unfinished: "did not come to an end",
};

function againLine({ name, node, times, because }: RepeatedNode): string {
  return `↻ ${name}${name === node ? "" : ` (${node})`}${times > 1 ? `, had run ${times} times` : ""}: ${becauses[because]}`;
}
