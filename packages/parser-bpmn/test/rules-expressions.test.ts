import { expect, test } from "vitest";
import { checkRuleCases, drawn, executable, findings, flow, marked, type RuleCase } from "./rule-cases.js";

const formal = ' xsi:type="tFormalExpression"';
/** Everything that holds an expression which may be natural language: what is around it, so that it stands on line 4. */
const holders: readonly (readonly [element: string, around: (expression: string) => string, value: string])[] = [
  ["conditionExpression", (one) => `${flow("t", "e", one)}`.replace("t-e", "second"), "a > 1"],
  ["loopCondition", (one) => task(`<standardLoopCharacteristics>${one}</standardLoopCharacteristics>`), "a > 1"],
  [
    "loopCardinality",
    (one) => task(`<multiInstanceLoopCharacteristics>${one}</multiInstanceLoopCharacteristics>`),
    "3",
  ],
  [
    "completionCondition",
    (one) =>
      task(
        `<multiInstanceLoopCharacteristics><loopCardinality${formal}>3</loopCardinality>${one}</multiInstanceLoopCharacteristics>`,
      ),
    "a > 1",
  ],
  ["activationCondition", (one) => complex(one), "a > 1"],
  ["condition", (one) => catching(`<conditionalEventDefinition>${one}</conditionalEventDefinition>`), "a > 1"],
  ["from", (one) => task(assignment(`${one}<to${formal}>i</to>`)), "a"],
  ["to", (one) => task(assignment(`<from${formal}>a</from>${one}`)), "i"],
];
const timers: typeof holders = [
  ["timeDate", (one) => catching(`<timerEventDefinition>${one}</timerEventDefinition>`), "2030-01-01T00:00:00Z"],
  ["timeDuration", (one) => catching(`<timerEventDefinition>${one}</timerEventDefinition>`), "PT1H"],
  ["timeCycle", (one) => catching(`<timerEventDefinition>${one}</timerEventDefinition>`), "R3/PT1H"],
];

function task(content: string): string {
  return `<task id="u">${content}</task>${flow("t", "u")}${flow("u", "e")}`;
}
function catching(definition: string): string {
  return `<intermediateCatchEvent id="u">${definition}</intermediateCatchEvent>${flow("t", "u")}${flow("u", "e")}`;
}
function complex(content: string): string {
  const gateway = `<complexGateway id="u">${content}</complexGateway>`;
  return `${gateway}${flow("t", "u")}${flow("s", "u")}${flow("u", "e")}`;
}
function assignment(content: string): string {
  const set = "<inputSet><dataInputRefs>i</dataInputRefs></inputSet><outputSet/>";
  return `<ioSpecification><dataInput id="i"/>${set}</ioSpecification><dataInputAssociation><targetRef>i</targetRef><assignment>${content}</assignment></dataInputAssociation>`;
}
const write = (element: string, value: string, attributes = ""): string =>
  `<${element}${attributes}>${value.replaceAll(">", "&gt;")}</${element}>`;

const holding = [...holders, ...timers];
const conditions = holders.filter(([element]) => /[cC]ondition/.test(element));

const untyped: readonly RuleCase[] = holding.map(([element, around, value]) =>
  marked(
    `an untyped ${element}`,
    executable(around(`^${write(element, value)}`)),
    "warning expression-untyped",
    executable(around(write(element, value, formal))),
  ),
);
/** A conditional event without a condition has a rule of its own, and no number of instances is another mistake. */
const empty: readonly RuleCase[] = holding
  .filter(([element]) => element !== "condition" && element !== "loopCardinality")
  .map(([element, around, value]) =>
    marked(
      `a formal ${element} that is empty`,
      executable(around(`^${write(element, " ", formal)}`)),
      "error expression-empty",
      executable(around(write(element, value, formal))),
    ),
  );
const words: readonly RuleCase[] = conditions.map(([element, around]) =>
  marked(
    `a ${element} in words`,
    executable(around(`^${write(element, "the order is paid")}`)),
    "error expression-natural",
    drawn(around(write(element, "the order is paid"))),
  ),
);
const numbers: readonly RuleCase[] = conditions.map(([element, around, value]) =>
  marked(
    `a ${element} that is a number`,
    executable(around(`^${write(element, "23", formal)}`)),
    "error condition-not-boolean",
    executable(around(write(element, value, formal))),
  ),
);
const conditional = (content: string): string =>
  executable(catching(`^<conditionalEventDefinition>${content}</conditionalEventDefinition>`));
