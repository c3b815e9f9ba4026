import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { build, rb } from "./rb.js";

let scratch = "";
const file = (name: string, content: string): string => {
  const path = join(scratch, name);
  writeFileSync(path, content);
  return path;
};

beforeAll(() => {
  build();
  scratch = mkdtempSync(join(tmpdir(), "rb-authoring-"));
}, 60_000);
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const untidy = "kind: Runbook\napiVersion: rb/v1\nmetadata: { name: a }\nsteps:\n  - run: [ls] # all\n    id: look\n";
const tidy = "apiVersion: rb/v1\nkind: Runbook\nmetadata: { name: a }\nsteps:\n  - id: look\n    run: [ls] # all\n";

describe("rb fmt", () => {
  test("lays a file out in its place, and has nothing more to do then", () => {
    const path = file("untidy.runbook.yaml", untidy);
    expect(rb(["fmt", "--check", path])).toMatchObject({ code: 1, stdout: `${path} is laid out otherwise.\n` });
    expect(readFileSync(path, "utf8")).toBe(untidy);
    expect(rb(["fmt", path])).toMatchObject({ code: 0, stdout: "" });
    expect(readFileSync(path, "utf8")).toBe(tidy);
    expect(rb(["fmt", "--check", path])).toMatchObject({ code: 0 });
  });

  test("leaves alone what it can't read, and says why", () => {
    const path = file("broken.runbook.yaml", "apiVersion: rb/v1\nsteps: [\n");
    const { code, stderr } = rb(["fmt", path]);
    expect(code).toBe(1);
    expect(stderr).toContain("runbook/yaml-syntax");
    expect(rb(["fmt", "fixtures/invoice.bpmn"])).toMatchObject({ code: 2, stderr: expect.stringContaining("BPMN") });
  });
});

describe("rb schema", () => {
  test("is draft 2020-12, or what editors know", () => {
    expect(JSON.parse(rb(["schema", "runbook"]).stdout)).toMatchObject({
      $schema: "https://json-schema.org/draft/2020-12/schema",
      properties: { steps: { description: expect.any(String) } },
    });
    for (const kind of ["runbook", "runbook-v0", "task-pack", "workflow", "cacao", "graph"]) {
      const { code, stdout } = rb(["schema", kind, "--draft", "draft-07"]);
      expect(code).toBe(0);
      expect(JSON.parse(stdout)).toMatchObject({ $schema: expect.stringContaining("draft-07") });
    }
  });

  test("says what there is", () => {
    expect(rb(["schema", "bpmn"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("runbook, runbook-v0, task-pack, workflow, cacao, graph"),
    });
    expect(rb(["schema", "graph", "--draft", "2020-12"])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("draft-07 only"),
    });
  });
});
