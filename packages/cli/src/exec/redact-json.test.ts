import type { Json } from "@rb/ir";
import { expect, test } from "vitest";
import { redactedText, redactJson } from "./redact-json.js";

const redact = (text: string): string => text.replaceAll(/hunter\d|\d{6}|pa"ss/g, "***");

test("every text in a value, every name, and numbers, which are texts then", () => {
  const value = JSON.parse('{"hunter2": ["hunter3", 1, 123456, true, null, {"__proto__": "hunter4"}]}') as Json;
  expect(JSON.stringify(redactJson(value, redact))).toBe('{"***":["***",1,"***",true,null,{"__proto__":"***"}]}');
});

test("names that become equal keep their values", () => {
  const value = { hunter1: "a", hunter2: "b", "*** (2)": "c", hunter3: "d" };
  expect(Object.values(redactJson(value, redact) as object).sort()).toEqual(["a", "b", "c", "d"]);
});

test("a text is redacted before it is quoted, and across what is quoted", () => {
  expect(redactedText(['pa"ss'], redact)).toBe('["***"]');
  expect(redactedText({ pin: "x" }, (text) => text.replace('"pin":"x"', "***"))).toBe("{***}");
  expect(redactedText(123456, redact)).toBe("***");
});
