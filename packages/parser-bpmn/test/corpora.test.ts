import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { parseBpmn } from "../src/index.js";

const corpora = fileURLToPath(new URL("../../../../shared/corpora/bpmn/", import.meta.url));

function documents(folder: string): readonly string[] {
  if (!existsSync(corpora + folder)) return [];
  const names = readdirSync(corpora + folder, { recursive: true, encoding: "utf8" });
  return names.filter((name) => name.endsWith(".bpmn")).map((name) => `${folder}/${name}`);
}

function errors(file: string): readonly string[] {
  const { bundle, diagnostics } = parseBpmn(readFileSync(corpora + file, "utf8"), { uri: file });
  expect(bundle).not.toBeNull();
  return diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
}

const severe = 97;
const expected = { "soar-workflows": 43, "miwg-reference": 21, "token-simulation": 55, betsy: 85 };
const constraints = documents("betsy").filter((name) => name.includes("bpmn_constraints"));

/** Models that break a rule without which no engine could run them alone. The simulated ones are run by sending them their messages. */
const deserved: readonly (readonly [RegExp, string])[] = [
  [/LoopTask_NegativeLoopMaximum/, "bpmn/loop-maximum"],
  [/Token_CompletionQuantity_Zero/, "bpmn/quantity-below-one"],
  [/Simulator\.sub-process-multiple-starts/, "bpmn/message-missing"],
  [/event-based-gateway-multiple-events/, "bpmn/message-missing"],
  [/Simulator\.sub-process-multiple-starts/, "bpmn/conditional-without-condition"],
];

describe.each(Object.entries(expected))("%s", (folder, count) => {
  const files = documents(folder).filter((name) => !constraints.includes(name));
  test.skipIf(files.length === 0)(`all ${count} load`, () => expect(files).toHaveLength(count));
  test.each(files)("%s", (file) => {
    const refused = deserved.filter(([name]) => name.test(file)).map(([, code]) => code);
    expect([...new Set(errors(file))].sort()).toEqual(refused.sort());
  });
});

describe("models that break a rule", () => {
  /** Rules that leave a process without a meaning; breaking any other is a matter of quality. */
  const fatal =
    /EXT(?:002|003|007|021|028|036|054|055|059|061|062|068|071|082|093|098|099|100|106|112|122|130|131|132|138|146|147|148|149|152)|REF/;
  const files = constraints.filter((name) => fatal.test(name));
  test.skipIf(files.length === 0)(`all ${severe} are here`, () => expect(files).toHaveLength(severe));
  test.each(files)("%s is refused", (file) => {
    expect(errors(file)).not.toEqual([]);
  });
});
