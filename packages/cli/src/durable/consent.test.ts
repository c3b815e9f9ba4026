import { describe, expect, it } from "vitest";
import { Arguments, UsageError } from "../command.js";
import type { Output, Terminal } from "../terminal.js";
import { agrees } from "./consent.js";

const silent: Output = { write: () => {}, paint: (_, text) => text, interactive: false };
const args = (...flags: string[]): Arguments => new Arguments([], new Map(flags.map((flag) => [flag, [""]])));
const answering = (answer: string | null, asked: string[] = []): Terminal => ({
  out: silent,
  err: silent,
  ask:
    answer === null
      ? null
      : async (question) => {
          asked.push(question);
          return answer;
        },
});

describe("consent", () => {
  it.each([
    ["y", true],
    ["Yes ", true],
    ["n", false],
    ["", false],
    ["yep", false],
  ])("'%s' is %s", async (answer, is) => {
    expect(await agrees(args(), answering(answer), "Do it?")).toBe(is);
  });

  it("is not asked for with --yes", async () => {
    const asked: string[] = [];
    expect(await agrees(args("yes"), answering("n", asked), "Do it?")).toBe(true);
    expect(asked).toEqual([]);
  });

  it("can't be given where no person is", async () => {
    await expect(agrees(args(), answering(null), "Do it?")).rejects.toThrow(UsageError);
  });

  it("is asked for in words that can't repaint the terminal", async () => {
    const asked: string[] = [];
    await agrees(args(), answering("n", asked), "Approve '\u001b[2J'?");
    expect(asked).toEqual(["Approve '␛[2J'? [y/N] "]);
  });
});
