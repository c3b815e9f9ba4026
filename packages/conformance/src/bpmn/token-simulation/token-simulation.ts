/** Models with the trace that one start leaves in a simulator of tokens. */
import { load } from "@rb/loader";
import type { ConformanceCase, ConformanceSet, Difference } from "../../conformance-set.js";
import { readJson, readText } from "../../corpora.js";
import { compareMultisets } from "../../multiset.js";
import { readCollaboration } from "./collaboration.js";
import { readTrace, type TokenSimulationTest } from "./expected-trace.js";
import { outOfOrder } from "./order.js";
import { simulate } from "./simulate.js";

const FOLDER = "bpmn/token-simulation";

export const tokenSimulation: ConformanceSet = {
  name: "token-simulation",
  load(corpora) {
    const file = readJson<{ readonly tests: readonly TokenSimulationTest[] }>(corpora, FOLDER, "expected.json");
    return file === null ? null : file.tests.map((test) => caseOf(`${corpora}/${FOLDER}`, test));
  },
};

function caseOf(folder: string, { name, file, start, trace: lines }: TokenSimulationTest): ConformanceCase {
  return {
    id: name,
    async check() {
      const text = readText(folder, file);
      // What our validation objects to still runs.
      const { bundle, languages, diagnostics } = await load(text, { uri: file, format: "bpmn" });
      if (bundle === null) return [{ what: "load", expected: "a graph", actual: diagnostics.map(({ code }) => code) }];
      const trace = readTrace(lines);
      const collaboration = readCollaboration(text);
      const entries = await simulate({ bundle, languages, collaboration, start, trace });
      return differencesOf(trace.entries, entries);
    },
  };
}

function differencesOf(expected: readonly string[], entries: Parameters<typeof outOfOrder>[0]): readonly Difference[] {
  const { missing, extra } = compareMultisets(
    expected,
    entries.map(({ text }) => text),
  );
  if (missing.length > 0 || extra.length > 0)
    return [{ what: "entries that only one of the two has", expected: missing, actual: extra }];
  return outOfOrder(entries, expected).map(([before, after]) => ({
    what: "order",
    expected: `${after}, then ${before}`,
    actual: `${before}, then ${after}`,
  }));
}
