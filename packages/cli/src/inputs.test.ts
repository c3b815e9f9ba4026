import type { Bundle } from "@rb/ir";
import { load } from "@rb/loader";
import { describe, expect, test } from "vitest";
import { Arguments } from "./command.js";
import { type Inputs, readInputs } from "./inputs.js";

async function read(text: string, given: readonly string[]): Promise<Inputs> {
  const { bundle, languages } = await load(text, { uri: "document" });
  return readInputs(new Arguments([], new Map([["input", given]])), bundle as Bundle, languages);
}

const runbook = `apiVersion: rb/v1
kind: Runbook
metadata: { name: r }
inputs:
  host: { type: string, pattern: "^[a-z]+$" }
  count: { type: integer }
  token: { type: string, secret: true }
steps: [{ id: a, run: [echo, "\${{ inputs.host }}", "\${{ inputs.count }}", "\${{ inputs.token }}"] }]
`;

test("all that is wrong is told at once", async () => {
  const all = [
    "Input 'host': It has to be a text that matches ^[a-z]+$.",
    "Input 'count': It has to be a whole number.",
    "Input 'token' is a secret: give a reference such as secret://vault/name, never the value.",
  ];
  await expect(read(runbook, ["host=A1", "count=many", "token=x"])).rejects.toThrow(all.join("\n"));
});

const workflow = (schema: string): string =>
  `id: w\nname: W\n${schema}\nsteps:\n  a: { topic: job.ops.look, input: { case: "\${input.case}" } }\n`;
const closed = workflow(
  "input_schema: { type: object, required: [case, host], properties: { case: { type: string, pattern: '^[0-9]+$' }, host: { $ref: '#/$defs/host' } }, additionalProperties: false, $defs: { host: { type: string } } }",
);
const open = workflow("input_schema: { type: object, properties: { case: { type: string } } }");

describe("members of the one input that a workflow takes", () => {
  test("are given by their names, and read by their schemas", async () => {
    const { inputs, warnings } = await read(closed, ["case=7", "host=12"]);
    expect([inputs, warnings]).toEqual([{ "inputs.input": { case: "7", host: "12" } }, []]);
  });

  test("go into what is given as a whole, and win", async () => {
    const { inputs } = await read(open, ['input={"case": "1", "note": 3}', "case=2"]);
    expect(inputs).toEqual({ "inputs.input": { case: "2", note: 3 } });
  });

  test("may have any name where no schema says otherwise", async () => {
    expect((await read(workflow("version: 1.0.0"), ["case=7"])).inputs).toEqual({ "inputs.input": { case: 7 } });
    expect((await read(open, ["note=7", "__proto__=8"])).inputs).toEqual({
      "inputs.input": Object.fromEntries([
        ["note", 7],
        ["__proto__", 8],
      ]),
    });
  });

  test("that are not declared are told", async () => {
    expect((await read(closed, ["case=7", "host=a", "caze=8"])).warnings).toEqual([
      "The document's input declares no member 'caze'. Did you mean 'case'? All of it can be given as -i input='{…}'.",
    ]);
    expect((await read(open, ["caze=7"])).warnings).toHaveLength(1);
  });

  test("are no part of what is no object", async () => {
    await expect(read(open, ["input=3", "case=7"])).rejects.toThrow("it has no member 'case'");
  });

  test("are all held against the schema", async () => {
    await expect(read(closed, ["case=x", "host=[1]"])).rejects.toThrow(
      "Input 'input' at /case: It does not match the pattern ^[0-9]+$.",
    );
  });
});
