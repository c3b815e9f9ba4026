import type { Arguments, CommandRun } from "../command.js";
import { labelsOf } from "../durable/labels.js";
import { type ListedRun, listedRun } from "../durable/list-runs.js";
import { listedJson, listedText } from "../durable/list-text.js";
import { durable } from "../durable/session.js";
import { sinceMs } from "../durable/times.js";
import { exitCode } from "../exit-code.js";
import { printableJson } from "../printable.js";

/** `rb runs` */
export const runs: CommandRun = durable(async ({ store, terminal, json }, args) => {
  const isWanted = filterOf(args);
  const limit = args.number("limit") ?? Number.POSITIVE_INFINITY;
  const shown: ListedRun[] = [];
  for (const run of store.runs().toReversed()) {
    if (shown.length >= limit) break;
    const listed = listedRun(store, run);
    if (listed !== null && isWanted(listed)) shown.push(listed);
  }
  const { out } = terminal;
  out.write(json ? `${printableJson({ version: 1, runs: shown.map(listedJson) }, 2)}\n` : listedText(shown, out.paint));
  return exitCode.ok;
});

/** A damaged run of which nothing is known passes only what asks for nothing that it would have to say. */
function filterOf(args: Arguments): (listed: ListedRun) => boolean {
  const [statuses, tenant, runbook] = [args.texts("status"), args.text("tenant"), args.text("runbook")?.toLowerCase()];
  const since = args.text("since");
  const fromMs = since === undefined ? Number.NEGATIVE_INFINITY : sinceMs("--since", since, Date.now());
  const labels = labelsOf(args.texts("label"));
  return ({ status, header }) => {
    if (statuses.length > 0 && !statuses.includes(status)) return false;
    if (tenant !== undefined && header?.tenant !== tenant) return false;
    const named = [header?.title ?? "", header?.runbook_path ?? ""];
    if (runbook !== undefined && !named.some((text) => text.toLowerCase().includes(runbook))) return false;
    if (since !== undefined && !(Date.parse(header?.started_at ?? "") >= fromMs)) return false;
    return labels.every(
      ([name, value]) =>
        header?.labels !== undefined && Object.hasOwn(header.labels, name) && header.labels[name] === value,
    );
  };
}
