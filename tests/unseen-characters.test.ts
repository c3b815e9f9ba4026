import { bpmnOf, cacaoOf } from "@rb/convert";
import { runbookOf } from "@rb/convert/runbook";
import { type Bundle, eachNode } from "@rb/ir";
import { parseBpmn } from "@rb/parser-bpmn";
import { parseCacao } from "@rb/parser-cacao";
import { parseRunbook } from "@rb/parser-runbook";
import { describe, expect, test } from "vitest";

const unseen = "\u061c\u200b\u200d\u200f\u202a\u202e\u2060\u2064\u2066\u2069";
const name = `a${unseen}b`;
const runbook = {
  apiVersion: "rb/v1",
  kind: "Runbook",
  metadata: { name: "r", title: name },
  steps: [{ id: "s", name, manual: `Look at ${name}` }],
};
const ascii = (text: string): string =>
  text.replaceAll(/[^ -~]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, "0")}`);
const { bundle, diagnostics } = parseRunbook(ascii(JSON.stringify(runbook)), { uri: "r.yaml" });

test("the runbook can be read", () => {
  expect(diagnostics).toEqual([]);
});

function names(read: Bundle | null): readonly (string | undefined)[] {
  const found: (string | undefined)[] = [read?.graphs[0]?.name];
  if (read !== null) eachNode(read, (node) => void (node.kind === "action" && found.push(node.name)));
  return found;
}

describe("what nobody sees is written as an escape, and read back as it was", () => {
  test.each([
    ["BPMN", (given: Bundle) => bpmnOf(given), (text: string) => parseBpmn(text, { uri: "x" })],
    ["CACAO", (given: Bundle) => cacaoOf(given), (text: string) => parseCacao(text, { uri: "x" })],
    ["YAML", (given: Bundle) => runbookOf(given), (text: string) => parseRunbook(text, { uri: "x" })],
  ])("%s", (_, write, read) => {
    const { text } = write(bundle as Bundle);
    expect(text).toMatch(/202e/);
    expect(text).not.toMatch(/[\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/);
    expect(names(bundle)).toEqual([name, name]);
    expect(names(read(text as string).bundle)).toEqual([name, name]);
  });
});
