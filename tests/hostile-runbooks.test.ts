/** Runbooks whose expressions want time, memory, or what isn't theirs: each is refused, or its dry run ends, and nothing else changes. */
import { run } from "@rb/kernel";
import { load } from "@rb/loader";
import { describe, expect, test } from "vitest";
import { hostileDocuments } from "./lib/hostile-runbooks.js";

const documents = hostileDocuments(1, 500);
const together = 50;
/** A document has a few expressions, of which each may take what one evaluation may: a good deal of a second, and more on a machine that is busy. */
const longestMs = 10_000;

const globals = (): string =>
  JSON.stringify([
    Object.getOwnPropertyNames(globalThis),
    ...[Object, Array, Function, String, Number, Promise, Map, RegExp].flatMap((type) => [
      Object.getOwnPropertyNames(type),
      Object.getOwnPropertyNames(type.prototype),
    ]),
  ]);

const answer = { __proto__: null, then: 1, stdout: "[".repeat(1000), "": [[], {}] };

/** What became of a document: codes, or how its run ended. */
async function outcome(text: string): Promise<string> {
  const { bundle, diagnostics, languages } = await load(text, { uri: "hostile.yaml" });
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  if (bundle === null || errors.length > 0) return errors.map(({ code }) => code).join(" ");
  const { status, incidents, failure } = await run(bundle, {
    languages,
    answers: { steps: { a: { output: answer } } },
  });
  if (status === "failed") return `failed ${failure?.code}`;
  return `${status} ${incidents.map(({ code }) => code).join(" ")}`;
}

describe.each(Array.from({ length: documents.length / together }, (_, index) => index * together))(
  "from %i on",
  (from) => {
    test("ends, in a code or in a value", { timeout: together * longestMs }, async () => {
      const before = globals();
      for (const { what, text } of documents.slice(from, from + together)) {
        const start = performance.now();
        const ended = await outcome(text);
        expect(performance.now() - start, what).toBeLessThan(longestMs);
        expect(ended, what).toMatch(/^(?:(?:runbook|ir|loader)\/[a-z-]+|completed|failed [a-z]|stuck [a-z]|waiting)/);
      }
      expect(globals()).toBe(before);
      expect(({} as { polluted?: unknown }).polluted).toBeUndefined();
    });
  },
);
