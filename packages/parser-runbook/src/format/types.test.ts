import type { Json } from "@rb/ir";
import { expect, test } from "vitest";
import { inputTypes } from "./types.js";

const problems = (schema: Json, value: Json): readonly string[] => {
  const compiled = inputTypes.compile(schema);
  if ("error" in compiled) return [compiled.error];
  return compiled(value).map(({ message }) => message);
};

test.each<[schema: Json, value: Json, problem?: string]>([
  [{ type: "string" }, "x"],
  [{ type: "string" }, 1, "It has to be a text."],
  [{ type: "integer" }, 1],
  [{ type: "integer" }, 1.5, "It has to be a whole number."],
  [{ type: "number" }, 1.5],
  [{ type: "boolean" }, "true", "It has to be true or false."],
  [{ type: "array" }, {}, "It has to be a list."],
  [{ type: "object" }, [], "It has to be a map."],
  [{ type: "object" }, { a: 1 }],
  [{ type: "string", enum: ["a", "b"] }, "b"],
  [{ type: "string", enum: ["a", "b"] }, "c", 'It has to be one of "a", "b".'],
  [{ type: "array", enum: [[1, 2]] }, [1, 2]],
  [{ type: "string", pattern: "^[a-z]+:[0-9]+$" }, "a:1"],
  [{ type: "string", pattern: "^[a-z]+:[0-9]+$" }, "a", "It has to be a text that matches ^[a-z]+:[0-9]+$."],
  [{ type: "string", minLength: 2, maxLength: 3 }, "😀", "It has to be at least 2 characters long."],
  [{ type: "string", minLength: 2, maxLength: 3 }, "😀😀"],
  [{ type: "string", maxLength: 3 }, "four", "It has to be at most 3 characters long."],
  [{ type: "integer", minimum: 1, maximum: 3 }, 0, "It has to be at least 1."],
  [{ type: "integer", minimum: 1, maximum: 3 }, 4, "It has to be at most 3."],
  [{ type: "number", minimum: 1, maximum: 3 }, 3],
  [{ type: "array", minLength: 2 }, []],
  [{ type: "string", pattern: "(?=x)" }, "x", "This is not the type of an input."],
  [{ type: "string", minLength: "2" }, "x", "This is not the type of an input."],
  [{ type: "constructor" }, 1, "This is not the type of an input."],
  [null, 1, "This is not the type of an input."],
])("%j takes %j", (schema, value, problem) =>
  expect(problems(schema, value)).toEqual(problem === undefined ? [] : [problem]),
);
