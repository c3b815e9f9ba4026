import { expect, test } from "vitest";
import { load } from "./load.js";

const flow = (when: string): string =>
  `apiVersion: rb/v1
kind: Runbook
metadata: { name: t }
flow:
  - id: ask
    kind: gateway
    routing: { take: first }
    then:
      - when: ${when}
        to: end
      - { otherwise: true, to: end }
  - { id: end, kind: end }
`;

async function findings(text: string) {
  const { diagnostics } = await load(text, { uri: "t" });
  return diagnostics.map(({ code, origin, message, help }) => ({
    code,
    line: origin.kind === "source" ? origin.start.line : null,
    text: `${message} ${help ?? ""}`,
  }));
}

test.each([
  ["feel", "verdict == 3 then", /'feel'/],
  ["juel", '"${verdict ="', /'juel'/],
])("what is no expression of %s is told where it stands", async (language, written, says) => {
  expect(await findings(flow(`{ language: ${language}, text: ${written} }`))).toEqual([
    { code: "loader/invalid-expression", line: 9, text: expect.stringMatching(says) },
  ]);
});

test.each([
  ["juell", /no language 'juell'.*Did you mean 'juel'.*feel, jsonata/],
  ["python", /no language 'python'.*There are cacao-type/],
])("that there is no language %s is told, with those that there are", async (language, says) => {
  expect(await findings(flow(`{ language: ${language}, text: a }`))).toEqual([
    { code: "loader/unknown-language", line: 9, text: expect.stringMatching(says) },
  ]);
});

test("what is an expression is none of anybody's business", async () => {
  expect(await findings(flow('{ language: feel, text: "verdict = 3" }'))).toEqual([]);
});

test("what the parser has checked is told once", async () => {
  const found = await findings(flow('"${{ 1 + }}"'));
  expect(found.map(({ code }) => code)).toEqual([expect.stringMatching(/^runbook\//)]);
  const written = await findings(flow("{ language: jsonata, text: 1 + }"));
  expect(written.map(({ code }) => code)).toEqual([expect.stringMatching(/^runbook\//)]);
});

test("expressions of a graph are checked, whatever language they are in", async () => {
  const { bundle } = await load(flow('"${{ verdict = 3 }}"'), { uri: "t" });
  const text = JSON.stringify(bundle).replace("verdict =", "verdict + =");
  expect(text).toContain("verdict + =");
  expect((await findings(text)).map(({ code }) => code)).toEqual(["loader/invalid-expression"]);
});

test("the same mistake again is the same one", async () => {
  const again = flow("{ language: feel, text: 1 + }").replace(
    "      - { otherwise",
    "      - { when: { language: feel, text: 1 + }, to: end }\n      - { otherwise",
  );
  expect(await findings(again)).toHaveLength(1);
});
