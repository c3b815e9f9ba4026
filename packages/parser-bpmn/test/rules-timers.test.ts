import { expect, test } from "vitest";
import { checkRuleCases, drawn, executable, findings, flow } from "./rule-cases.js";

/** An event that waits, on line 4; its timer is on line 5. */
const waiting = (timer: string, make = executable): string =>
  make(
    `<intermediateCatchEvent id="x">\n<timerEventDefinition>${timer}</timerEventDefinition></intermediateCatchEvent>`,
    flow("t", "x"),
    flow("x", "e"),
  );
const value = (name: string, text: string): string => `<${name} xsi:type="tFormalExpression">${text}</${name}>`;

test("an expression that isn't understood is no value that can't be read", () => {
  const found = findings(waiting(value("timeDuration", "${wait +}")));
  expect(found).toContainEqual(expect.stringMatching(/^warning expression-not-understood 5:/));
  expect(found.filter((one) => one.includes("timer"))).toEqual([]);
});

test("a timer that begins an instance in one way and is waited for in another is told of once", () => {
  const body = executable(
    '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>',
    `<intermediateCatchEvent id="a"><timerEventDefinition>${value("timeDuration", "soon")}</timerEventDefinition></intermediateCatchEvent>`,
    '<intermediateCatchEvent id="b"><signalEventDefinition/></intermediateCatchEvent>',
    ...[flow("g", "a"), flow("g", "b"), flow("a", "e"), flow("b", "e")],
  );
  expect(findings(body).filter((one) => one.includes("timer-syntax"))).toEqual(["error timer-syntax 5:54"]);
});

checkRuleCases([
  ...[
    "R/PT0S",
    "R3/P0D",
    "PT0S",
    "R/-PT1S",
    "R2/2030-01-31T08:00:00Z/PT0S",
    "R2/2030-01-31T08:00/2030-01-31T08:00",
  ].map((cycle) => ({
    name: `a cycle without a period, ${cycle}`,
    bad: waiting(value("timeCycle", cycle)),
    says: ["error timer-zero 5:23"],
    good: waiting(value("timeCycle", "R/PT1S")),
  })),
  {
    name: "two values",
    bad: waiting(value("timeDate", "2030-01-31T08:00:00Z") + value("timeDuration", "PT1H")),
    says: ["error timer-values 5:1"],
    good: waiting(value("timeDuration", "PT1H")),
  },
  {
    name: "two values of a timer that is named",
    bad: drawn('<startEvent id="x">\n<eventDefinitionRef>d</eventDefinitionRef></startEvent>', flow("x", "t")).concat(
      `<timerEventDefinition id="d">${value("timeDuration", "PT1H")}${value("timeCycle", "R/PT1H")}</timerEventDefinition>`,
    ),
    says: ["error timer-values 5:1"],
    good: waiting(value("timeCycle", "R3/PT1H")),
  },
  {
    name: "no value",
    bad: waiting(""),
    says: ["warning timer-without-value 4:1"],
    good: waiting(value("timeDuration", "PT1H")),
  },
  {
    name: "an empty value",
    bad: waiting("<timeDuration/>", drawn),
    says: ["warning timer-without-value 4:1"],
    good: waiting(value("timeDuration", "P1Y2M3DT4H5M6.7S")),
  },
  ...[
    ["timeDate", "tomorrow", "2030-01-31T08:00:00+02:00"],
    ["timeDate", "2030-02-30T08:00:00Z", "2028-02-29T08:00:00Z"],
    ["timeDate", "2030-01-31", "2030-01-31T08:00:00.5Z"],
    ["timeDuration", "1 hour", "PT1H"],
    ["timeDuration", "PT", "P2W"],
    ["timeDuration", "2030-01-31T08:00:00Z", "${wait}"],
    ["timeCycle", "often", "R/2030-01-31T08:00:00Z/P1D"],
    ["timeCycle", "R3/2030-01-31", "=interval"],
  ].flatMap(([name = "", wrong = "", right = ""]) => [
    {
      name: `${name} ${wrong}, to be run`,
      bad: waiting(value(name, wrong)),
      says: ["error timer-syntax 5:23"],
      good: waiting(value(name, right)),
    },
    {
      name: `${name} ${wrong}, to be read`,
      bad: waiting(value(name, wrong), drawn),
      says: ["warning timer-syntax 5:23"],
      good: waiting(value(name, right), drawn),
    },
  ]),
  ...["0 0 8 * * ?", "0 0/5 9-17 * * MON-FRI", "@daily", "*/5 * * * *", "0 0 12 L * ? 2030"].map((cron) => ({
    name: `the cron expression ${cron}`,
    bad: waiting(value("timeCycle", cron)),
    says: ["warning timer-cycle 5:23"],
    good: waiting(value("timeCycle", "R/PT24H")),
  })),
]);
