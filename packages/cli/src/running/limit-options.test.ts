import { expect, test } from "vitest";
import { commands } from "../commands.js";
import { limitHint, limitOptions } from "./limit-options.js";

const reached = (limit: string) => ({ code: "limit-exceeded", message: "", data: { limit, value: 1 } });

test("what ended a run can be raised by an option that the command has", () => {
  expect(limitHint(reached("maxTokens"))).toBe("--max-tokens N raises it");
  const run = commands.find(({ name }) => name === "run");
  for (const option of Object.values(limitOptions)) expect(Object.keys(run?.options ?? {})).toContain(option);
});

test("other failures have no such option", () => {
  expect(limitHint(reached("maxValueDepth"))).toBeNull();
  expect(limitHint({ code: "timeout", message: "" })).toBeNull();
});
