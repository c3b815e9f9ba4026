import { expect, test } from "vitest";
import { betsyModels } from "../src/bpmn/betsy/betsy-models.js";
import { definitions, flow, outcomes, process, script, tinyCorpora } from "./tiny-corpora.js";

interface Case {
  readonly expectedTraces: readonly string[];
  readonly variables?: { readonly [name: string]: string | number };
  readonly delayMs?: number;
  readonly startParallelProcessFirst?: boolean;
}

/** What a model comes to whose process is called `Main`: nothing when it passes. */
async function differences(content: string, ...cases: readonly Case[]) {
  const numbered = cases.map((one, index) => ({
    number: index + 1,
    variables: {},
    startParallelProcessFirst: false,
    delayMs: 0,
    ...one,
  }));
  const tests = [{ id: "MODEL", file: "x/Model.bpmn", processId: "Main", cases: numbered }];
  const corpora = tinyCorpora({
    "bpmn/betsy/expected.json": { tests, constraints: [] },
    "bpmn/betsy/x/Model.bpmn": definitions(content),
  });
  return (await outcomes(betsyModels, corpora)).MODEL;
}

/** Scripts one after the other. */
function chain(...tokens: readonly string[]): string {
  const ids = ["start", ...tokens.map((_, index) => `t${index}`), "end"];
  return process(
    "Main",
    [
      '<startEvent id="start"/>',
      ...tokens.map((token, index) => script(`t${index}`, token)),
      '<endEvent id="end"/>',
      ...ids.slice(1).map((id, index) => flow(ids[index] ?? "", id)),
    ].join("\n"),
  );
}

/** Two scripts side by side. */
const sideBySide = (one: string, two: string): string =>
  process(
    "Main",
    `<startEvent id="start"/>${flow("start", "a")}${flow("start", "b")}${script("a", one)}${script("b", two)}`,
  );

test("a model passes when each case logs what it has to, in whatever order", async () => {
  const model = chain("CREATE_LOG_FILE", "SCRIPT_task2", "SCRIPT_task1", "SCRIPT_task2");
  expect(await differences(model, { expectedTraces: ["SCRIPT_task1", "SCRIPT_task2", "SCRIPT_task2"] })).toEqual([]);
});

test("each case that logs something else is told with what it has to log", async () => {
  const model = chain("SCRIPT_task1");
  expect(
    await differences(
      model,
      { expectedTraces: ["SCRIPT_task1"] },
      { expectedTraces: ["SCRIPT_task1", "SCRIPT_task1"] },
    ),
  ).toEqual([{ what: "case 2", expected: ["SCRIPT_task1", "SCRIPT_task1"], actual: ["SCRIPT_task1"] }]);
});

test("variables come from the case, and scripts change them", async () => {
  const model = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "add")}
    <scriptTask id="add"><standardLoopCharacteristics><loopCondition>integerVariable&lt;3</loopCondition></standardLoopCharacteristics>
    <script>INCREMENT_INTEGER_VARIABLE_AND_LOG</script></scriptTask>`,
  );
  const once = ["INCREMENT_correct"];
  expect(
    await differences(
      model,
      { variables: { integerVariable: 3 }, expectedTraces: once },
      { variables: { integerVariable: 0 }, expectedTraces: [...once, ...once, ...once] },
    ),
  ).toEqual([]);
});

test.each([
  ["a variable", "", "", ""],
  [
    "data associations",
    '<dataObject id="o" name="o"/>',
    `<ioSpecification><dataOutput id="do" name="made"/><inputSet/><outputSet><dataOutputRefs>do</dataOutputRefs></outputSet></ioSpecification>
     <dataOutputAssociation><sourceRef>do</sourceRef><targetRef>o</targetRef></dataOutputAssociation>`,
    `<ioSpecification><dataInput id="di" name="given"/><inputSet><dataInputRefs>di</dataInputRefs></inputSet><outputSet/></ioSpecification>
     <dataInputAssociation><sourceRef>o</sourceRef><targetRef>di</targetRef></dataInputAssociation>`,
  ],
])("data is set and read by way of %s", async (_, declared, output, input) => {
  const model = process(
    "Main",
    `${declared}<startEvent id="start"/>${flow("start", "set")}${flow("set", "log")}
    <scriptTask id="set">${output}<script>SET_STRING_DATA</script></scriptTask>
    <scriptTask id="log">${input}<script>LOG_DATA</script></scriptTask>`,
  );
  expect(await differences(model, { expectedTraces: ["DATA_correct"] })).toEqual([]);
});

test("data that was never set is not logged", async () => {
  expect(await differences(chain("LOG_DATA"), { expectedTraces: [] })).toEqual([]);
});

test("the marker is logged where it is looked for, and only if it was made", async () => {
  const marked = chain("CREATE_MARKER_FILE");
  expect(await differences(marked, { expectedTraces: ["MARKER_exists"] }, { expectedTraces: [] })).toEqual([]);
  expect(await differences(chain("SCRIPT_task1"), { expectedTraces: ["MARKER_exists", "SCRIPT_task1"] })).toEqual([
    { what: "case 1", expected: ["MARKER_exists", "SCRIPT_task1"], actual: ["SCRIPT_task1"] },
  ]);
});

test("scripts that take their time run in parallel, or don't", async () => {
  const parallel = { expectedTraces: ["EXECUTION_parallel"] };
  expect(await differences(sideBySide("CREATE_TIMESTAMP_LOG_1", "CREATE_TIMESTAMP_LOG_2"), parallel)).toEqual([]);
  const [difference] = (await differences(chain("CREATE_TIMESTAMP_LOG_1", "CREATE_TIMESTAMP_LOG_2"), parallel)) ?? [];
  expect(difference?.actual).toEqual([]);
});

test("an error that nobody catches is told by its kind, or as any", async () => {
  const thrown = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "end")}<endEvent id="end"><errorEventDefinition errorRef="e"/></endEvent>`,
  );
  const model = `<error id="e" errorCode="E"/>${thrown}`;
  expect(
    await differences(model, { expectedTraces: ["ERROR_thrownErrorEvent"] }, { expectedTraces: ["ERROR"] }),
  ).toEqual([]);
  expect(await differences(chain("THROW_ERROR"), { expectedTraces: ["ERROR_runtime"] })).toEqual([]);
});

