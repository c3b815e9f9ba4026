import type { Json } from "@rb/ir";
import { formatTitles, type Loaded } from "@rb/loader";
import { clipped, compactJson } from "../compact-json.js";
import { plural } from "../plural.js";
import { printable } from "../printable.js";
import { outputLines } from "../running/artifacts.js";
import { slotText } from "../running/run-summary.js";
import type { Paint } from "../terminal.js";
import { governanceLines } from "./governance-plan.js";
import type { Plan, PlanApproval, PlanInput, PlanStep } from "./plan.js";
import type { Simulation } from "./simulate.js";

const signs: { readonly [K in PlanStep["kind"]]: string } = {
  start: "○",
  catch: "◎",
  throw: "◉",
  end: "●",
  gateway: "◇",
  task: "▸",
  gate: "◆",
  box: "▾",
};

/** For what nobody named. */
const words: { readonly [K in PlanStep["kind"]]: string } = {
  start: "start",
  catch: "wait",
  throw: "raise",
  end: "end",
  gateway: "decide",
  task: "step",
  gate: "approval",
  box: "steps",
};

/** A plan for people. */
export function planText(
  plan: Plan,
  simulation: Simulation | null,
  format: NonNullable<Loaded["format"]>,
  paint: Paint,
): string {
  const heading = (text: string): string => paint("bold", text);
  const section = (title: string, lines: readonly string[]): readonly string[] =>
    lines.length === 0 ? [] : ["", heading(title), ...lines.map((line) => `  ${line}`)];
  return [
    `${heading(printable(plan.title))}  ${paint("dim", formatTitles[format])}`,
    `plan ${plan.hash}`,
    ...(plan.tlp === undefined ? [] : [`marked ${printable(plan.tlp)}`]),
    ...section(
      "About",
      Object.entries(plan.about).map(([name, value]) => printable(clipped(`${name}: ${aboutText(value)}`))),
    ),
    ...section(
      "Inputs",
      plan.inputs.map((input) => inputLine(input, paint)),
    ),
    ...section(
      "Governance",
      plan.governance.flatMap(governanceLines).map((line) => printable(clipped(line))),
    ),
    ...section(
      "Steps",
      plan.steps.flatMap((step) => stepLines(step, "", paint)),
    ),
    ...section(
      "May act through",
      plan.effects.map(({ executor, steps }) => `${printable(executor)}: ${listed(steps)}`),
    ),
    ...section("Needs people", plan.people.map(printable)),
    ...section("Asks policies", plan.approvals.flatMap(policyLine)),
    ...section("Waits", plan.waits.map(printable)),
    ...section(
      "Uses secrets",
      plan.secrets.map(({ reference, users }) => `${printable(reference)}: ${listed(users)}`),
    ),
    ...(simulation === null ? [] : simulationLines(simulation, section)),
    "",
    paint(
      "dim",
      simulation === null
        ? "Nothing was run or simulated. Next: rb run FILE goes through it dry."
        : `Nothing was run but dry. Next: rb run FILE --plan-hash ${plan.hash}`,
    ),
    "",
  ].join("\n");
}

type Section = (title: string, lines: readonly string[]) => readonly string[];

function simulationLines(simulation: Simulation, section: Section): readonly string[] {
  const { status, failure, incidents, steps, outputs, artifacts = [], otherWays } = simulation;
  const ways = otherWays === 0 ? "" : `, with ${plural(otherWays, "other way")}`;
  return [
    ...section(
      `Simulated: ${status}${ways}`,
      steps.map(({ name, state, instances }) =>
        printable(clipped(`${state.padEnd("requires-approval".length)}  ${[name, ...(instances ?? [])].join("  ")}`)),
      ),
    ),
    ...section("Failure", failure === undefined ? [] : [printable(`${failure.code}: ${failure.message}`)]),
    ...section(
      "Incidents",
      incidents.map(({ node, code, message }) => printable(`${node}: ${code}: ${message}`)),
    ),
    ...section("Expected outputs", outputLines(Object.entries(outputs), artifacts, slotText).map(printable)),
  ];
}

function aboutText(value: Json): string {
  if (typeof value === "string") return value;
  return Array.isArray(value) && value.every((one) => typeof one === "string") ? value.join(", ") : compactJson(value);
}

function inputLine({ name, state, secret, scope, value, description }: PlanInput, paint: Paint): string {
  const state_ =
    state === "missing" ? paint("red", "✖ missing") : state === "given" ? paint("green", "✔ given") : `· ${state}`;
  const parts = [
    state_,
    secret ? `secret${scope === undefined ? "" : ` for ${scope}`}` : "",
    value === undefined ? "" : `= ${value}`,
    description ?? "",
  ];
  return `${printable(name)}  ${parts
    .filter((part) => part !== "")
    .join("  ")
    .replace(/\n/g, " ")}`;
}

function stepLines(step: PlanStep, indent: string, paint: Paint): readonly string[] {
  const { kind, name, detail, request, denied, ways, steps } = step;
  const title = [printable(name || words[kind]), detail === "" ? "" : paint("dim", printable(detail))].filter(
    (part) => part !== "",
  );
  const inner = `${indent}    `;
  return [
    `${indent}${signs[kind]} ${title.join("  ")}`,
    ...request.map((line) => paint("dim", `${inner}${printable(clipped(line))}`)),
    ...(denied === undefined ? [] : [paint("red", `${inner}✖ denied: ${printable(denied)}`)]),
    ...ways.map(({ when, to }) => `${inner}${printable(when)} → ${printable(to)}`),
    ...steps.flatMap((child) => stepLines(child, `${indent}  `, paint)),
  ];
}

function policyLine({ step, by, policy }: PlanApproval): readonly string[] {
  return by === "policy" ? [printable(policy === undefined ? step : `${step}: ${policy}`)] : [];
}

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 8).map(printable).join(", ");
  return names.length > 8 ? `${shown} and ${names.length - 8} more` : shown;
}
