/** Models as they were published, to exchange or to read: each has to load, and to run dry to its end. */
import { join } from "node:path";
import type { Bundle, Diagnostic } from "@rb/ir";
import { load } from "@rb/loader";
import type { ConformanceCase, ConformanceSet, Difference } from "../conformance-set.js";
import { filesBelow, readText } from "../corpora.js";
import { describeDiagnostic } from "../describe-diagnostic.js";
import { notEnding } from "../dry-end.js";
import { saysExecutable } from "./executable.js";
import { ruleCodes } from "./rule-codes.js";
import { weightOf } from "./rules.js";

/** A set of all models in a folder. */
export function publishedModels(name: string): ConformanceSet {
  return {
    name,
    load(corpora) {
      const folder = join(corpora, "bpmn", name);
      return filesBelow(folder, ".bpmn")?.map((file) => caseOf(folder, file)) ?? null;
    },
  };
}

function caseOf(folder: string, file: string): ConformanceCase {
  return {
    id: file,
    async check() {
      const text = readText(folder, file);
      const { bundle, diagnostics, languages } = await load(text, { uri: file, format: "bpmn" });
      const undeserved = diagnostics.filter((diagnostic) => !isDeserved(diagnostic, saysExecutable(text)));
      const differences: Difference[] = [];
      if (undeserved.length > 0)
        differences.push({ what: "errors", expected: [], actual: undeserved.map(describeDiagnostic) });
      if (bundle === null) return [...differences, { what: "load", expected: "a graph", actual: null }];
      for (const id of processesOf(bundle)) differences.push(...(await notEnding(bundle, id, languages)));
      return differences;
    },
  };
}

/** Published models have a meaning, so an error is only deserved by a rule about what is executable, in what says that it is. */
function isDeserved({ severity, code }: Diagnostic, isExecutable: boolean): boolean {
  if (severity !== "error") return true;
  const stating = Object.keys(ruleCodes).filter((rule) => ruleCodes[rule]?.includes(code));
  return isExecutable && stating.some((rule) => weightOf(rule) === "executable");
}

/** Every process of the document, the one that a run would start first. */
function processesOf({ main, graphs }: Bundle): readonly string[] {
  return [main, ...graphs.map(({ id }) => id).filter((id) => id !== main)];
}
