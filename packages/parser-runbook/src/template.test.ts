import { expect, test } from "vitest";
import { splitTemplate } from "./template.js";

const expression = (text: string, offset: number) => ({ kind: "expression", text, offset });
const words = (text: string, offset: number) => ({ kind: "text", text, offset });

test.each([
  ["plain", [words("plain", 0)]],
  ["${{ a }}", [expression("a", 4)]],
  ["${{a}}${{b}}", [expression("a", 3), expression("b", 9)]],
  ["x ${{ a }} y", [words("x ", 0), expression("a", 6), words(" y", 10)]],
  ["$${{ a }}", [words("${{ a }}", 0)]],
  ["1 $${{ ${{ a }}", [words("1 ${{ ", 0), expression("a", 11)]],
  ["${ a } {{ b }}", [words("${ a } {{ b }}", 0)]],
  ['${{ {"a": {"b": 1}} }}', [expression('{"a": {"b": 1}}', 4)]],
  ["${{ \"}}\" & '}}' }}", [expression("\"}}\" & '}}'", 4)]],
  ['${{ "\\"}}" }}', [expression('"\\"}}"', 4)]],
  ["${{ a.`}}` }}", [expression("a.`}}`", 4)]],
  ["${{ a /* }} */ }}", [expression("a /* }} */", 4)]],
])("%s", (text, parts) => expect(splitTemplate(text)).toEqual({ parts }));

test.each([
  ["${{ a", 0],
  ["x ${{ a }", 2],
  ["${{ a }} ${{ '}}", 9],
])("%s has no end", (text, unclosedAt) => expect(splitTemplate(text)).toMatchObject({ unclosedAt }));
