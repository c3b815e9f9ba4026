/**
 * Playbooks as they were published, good and bad: each is loaded or refused, what is wrong with it has a place in it, and what is loaded runs
 * dry to its end.
 */
import { join } from "node:path";
import { type Diagnostic, sourceOf } from "@rb/ir";
import { load } from "@rb/loader";
import type { ConformanceCase, ConformanceSet, Difference } from "../conformance-set.js";
import { filesBelow, readText } from "../corpora.js";
import { describeDiagnostic } from "../describe-diagnostic.js";
import { notEnding } from "../dry-end.js";

const INDEX = "index.json";

export const cacaoPlaybooks: ConformanceSet = {
  name: "cacao-playbooks",
  load(corpora) {
    const folder = join(corpora, "cacao", "playbooks");
    const files = filesBelow(folder, ".json")?.filter((file) => file !== INDEX);
    return files?.map((file) => caseOf(folder, file)) ?? null;
  },
};

function caseOf(folder: string, file: string): ConformanceCase {
  return {
    id: file,
    async check() {
      const text = readText(folder, file);
      const { bundle, diagnostics, languages } = await load(text, { uri: file, format: "cacao" });
      const errors = diagnostics.filter(({ severity }) => severity === "error");
      const differences: Difference[] = misplaced(text, errors);
      if (bundle === null && errors.length === 0)
        differences.push({ what: "load", expected: "a graph, or why there is none", actual: null });
      if (bundle === null || errors.length > 0) return differences;
      return [...differences, ...(await notEnding(bundle, bundle.main, languages))];
    },
  };
}

/** Errors that point to somewhere outside of the document. */
function misplaced(text: string, errors: readonly Diagnostic[]): Difference[] {
  const lines = text.split("\n");
  const outside = errors.filter(({ origin }) => {
    const { line, column } = sourceOf(origin).start;
    const length = lines[line - 1]?.length;
    return length === undefined || column < 1 || column > length + 1;
  });
  return outside.length === 0
    ? []
    : [{ what: "places", expected: "inside the document", actual: outside.map(describeDiagnostic) }];
}
