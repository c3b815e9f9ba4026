/** bpmn-engine: every step is a service task; the XML has been read before. */
import { Engine } from "bpmn-engine";
import { count, noop } from "./work.mjs";

const task = (id, service) => `<serviceTask id="${id}" implementation="\${environment.services.${service}}" />`;
const flow = (from, to, content = "") =>
  `<sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}">${content}</sequenceFlow>`;
const numbered = (number, make) => Array.from({ length: number }, (_, index) => make(index));

const xml = (elements) => `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
  id="definitions" targetNamespace="urn:bench">
<process id="process" isExecutable="true">${elements.join("\n")}</process></definitions>`;

function sequence(steps) {
  const ids = ["start", ...numbered(steps, (index) => `step_${index}`), "end"];
  return xml([
    '<startEvent id="start" />',
    ...numbered(steps, (index) => task(`step_${index}`, "noop")),
    '<endEvent id="end" />',
    ...numbered(steps + 1, (index) => flow(ids[index], ids[index + 1])),
  ]);
}

function fanOut(width) {
  return xml([
    '<startEvent id="start" /><parallelGateway id="fork" /><parallelGateway id="join" /><endEvent id="end" />',
    flow("start", "fork"),
    ...numbered(width, (index) => task(`step_${index}`, "noop")),
    ...numbered(width, (index) => flow("fork", `step_${index}`) + flow(`step_${index}`, "join")),
    flow("join", "end"),
  ]);
}

function cycle() {
  const condition =
    '<conditionExpression xsi:type="tFormalExpression">${environment.services.again()}</conditionExpression>';
  return xml([
    '<startEvent id="start" /><exclusiveGateway id="again" default="again-end" /><endEvent id="end" />',
    task("count", "count"),
    flow("start", "again"),
    flow("again", "count", condition),
    flow("again", "end"),
    flow("count", "again"),
  ]);
}

/** What the engine keeps of a source once it has read it; an engine that is given this reads nothing. */
async function read(source) {
  const [definition] = await new Engine({ source }).getDefinitions();
  return definition.environment.options.source;
}

async function complete(sourceContext, rounds) {
  let i = 0;
  const services = {
    noop: (_scope, done) => void noop().then(() => done(null)),
    count: (_scope, done) =>
      void count(i).then((next) => {
        i = next;
        done(null);
      }),
    again: () => i < rounds,
  };
  const engine = new Engine({ sourceContext, services });
  const ended = engine.waitFor("end");
  await engine.execute();
  await ended;
}

const single = (makeSource) => (size) => {
  const source = read(makeSource(size));
  return async () => complete(await source, size);
};

export const shapes = {
  sequence: single(sequence),
  fanOut: single(fanOut),
  cycle: single(cycle),
  concurrent: (runs, stepsEach) => {
    const source = read(sequence(stepsEach));
    return async () => {
      const sourceContext = await source;
      await Promise.all(Array.from({ length: runs }, () => complete(sourceContext)));
    };
  },
};
