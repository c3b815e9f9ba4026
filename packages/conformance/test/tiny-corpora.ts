/** Corpora of our own, with a case or two, in a directory that goes when the test is over. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";
import type { ConformanceSet, Difference } from "../src/conformance-set.js";

/** Writes files, JSON where they aren't text, and gives the directory that holds them. */
export function tinyCorpora(files: { readonly [path: string]: unknown }): string {
  const directory = mkdtempSync(join(tmpdir(), "rb-conformance-"));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  for (const [path, content] of Object.entries(files)) {
    const file = join(directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, typeof content === "string" ? content : JSON.stringify(content));
  }
  return directory;
}

/** What each case of a set comes to, by its id. */
export async function outcomes(
  set: ConformanceSet,
  corpora: string,
): Promise<{ readonly [id: string]: readonly Difference[] }> {
  const cases = set.load(corpora);
  if (cases === null) throw new Error(`There is no set ${set.name}.`);
  return Object.fromEntries(await Promise.all(cases.map(async ({ id, check }) => [id, await check()] as const)));
}

/** A document of BPMN: what stands in its definitions. */
export function definitions(content: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="urn:test">
${content}
</definitions>`;
}

/** A process that is meant to be run. */
export function process(id: string, content: string): string {
  return `<process id="${id}" isExecutable="true">\n${content}\n</process>`;
}

/** A sequence flow, called by its ends. */
export function flow(source: string, target: string, condition?: string): string {
  const inside = condition === undefined ? "" : `<conditionExpression>${condition}</conditionExpression>`;
  return `<sequenceFlow id="${source}-${target}" sourceRef="${source}" targetRef="${target}">${inside}</sequenceFlow>`;
}

/** A script task that holds a token. */
export function script(id: string, token: string): string {
  return `<scriptTask id="${id}"><script>${token}</script></scriptTask>`;
}
