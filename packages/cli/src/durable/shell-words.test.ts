import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";
import { commandLine } from "./shell-words.js";

it("leaves plain words alone", () => {
  expect(commandLine("rb", "show", "20260131T080000-1a2b", "--at", "12")).toBe("rb show 20260131T080000-1a2b --at 12");
});

it.skipIf(process.platform === "win32").each(["a b", "it's", "$HOME", "`id`", "", "…", "a\nb", '"x"', "-n", "*"])(
  "%j comes out of a shell as it went in",
  (word) => {
    const line = `node -e 'process.stdout.write(process.argv[1])' -- ${commandLine(word)}`;
    expect(execFileSync("/bin/sh", ["-c", line], { encoding: "utf8" })).toBe(word);
  },
);
