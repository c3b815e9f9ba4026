import { IR_VERSION, type JsonObject } from "@rb/ir";
import { expect, test } from "vitest";
import { validityWarnings } from "./validity.js";

const nowMs = Date.parse("2026-03-01T12:00:00.000Z");
const warnings = (...authors: readonly JsonObject[]): readonly string[] => {
  const graphs = authors.map((author, index) => ({
    id: `g${index}`,
    name: `g${index}`,
    region: { entries: [] },
    nodes: [],
    flows: [],
    origin: { kind: "source", uri: "p.json", pointer: "", start: { line: 1, column: 1 } },
    meta: { author },
  }));
  return validityWarnings({ version: IR_VERSION, main: "g0", graphs: graphs as never }, nowMs);
};
const cacao = { spec_version: "cacao-2.0" };

test.each([
  [{}, undefined],
  [{ revoked: false }, undefined],
  [{ revoked: true, valid_until: "2020-01-01T00:00:00.000Z" }, /^'g0' was revoked/],
  [{ valid_from: "2026-03-01T12:00:00.000Z", valid_until: "2026-03-01T12:00:00.001Z" }, undefined],
  [{ valid_from: "2026-03-01T12:00:00.001Z" }, /^'g0' is not to be run before 2026-03-01T12:00:00.001Z/],
  [{ valid_until: "2026-03-01T12:00:00.000Z" }, /^'g0' was to be run until 2026-03-01T12:00:00.000Z/],
  [{ valid_from: "soon", valid_until: 5 }, undefined],
])("%j", (members, warning) => {
  const said = warnings({ ...cacao, ...members });
  expect(said).toEqual(warning === undefined ? [] : [expect.stringMatching(warning)]);
});

test("playbooks that are called count as well; other formats have words of their own", () => {
  expect(warnings(cacao, { ...cacao, revoked: true })).toEqual([expect.stringContaining("'g1' was revoked")]);
  expect(warnings({ revoked: true })).toEqual([]);
});
