/** Everything that the vocabulary has can be written in a runbook, and means the same there. */
import { type Bundle, withoutOrigins } from "@rb/ir";
import { parseRunbook } from "@rb/parser-runbook";
import { randomBundle } from "@rb/testing";
import { expect, test } from "vitest";
import { everyMember } from "../packages/ir/test/every-member.js";
import { plainFlow } from "./lib/plain-flow.js";

const notOfFlows = /^ir\//;

/** What comes back, but for the table of languages, which the reader makes. */
function readBack(bundle: Bundle): Bundle {
  const { bundle: read, diagnostics } = parseRunbook(plainFlow(bundle), { uri: "t.runbook.yaml" });
  expect(diagnostics.filter(({ code }) => !notOfFlows.test(code))).toEqual([]);
  return read as Bundle;
}

/** Only among the flows of a node the order means something. */
function meaning({ languages: _, ...bundle }: Bundle): unknown {
  const graphs = bundle.graphs.map((graph) => ({
    ...graph,
    flows: graph.nodes.flatMap(({ id }) => graph.flows.filter(({ from }) => from === id)),
  }));
  return withoutOrigins("bundle", { ...bundle, graphs });
}

test("every member of every type", () => {
  expect(meaning(readBack(everyMember))).toEqual(meaning(everyMember));
});

test("random graphs over the whole vocabulary", () => {
  for (let seed = 1; seed <= 200; seed++) {
    const bundle = randomBundle(seed);
    expect(meaning(readBack(bundle)), `seed ${seed}`).toEqual(meaning(bundle));
  }
});
