/** What commands answer becomes the values of variables: by name, by place, by expression, and only of the declared types. */
import type { JsonObject } from "@rb/ir";
import { type RunOptions, run } from "@rb/kernel";
import { createLibrary, load } from "@rb/loader";
import { expect, test } from "vitest";
import { act, choice, end, idOf, playbook, start, text } from "../packages/parser-cacao/test/playbook-text.js";

const extension = "extension-definition--6f0d9c1e-3b7a-4d52-8e46-1c2b5a9f7d03";
const variables = {
  playbook_variables: { __n__: { type: "integer" }, __x__: { type: "string" }, __y__: { type: "string" } },
};
const manual = { type: "manual", command: "Look." };

async function play(step: object, answers: RunOptions["answers"]) {
  const steps = {
    start: start("a"),
    a: act("c", step),
    c: choice("y", "n", "e"),
    y: act("f"),
    n: act("g"),
    f: end,
    g: end,
    e: end,
  };
  const { bundle, diagnostics, languages } = await load(text(playbook(steps, variables)), { uri: "p.json" });
  expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
  if (bundle === null) throw new Error("not read");
  const records: string[] = [];
  const result = await run(bundle, {
    languages,
    ...(answers && { answers }),
    onRecord: (record) => records.push(JSON.stringify(record)),
  });
  return { result, wrote: records.filter((record) => record.includes('"variablesSet"')).join("\n") };
}

const mapped = (results: object) => ({ step_extensions: { [extension]: { type: "result-mapping", results } } });

test("the member that bears the variable's name", async () => {
  const { result, wrote } = await play({ out_args: ["__x__"] }, { steps: { a: { output: { __x__: "yes" } } } });
  expect(result.status).toBe("completed");
  expect(wrote).toContain('"yes"');
});

test("a place in the result, an expression over it, and an earlier command's result", async () => {
  const step = {
    commands: [manual, manual],
    out_args: ["__x__", "__n__", "__y__"],
    ...mapped({
      __x__: { pointer: "/body/list/1" },
      __n__: { jsonata: "$count(result.body.list)" },
      __y__: { pointer: "", command: 1 },
    }),
  };
  const output = { body: { list: ["no", "yes"] } };
  const { result, wrote } = await play(step, {
    steps: { "a (1 of 2)": { output: "first" }, "a (2 of 2)": { output } },
  });
  expect(result.status).toBe("completed");
  expect(wrote).toContain('["__x__",{"json":"yes"}]');
  expect(wrote).toContain('["__n__",{"json":2}]');
  expect(wrote).toContain('["__y__",{"json":"first"}]');
});

test("a value of another type than the variable's fails the step", async () => {
  const good = await play({ out_args: ["__n__"] }, { steps: { a: { output: { __n__: "12" } } } });
  expect(good.result.status).toBe("completed");
  const bad = await play({ out_args: ["__n__"] }, { steps: { a: { output: { __n__: "a dozen" } } } });
  expect(JSON.stringify(bad.result)).toContain("is not a whole number");
});

test("so does a value from a place in the result, of whichever command", async () => {
  const step = {
    commands: [manual, manual],
    out_args: ["__n__", "__x__"],
    ...mapped({ __n__: { pointer: "/body/count", command: 1 }, __x__: { pointer: "/name" } }),
  };
  const answered = (count: string, name: JsonObject | string) =>
    play(step, { steps: { "a (1 of 2)": { output: { body: { count } } }, "a (2 of 2)": { output: { name } } } });
  expect((await answered("12", "yes")).result.status).toBe("completed");
  expect(JSON.stringify((await answered("a dozen", "yes")).result)).toContain("at /body/count breaks its schema");
  expect(JSON.stringify((await answered("12", { first: "Ann" })).result)).toContain("is an object, and no string");
});

test("so does a value that an expression computes, and the step's way out of failures is taken", async () => {
  const counted = mapped({ __n__: { jsonata: "result.count" } });
  const step = { on_completion: undefined, on_success: "c", on_failure: "g", out_args: ["__n__"], ...counted };
  const good = await play(step, { steps: { a: { output: { count: "12" } } } });
  expect(good.result).toMatchObject({ status: "completed", outputs: { __n__: { json: "12" } } });
  const bad = await play(step, { steps: { a: { output: { count: "a dozen" } } } });
  expect(bad.result).toMatchObject({ status: "completed", outputs: { __n__: { json: null } } });
  const unhandled = await play({ out_args: ["__n__"], ...counted }, { steps: { a: { output: { count: [1] } } } });
  expect(unhandled.result.status).toBe("failed");
  expect(JSON.stringify(unhandled.result)).toContain("What 'a' computes for '__n__' is not a whole number.");
});

test("a playbook that is called gets what in_args name, and gives back what out_args name", async () => {
  const callee = text(
    playbook(
      {
        start: start("b"),
        b: act("e", { commands: [{ type: "manual", command: "Look at __host__:value." }], out_args: ["__found__"] }),
        e: end,
      },
      {
        id: idOf("playbook", "q"),
        playbook_variables: {
          __host__: { type: "ipv4-addr", external: true },
          __found__: { type: "bool", value: null },
        },
      },
    ),
  );
  const call = {
    type: "playbook-action",
    playbook_id: idOf("playbook", "q"),
    in_args: ["__host__"],
    out_args: ["__found__"],
    on_completion: "e",
  };
  const own = { __host__: { type: "ipv4-addr", value: "198.51.100.7" }, __found__: { type: "bool", value: "false" } };
  const { bundle, diagnostics, languages } = await load(
    text(playbook({ start: start("c"), c: call, e: end }, { playbook_variables: own })),
    {
      uri: "main.json",
      resolve: createLibrary([{ uri: "q.json", text: callee }]),
    },
  );
  expect(diagnostics).toEqual([]);
  if (bundle === null) throw new Error("not read");
  const records: string[] = [];
  const { status } = await run(bundle, {
    languages,
    answers: { steps: { b: { output: { __found__: true } } } },
    onRecord: (record) => records.push(JSON.stringify(record)),
  });
  expect(status).toBe("completed");
  expect(records.join("\n")).toContain("Look at 198.51.100.7.");
  expect(
    records.filter((record) => record.includes('"variablesSet"') && record.includes('["__found__",{"json":true}]')),
  ).toHaveLength(2);
});
