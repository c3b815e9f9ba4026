import type { Bundle, Join } from "@rb/ir";
import { expect, test } from "vitest";
import { action, bundle, end, gateway, start } from "../../kernel/test/build.js";
import { bpmnOf } from "./bpmn/write-bpmn.js";
import { cacaoOf } from "./cacao/write-cacao.js";
import { runbookOf } from "./runbook/write-runbook.js";

/** `lost` leads to the join, and nothing leads to it. */
const joined = (join: Join): Bundle =>
  bundle([start("s"), action("lost"), gateway("g", { join }), end("e")], ["s > g", "lost > g", "g > e"]);

test.each<[Join, number]>([
  [{ rule: "all" }, 1],
  [{ rule: "count", need: { json: 2 } }, 1],
  [{ rule: "each" }, 0],
  [{ rule: "reachable" }, 0],
])("a join of the rule %j waits in vain: %j", (join, lost) => {
  for (const { counts, diagnostics } of [runbookOf(joined(join)), bpmnOf(joined(join)), cacaoOf(joined(join))]) {
    expect(counts.lost).toBe(lost);
    expect(diagnostics.some(({ message }) => message.includes("'g' waits for what comes from 'lost'"))).toBe(lost > 0);
  }
});

test("a slot that another flow fills is no loss", () => {
  const [graph] = joined({ rule: "all" }).graphs;
  const flows = graph?.flows.map((flow) => ({ ...flow, slot: "one" })) ?? [];
  expect(runbookOf({ version: 1, main: "main", graphs: [{ ...graph, flows }] } as Bundle).counts.lost).toBe(0);
});
