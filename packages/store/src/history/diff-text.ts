/** A comparison of two runs as lines. They hold what documents hold: make them printable before they go to a terminal. */
import type { Json } from "@rb/ir";
import type { FactDifference, RunDiff, StepId } from "./diff.js";
import type { GraphPart } from "./graph-diff.js";
import { shortened } from "./timeline-entry.js";

/** Lines of text, without colours: `-` is the first run, `+` the second. */
export function diffText(diff: RunDiff): readonly string[] {
  if (diff.equal && diff.durations.length === 0) return ["The runs are equal."];
  const { graph } = diff;
  return [
    ...(diff.equal ? ["The runs are equal, but for how long their steps took."] : []),
    ...section("Started with", [...diff.header, ...diff.inputs.map(inputFact)].flatMap(factLines)),
    ...section("The definition", [
      ...graph.gone.map((part) => `- ${partText(part)}`),
      ...graph.added.map((part) => `+ ${partText(part)}`),
      ...graph.changed.map((part) => `~ ${partText(part)}: ${part.members.join(", ")}`),
    ]),
    ...section("Steps", [
      ...diff.onlyA.map((step) => `- ${stepText(step)}`),
      ...diff.onlyB.map((step) => `+ ${stepText(step)}`),
      ...diff.steps.flatMap((step) => [`~ ${stepText(step)}`, ...step.differences.flatMap(factLines).map(indented)]),
      ...diff.moved.map((step) => `~ ${stepText(step)}: in another order`),
    ]),
    ...section(
      "How long",
      diff.durations.map((step) => `~ ${stepText(step)}: ${msText(step.aMs)} -> ${msText(step.bMs)}`),
    ),
    ...section("Outputs", diff.outputs.flatMap(factLines)),
    ...section("Result", diff.result.flatMap(factLines)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : [title, ...lines.map(indented)];
}

function indented(line: string): string {
  return `  ${line}`;
}

function inputFact(difference: FactDifference): FactDifference {
  return { ...difference, fact: `input ${difference.fact}` };
}

function factLines({ fact, a, b }: FactDifference): readonly string[] {
  return [
    ...(a === undefined ? [] : [`- ${fact}: ${valueText(a)}`]),
    ...(b === undefined ? [] : [`+ ${fact}: ${valueText(b)}`]),
  ];
}

function valueText(value: Json): string {
  return shortened(typeof value === "string" ? value : JSON.stringify(value));
}

function partText({ what, graph, id, name }: GraphPart): string {
  if (what === "graph") return `graph ${id}`;
  return `${what} ${id}${name === id ? "" : ` '${name}'`} of ${graph}`;
}

function stepText({ node, name, item, occurrence }: StepId): string {
  const which = item !== null ? `, item ${item + 1}` : occurrence > 1 ? `, time ${occurrence}` : "";
  return `${node}${name === node ? "" : ` '${name}'`}${which}`;
}

function msText(ms: number | null): string {
  return ms === null ? "not ended" : `${ms} ms`;
}
