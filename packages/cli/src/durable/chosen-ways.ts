import { suggest } from "@rb/ir";
import { UsageError } from "../command.js";
import { type OpenIncident, type Way, waysAround } from "./incidents.js";

/** The flows to go on along: those that are named, or the only one that leads around the step. Throws `UsageError`. */
export function chosenWays(incident: OpenIncident, named: readonly string[]): readonly string[] {
  const { title, ways, isInstance } = incident;
  if (isInstance)
    throw new UsageError(
      `'${title}' is one instance of a loop, which has no way out of its own: give --done, --retry or --fail.`,
    );
  if (ways.length === 0) throw new UsageError(`No way leads on from '${title}': give --done, --retry or --fail.`);
  if (named.length > 0) return named.map((name) => wayCalled(ways, name).flow);
  const around = waysAround(incident);
  const [only] = around;
  if (only !== undefined && around.length === 1) return [only.flow];
  throw new UsageError(
    `Several ways lead on from '${title}'; say which by --way: ${(around.length > 0 ? around : ways).map(listed).join("; ")}.`,
  );
}

function wayCalled(ways: readonly Way[], name: string): Way {
  const meant = ways.filter((way) => namesOf(way).includes(name));
  const [only] = meant;
  if (only !== undefined && meant.length === 1) return only;
  if (only !== undefined)
    throw new UsageError(`'${name}' could be several ways: ${meant.map(listed).join("; ")}. Give the flow's id.`);
  const near = suggest(name, ways.flatMap(namesOf));
  throw new UsageError(
    `No way on is called '${name}'. ${near === undefined ? `There is ${ways.map(listed).join("; ")}.` : `Did you mean '${near}'?`}`,
  );
}

function namesOf({ flow, name, title, to }: Way): readonly string[] {
  return [flow, title, to, ...(name === undefined ? [] : [name])];
}

function listed({ flow, title }: Way): string {
  return flow === title ? `'${flow}'` : `'${flow}' (${title})`;
}
