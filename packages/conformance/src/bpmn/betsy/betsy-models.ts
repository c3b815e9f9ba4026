/** The suite's executable models: each with cases, each case with what it has to log. */
import { type Bundle, type Diagnostic, sourceOf } from "@rb/ir";
import { type Loaded, load } from "@rb/loader";
import type { ConformanceCase, ConformanceSet, Difference } from "../../conformance-set.js";
import { readJson, readText } from "../../corpora.js";
import { compareMultisets } from "../../multiset.js";
import type { BetsyCase, BetsyFile, BetsyTest } from "./betsy-case.js";
import { runBetsyCase } from "./run-betsy-case.js";

const FOLDER = "bpmn/betsy";

export const betsyModels: ConformanceSet = {
  name: "betsy-models",
  load(corpora) {
    const file = readJson<BetsyFile>(corpora, FOLDER, "expected.json");
    return file === null ? null : file.tests.map((test) => caseOf(`${corpora}/${FOLDER}`, test));
  },
};

function caseOf(folder: string, test: BetsyTest): ConformanceCase {
  return {
    id: test.id,
    async check() {
      const loaded = await load(readText(folder, test.file), { uri: test.file, format: "bpmn" });
      const differences: Difference[] = [];
      for (const one of test.cases) differences.push(...(await differencesOf(test, one, loaded)));
      return differences;
    },
  };
}

async function differencesOf(test: BetsyTest, one: BetsyCase, loaded: Loaded): Promise<readonly Difference[]> {
  const { bundle, languages, diagnostics } = loaded;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const log =
    bundle === null || errors.length > 0
      ? ["ERROR_deployment"]
      : await runBetsyCase({ bundle: bundle as Bundle, languages, processId: test.processId }, one);
  const actual = one.expectedTraces.includes("ERROR") ? log.map(anyError) : log;
  const { missing, extra } = compareMultisets(one.expectedTraces, actual);
  if (missing.length === 0 && extra.length === 0) return [];
  const refused = errors.length > 0 ? [{ what: "load", expected: [], actual: errors.map(describe) }] : [];
  return [
    { what: `case ${one.number}`, expected: [...one.expectedTraces].sort(), actual: [...actual].sort() },
    ...refused,
  ];
}

/** `ERROR` stands for each way to fail. */
function anyError(token: string): string {
  return /^ERROR_(?:runtime|thrownErrorEvent|deployment)$/.test(token) ? "ERROR" : token;
}

function describe({ code, message, origin }: Diagnostic): string {
  const { line, column } = sourceOf(origin).start;
  return `${line}:${column} ${code}: ${message}`;
}