const inLanguage = (language: string): string =>
  drawn(
    flow("t", "e", `^<conditionExpression language="${language}"${formal}>x</conditionExpression>`).replace(
      "t-e",
      "second",
    ),
  );

checkRuleCases([
  ...untyped,
  ...empty,
  ...words,
  ...numbers,
  marked(
    "a condition of a complex behaviour that is a number",
    executable(task(behaviour("^", "23"))),
    "error condition-not-boolean",
    executable(task(behaviour("", "numberOfInstances == 2"))),
  ),
  marked(
    "a condition of a complex behaviour that is empty",
    executable(task(behaviour("^", ""))),
    "error expression-empty",
    executable(task(behaviour("", "numberOfInstances == 2"))),
  ),
  marked("a path into a message that is empty", path("^", ""), "error expression-empty", path("", "a.b")),
  marked(
    "a conditional event without a condition",
    conditional(""),
    "error conditional-without-condition",
    conditional(`<condition${formal}>x</condition>`).replace("^", ""),
  ),
  marked(
    "a conditional event with an empty condition",
    conditional(`<condition${formal}/>`),
    "error conditional-without-condition",
    conditional(`<condition${formal}>x</condition>`).replace("^", ""),
  ),
  marked(
    "a language that is no URI",
    inLanguage("our own"),
    "warning language-not-uri",
    inLanguage("urn:js").replace("^", ""),
  ),
  marked(
    "a language that no engine knows by name",
    inLanguage("gruvi"),
    "warning language-not-uri",
    inLanguage("groovy").replace("^", ""),
  ),
  marked(
    "a language with a damaged escape",
    inLanguage("urn:js%2"),
    "warning language-not-uri",
    inLanguage("urn:js%20").replace("^", ""),
  ),
]);

function behaviour(mark: string, condition: string): string {
  const event = '<event><signalEventDefinition id="d"/></event>';
  return `<multiInstanceLoopCharacteristics behavior="All"><loopCardinality${formal}>3</loopCardinality><complexBehaviorDefinition>${mark}<condition>${condition}</condition>${event}</complexBehaviorDefinition></multiInstanceLoopCharacteristics>`;
}
function path(mark: string, text: string): string {
  const retrieval = `<correlationPropertyRetrievalExpression messageRef="m">${mark}<messagePath>${text}</messagePath></correlationPropertyRetrievalExpression>`;
  return `<message id="m"/><correlationProperty id="k">${retrieval}</correlationProperty>\n${executable()}`;
}

const matters = (body: string): readonly string[] => findings(body).filter((one) => /expression-|condition/.test(one));

test("what keeps a process from being run is a warning where it is only to be read", () => {
  expect(matters(drawn(catching("<conditionalEventDefinition/>")))).toEqual([
    "warning conditional-without-condition 4:32",
  ]);
  expect(matters(drawn(task(behaviour("", "23"))))).toEqual([expect.stringMatching("warning condition-not-boolean")]);
});

test("a script that a vendor's attribute names is no empty expression", () => {
  const condition = (more: string): string =>
    executable(flow("t", "e", `<conditionExpression${formal}${more}/>`).replace("t-e", "second"));
  expect(matters(condition(' v:resource="x.js"'))).toEqual([]);
  expect(matters(condition(""))).toEqual([expect.stringMatching("error expression-empty")]);
});

test("expressions that say themselves that they are formal are not taken for words", () => {
  const written = write("conditionExpression", "$" + "{all is well}");
  const found = matters(executable(flow("t", "e", written).replace("t-e", "second")));
  expect(found.filter((one) => one.startsWith("error"))).toEqual([]);
});

test("an empty condition of completion means none where the tool always writes it", () => {
  const loop = `<loopCardinality${formal}>3</loopCardinality><completionCondition${formal}/>`;
  const body = executable(task(`<multiInstanceLoopCharacteristics>${loop}</multiInstanceLoopCharacteristics>`));
  expect(matters(body)).toEqual([expect.stringMatching("error expression-empty")]);
  const jbpm = body.replace('id="p"', 'id="p" xmlns:d="http://www.jboss.org/drools" d:version="1"');
  expect(matters(jbpm)).toEqual([expect.stringMatching("warning expression-empty")]);
});
