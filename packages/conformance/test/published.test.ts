import { expect, test } from "vitest";
import { publishedModels } from "../src/bpmn/published-models.js";
import { cacaoPlaybooks } from "../src/cacao/playbooks.js";
import { definitions, flow, outcomes, process, tinyCorpora } from "./tiny-corpora.js";

const models = publishedModels("some-models");
const end = '<endEvent id="end"/>';

test("a model passes that loads and runs dry to its end", async () => {
  const good = definitions(
    process("P", `<startEvent id="start"/>${flow("start", "t")}<task id="t"/>${flow("t", "end")}${end}`),
  );
  const corpora = tinyCorpora({ "bpmn/some-models/a/good one.bpmn": good });
  expect(await outcomes(models, corpora)).toEqual({ "a/good one.bpmn": [] });
});

test("a model fails that gets an error", async () => {
  const text = definitions(process("P", `<startEvent id="start"/>${flow("start", "nowhere")}`));
  const corpora = tinyCorpora({ "bpmn/some-models/bad.bpmn": text });
  expect((await outcomes(models, corpora))["bad.bpmn"]).toEqual([
    {
      what: "errors",
      expected: [],
      actual: [expect.stringMatching(/^error bpmn\/dangling-sequence-flow at \d+:\d+$/)],
    },
  ]);
});

test("a rule about executable processes is deserved by one that says so, and by no other", async () => {
  const text = (executable: boolean) =>
    definitions(`<process id="P" isExecutable="${executable}"><startEvent id="start"/>${flow("start", "wait")}
      <intermediateCatchEvent id="wait"><timerEventDefinition><timeDate>soon</timeDate></timerEventDefinition></intermediateCatchEvent></process>`);
  const corpora = tinyCorpora({ "bpmn/some-models/yes.bpmn": text(true), "bpmn/some-models/no.bpmn": text(false) });
  const { "yes.bpmn": yes, "no.bpmn": no } = await outcomes(models, corpora);
  expect(yes).toEqual([]);
  expect(no?.filter(({ what }) => what === "errors")).toEqual([]);
});

test("a document without a graph fails", async () => {
  const corpora = tinyCorpora({ "bpmn/some-models/empty.bpmn": definitions("") });
  const differences = (await outcomes(models, corpora))["empty.bpmn"];
  expect(differences?.map(({ what }) => what)).toEqual(["errors", "load"]);
});

test("a playbook passes that runs to its end, or that is refused with a place", async () => {
  const playbook = (step: object) => ({
    type: "playbook",
    spec_version: "cacao-2.0",
    id: "playbook--6f8ccd1c-1c40-4a2c-b0b0-6a4c1e0cd2a1",
    name: "Ours",
    created_by: "identity--6f8ccd1c-1c40-4a2c-b0b0-6a4c1e0cd2a2",
    created: "2024-01-01T00:00:00.000Z",
    modified: "2024-01-01T00:00:00.000Z",
    workflow_start: "start--6f8ccd1c-1c40-4a2c-b0b0-6a4c1e0cd2a3",
    workflow: { "start--6f8ccd1c-1c40-4a2c-b0b0-6a4c1e0cd2a3": { type: "start", ...step } },
  });
  const corpora = tinyCorpora({
    "cacao/playbooks/index.json": [],
    "cacao/playbooks/head/bad.json": JSON.stringify(playbook({ on_completion: "end--none" }), null, 2),
    "cacao/playbooks/head/broken.json": "{",
  });
  expect(await outcomes(cacaoPlaybooks, corpora)).toEqual({ "head/bad.json": [], "head/broken.json": [] });
});
