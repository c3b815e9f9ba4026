/** Documents that others call are found in directories. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { build, here, rb } from "./rb.js";

let folder = "";
let main = "";

/** The callee lies below the library, under a name that says nothing. */
beforeAll(() => {
  build();
  folder = mkdtempSync(join(tmpdir(), "rb-library-"));
  const callee = JSON.parse(readFileSync(join(here, "fixtures/lost-laptop.json"), "utf8")) as {
    id: string;
    created_by: string;
  };
  mkdirSync(join(folder, "team"));
  writeFileSync(join(folder, "team", "x.json"), JSON.stringify(callee));
  writeFileSync(join(folder, "notes.json"), "[1, 2");
  const [start, call, end] = ["start", "playbook-action", "end"].map(
    (type, index) => `${type}--00000000-0000-4000-8000-00000000000${index}`,
  );
  const playbook = {
    ...{
      type: "playbook",
      spec_version: "cacao-2.0",
      id: "playbook--00000000-0000-4000-8000-00000000000f",
      name: "caller",
    },
    ...{
      created_by: callee.created_by,
      created: "2024-01-01T00:00:00.000Z",
      modified: "2024-01-01T00:00:00.000Z",
      workflow_start: start,
    },
    workflow: {
      [start as string]: { type: "start", on_completion: call },
      [call as string]: { type: "playbook-action", name: "call it", playbook_id: callee.id, on_completion: end },
      [end as string]: { type: "end" },
    },
  };
  main = join(folder, "main.json");
  writeFileSync(main, JSON.stringify(playbook));
}, 60_000);
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("puts the callee into the bundle", () => {
  const { code, stdout } = rb(["ir", main, "--library", folder]);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { graphs: unknown[] }).graphs).toHaveLength(2);
});

it("has the schemas that a workflow names, by their own names or by those of a manifest", () => {
  const pack = join(folder, "pack");
  mkdirSync(join(pack, "schemas"), { recursive: true });
  const own = { $schema: "https://json-schema.org/draft/2020-12/schema", $id: "pack/Out", type: "object" };
  writeFileSync(join(pack, "schemas", "out.json"), JSON.stringify(own));
  const input = { required: ["n"], properties: { n: { $ref: "#/$defs/n" } }, $defs: { n: { type: "integer" } } };
  writeFileSync(join(pack, "schemas", "in.json"), JSON.stringify(input));
  const listed = "[{ id: pack/In, path: schemas/in.json }, { id: pack/Gone, path: ../../gone.json }]";
  writeFileSync(join(pack, "pack.yaml"), `apiVersion: packs/v1\nkind: Pack\nresources: { schemas: ${listed} }\n`);
  const workflow = join(pack, "w.yaml");
  writeFileSync(
    workflow,
    "id: w\nsteps:\n  a: { topic: job.a, input_schema_id: pack/In, output_schema_id: pack/Out }\n  b: { topic: job.b, input_schema_id: pack/Gone }\n",
  );
  const { stdout } = rb(["validate", workflow, "--library", pack]);
  expect(stdout.match(/runbook\/schema-not-checked/g)).toHaveLength(1);
  expect(stdout).toContain("w.yaml:4:");
  const run = rb(["run", workflow, "--library", pack, "-i", 'input={"n":"x"}']);
  expect(run.code).toBe(1);
  expect(run.stdout).toContain("The input of 'a' at /input/n breaks its schema");
});

it("says what it does not find", () => {
  mkdirSync(join(folder, "empty"), { recursive: true });
  const { code, stdout } = rb(["validate", main, "--library", join(folder, "empty")]);
  expect(code).toBe(0);
  expect(stdout).toContain("loader/unknown-callee");
});

it("refuses a library that isn't there", () => {
  const { code, stderr } = rb(["validate", main, "--library", join(folder, "gone")]);
  expect(code).toBe(2);
  expect(stderr).toContain("There is no directory");
});