test("the error of a script is caught by its code", async () => {
  const model = `<error id="e" errorCode="ERR_CODE"/>${process(
    "Main",
    `<startEvent id="start"/>${flow("start", "t")}${script("t", "THROW_ERROR")}${flow("t", "never")}
    <boundaryEvent id="b" attachedToRef="t"><errorEventDefinition errorRef="e"/></boundaryEvent>${flow("b", "caught")}
    ${script("never", "SCRIPT_task1")}${script("caught", "SCRIPT_task2")}`,
  )}`;
  expect(await differences(model, { expectedTraces: ["SCRIPT_task2"] })).toEqual([]);
});

test("a choice without a way out fails the run; a join that waits for ever doesn't", async () => {
  const choice = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "g")}<exclusiveGateway id="g"/>${flow("g", "t", "test == 'a'")}${script("t", "SCRIPT_task1")}
    ${flow("g", "u", "test == 'b'")}${script("u", "SCRIPT_task2")}`,
  );
  expect(await differences(choice, { variables: { test: "c" }, expectedTraces: ["ERROR_runtime"] })).toEqual([]);
  const join = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "t")}${script("t", "SCRIPT_task1")}${flow("t", "x")}<exclusiveGateway id="x"/>
    ${flow("x", "j", "test == 'a'")}${flow("x", "u", "test == 'b'")}${script("u", "SCRIPT_task2")}${flow("u", "j")}
    <parallelGateway id="j"/>${flow("j", "end")}<endEvent id="end"/>`,
  );
  expect(await differences(join, { variables: { test: "a" }, expectedTraces: ["SCRIPT_task1"] })).toEqual([]);
});

test("timers are waited for as long as the case says, and no longer", async () => {
  const timer = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "wait")}${flow("wait", "t")}${script("t", "SCRIPT_task1")}
    <intermediateCatchEvent id="wait"><timerEventDefinition><timeDuration>PT5S</timeDuration></timerEventDefinition></intermediateCatchEvent>`,
  );
  expect(
    await differences(
      timer,
      { delayMs: 5000, expectedTraces: ["SCRIPT_task1"] },
      { delayMs: 4999, expectedTraces: [] },
    ),
  ).toEqual([]);
});

test("work that takes longer than a timer on its boundary is interrupted", async () => {
  const model = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "long")}${script("long", "WAIT_TEN_SECONDS")}${flow("long", "after")}${script("after", "SCRIPT_task1")}
    <boundaryEvent id="b" attachedToRef="long"><timerEventDefinition><timeDuration>PT2S</timeDuration></timerEventDefinition></boundaryEvent>
    ${flow("b", "instead")}${script("instead", "SCRIPT_task2")}`,
  );
  expect(await differences(model, { delayMs: 12_000, expectedTraces: ["SCRIPT_task2"] })).toEqual([]);
});

test("the parallel process is started first where the case says so", async () => {
  const catching = (id: string) =>
    `<intermediateCatchEvent id="${id}"><signalEventDefinition signalRef="s"/></intermediateCatchEvent>`;
  const model = `<signal id="s" name="s"/>
    ${process("Main", `<startEvent id="m1"/>${flow("m1", "m2")}<endEvent id="m2"><signalEventDefinition signalRef="s"/></endEvent>`)}
    ${process("ParallelProcess", `<startEvent id="p1"/>${flow("p1", "p2")}${catching("p2")}${flow("p2", "p3")}${script("p3", "SCRIPT_task1")}`)}`;
  expect(
    await differences(
      model,
      { startParallelProcessFirst: true, expectedTraces: ["SCRIPT_task1"] },
      { startParallelProcessFirst: false, expectedTraces: [] },
    ),
  ).toEqual([]);
});

test("a model that is refused has not been deployed", async () => {
  const model = process("Main", `<startEvent id="start"/>${flow("start", "nowhere")}`);
  expect(await differences(model, { expectedTraces: ["ERROR_deployment"] }, { expectedTraces: ["ERROR"] })).toEqual([]);
  const [difference, load] = (await differences(model, { expectedTraces: ["SCRIPT_task1"] })) ?? [];
  expect(difference?.actual).toEqual(["ERROR_deployment"]);
  expect(load?.actual).toEqual([expect.stringContaining("bpmn/dangling-sequence-flow")]);
});

test("a token that the table doesn't have is an exception, not nothing", async () => {
  await expect(differences(chain("DANCE"), { expectedTraces: [] })).rejects.toThrow("'DANCE'");
});

test("a model that goes round for ever comes to an end", async () => {
  const model = process(
    "Main",
    `<startEvent id="start"/>${flow("start", "g")}<exclusiveGateway id="g"/>${flow("g", "t")}${script("t", "CREATE_LOG_FILE")}${flow("t", "g")}`,
  );
  expect(await differences(model, { expectedTraces: ["ERROR_runtime"] })).toEqual([]);
});
