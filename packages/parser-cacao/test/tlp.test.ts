import { expect, it } from "vitest";
import { parseCacao } from "../src/index.js";
import { playbook } from "./playbook-text.js";

const red = "marking-tlp--e828b379-4e03-4974-9ac4-e53a884c97c1";
const own = (letter: string): string => `marking-tlp--${letter.repeat(8)}-0000-4000-8000-000000000000`;
const iep = "marking-iep--00000000-0000-4000-8000-000000000000";
const statement = "marking-statement--00000000-0000-4000-8000-000000000000";
const tlp = (level: string): object => ({ type: "marking-tlp", tlpv2_level: level });

it.each([
  ["nothing", [], {}, undefined],
  ["one level", [own("a")], { [own("a")]: tlp("TLP:GREEN") }, "TLP:GREEN"],
  [
    "several levels: the narrowest",
    [own("a"), own("b")],
    { [own("a")]: tlp("TLP:CLEAR"), [own("b")]: tlp("TLP:AMBER+STRICT") },
    "TLP:AMBER+STRICT",
  ],
  ["a marking of the standard that isn't defined here", [red], {}, "TLP:RED"],
  ["a marking of the standard that is defined as another", [red], { [red]: tlp("TLP:CLEAR") }, "TLP:RED"],
  ["a marking that is defined nowhere", [own("a")], {}, own("a")],
  ["a level that is none", [own("a")], { [own("a")]: tlp("TLP:PINK") }, "TLP:PINK"],
  ["a level beside one that is none", [red, own("a")], { [own("a")]: { type: "marking-tlp" } }, own("a")],
  ["a level of the protocol's first version", [iep], { [iep]: { type: "marking-iep", tlp: "WHITE" } }, "TLP:CLEAR"],
  ["a statement", [statement], { [statement]: { type: "marking-statement", statement: "©" } }, undefined],
  ["a level that nothing is marked with", [], { [own("a")]: tlp("TLP:RED") }, undefined],
])("%s", (_, markings, definitions, label) => {
  const steps = { start: { type: "start", on_completion: "end" }, end: { type: "end" } };
  const text = JSON.stringify(playbook(steps, { markings, data_marking_definitions: definitions }));
  const { bundle } = parseCacao(text, { uri: "x.json" });
  expect(bundle?.graphs[0]?.meta?.labels).toEqual(label === undefined ? undefined : { tlp: label });
});
