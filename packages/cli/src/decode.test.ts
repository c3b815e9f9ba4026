import { expect, test } from "vitest";
import { decode } from "./decode.js";

const xml = (encoding: string, content = "Prüfung"): string =>
  `<?xml version="1.0" encoding="${encoding}"?>\n<a>${content}</a>`;
const swapped = (text: string): Uint8Array => Buffer.from(text, "utf16le").swap16();

test.each<readonly [name: string, bytes: Uint8Array, text: string]>([
  ["UTF-8", Buffer.from(xml("UTF-8")), xml("UTF-8")],
  ["UTF-8 with a mark", Buffer.from(`\ufeff${xml("UTF-8")}`), `\ufeff${xml("UTF-8")}`],
  ["UTF-16 with a mark", Buffer.from(`\ufeff${xml("UTF-16")}`, "utf16le"), `\ufeff${xml("UTF-16")}`],
  ["UTF-16, big end first, with a mark", swapped(`\ufeff${xml("UTF-16")}`), `\ufeff${xml("UTF-16")}`],
  ["UTF-16 without a mark", Buffer.from(xml("UTF-16"), "utf16le"), xml("UTF-16")],
  ["UTF-16, big end first, without a mark", swapped(xml("UTF-16")), xml("UTF-16")],
  ["Latin 1 as declared", Buffer.from(xml("ISO-8859-1"), "latin1"), xml("ISO-8859-1")],
  ["UTF-8 that declares Latin 1", Buffer.from(xml("ISO-8859-1")), xml("ISO-8859-1")],
])("%s", (_, bytes, text) => {
  expect(decode(bytes)).toBe(text);
});

test.each<readonly [name: string, bytes: Uint8Array]>([
  ["bytes that are no UTF-8 and declare nothing", Buffer.from("<a>Prüfung</a>", "latin1")],
  ["an encoding that nobody knows", Buffer.from(xml("x-secret"), "latin1")],
  ["half a character of UTF-16", Buffer.from([0xff, 0xfe, 0x61])],
])("%s", (_, bytes) => {
  expect(decode(bytes)).toBeNull();
});
