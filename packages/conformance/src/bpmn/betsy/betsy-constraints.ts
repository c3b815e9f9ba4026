/** The suite's models that have to be refused: each breaks a rule, and has to get a diagnostic that states this rule. */
import { join, posix } from "node:path";
import type { Diagnostic, Severity } from "@rb/ir";
import { load } from "@rb/loader";
import type { ConformanceCase, ConformanceSet, Difference } from "../../conformance-set.js";
import { filesBelow, readJson, readText } from "../../corpora.js";
import { describeDiagnostic } from "../../describe-diagnostic.js";
import { saysExecutable } from "../executable.js";
import { ruleCodes } from "../rule-codes.js";
import { sameAs, weightOf } from "../rules.js";
import type { BetsyFile } from "./betsy-case.js";

const FOLDER = "bpmn/betsy";
const CONSTRAINTS = "bpmn_constraints";

export const betsyConstraints: ConformanceSet = {
  name: "betsy-constraints",
  load(corpora) {
    const folder = join(corpora, FOLDER);
    const listed = readJson<BetsyFile>(folder, "expected.json")?.constraints ?? [];
    const ruleOf = new Map(listed.map(({ file, constraint }) => [file, constraint]));
    const found = filesBelow(join(folder, CONSTRAINTS), ".bpmn") ?? [];
    const files = new Set([...ruleOf.keys(), ...found.map((file) => posix.join(CONSTRAINTS, file))]);
    if (files.size === 0) return null;
    return [...files].map((file) => caseOf(folder, file, ruleOf.get(file)));
  },
};

function caseOf(folder: string, file: string, listed: string | undefined): ConformanceCase {
  // A file may be filed under another rule than it is said to break: then it is that one that it shows.
  const filed = posix.basename(posix.dirname(file));
  const rules = [...new Set([...(listed === undefined ? [] : [listed]), filed])].flatMap(sameAs);
  return {
    id: posix.relative(CONSTRAINTS, file),
    async check() {
      const text = readText(folder, file);
      const { diagnostics } = await load(text, { uri: file, format: "bpmn" });
      return differencesOf(listed ?? filed, rules, saysExecutable(text), diagnostics);
    },
  };
}

const ranks: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

function differencesOf(
  rule: string,
  rules: readonly string[],
  isExecutable: boolean,
  diagnostics: readonly Diagnostic[],
): readonly Difference[] {
  const codes = new Set(rules.flatMap((one) => ruleCodes[one] ?? []));
  const weight = weightOf(rule);
  const least = weight === "error" || (weight === "executable" && isExecutable) ? "error" : "warning";
  const states = diagnostics.filter(({ code }) => codes.has(code));
  if (states.some(({ severity }) => ranks[severity] >= ranks[least])) return [];
  return [
    { what: rule, expected: { severity: least, anyOf: [...codes] }, actual: diagnostics.map(describeDiagnostic) },
  ];
}
