import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import { expect, test } from "vitest";
import { everyMember } from "./every-member.js";

const schema = JSON.parse(readFileSync(new URL("../schema/rb-ir.schema.json", import.meta.url), "utf8"));
const validate = new Ajv({ allErrors: false, allowUnionTypes: true }).compile(schema);

type Tree = { [key: string]: Tree };
function broken(change: (bundle: Tree) => void): unknown {
  const copy = JSON.parse(JSON.stringify(everyMember));
  change(copy);
  return copy;
}

test("is what the types say", () => {
  const script = fileURLToPath(new URL("../../../scripts/ir-schema.mjs", import.meta.url));
  expect(() => execFileSync(process.execPath, [script, "--check"], { stdio: "pipe" })).not.toThrow();
});

test("accepts a bundle that uses every member", () => {
  expect(validate(everyMember), JSON.stringify(validate.errors)).toBe(true);
});

test.each<[string, (bundle: Tree) => void]>([
  ["another version", (b) => Object.assign(b, { version: 2 })],
  ["no graphs", (b) => delete b.graphs],
  ["a member that nobody knows", (b) => Object.assign(b, { extra: 1 })],
  ["a node without an origin", (b) => delete b.graphs?.[0]?.nodes?.[0]?.origin],
  ["a node of an unknown kind", (b) => Object.assign(b.graphs?.[0]?.nodes?.[0] as Tree, { kind: "teleport" })],
  ["a value that is two things", (b) => Object.assign(b.graphs?.[0]?.nodes?.[5]?.request as Tree, { json: 1 })],
  ["a join rule that doesn't exist", (b) => Object.assign(b.graphs?.[0]?.nodes?.[1]?.join as Tree, { rule: "some" })],
  ["a flow to a number", (b) => Object.assign(b.graphs?.[0]?.flows?.[0] as Tree, { to: 3 })],
])("refuses %s", (_, change) => {
  expect(validate(broken(change))).toBe(false);
});

test("describes members in the words of the types", () => {
  expect(schema.definitions.Flow.properties.port.description).toBe("Default `out`.");
  expect(schema.definitions.StartNode.description).toMatch(/^An entry\./);
});
