import type { Bundle, Graph } from "@rb/ir";
import { UsageError } from "./command.js";
import { printable } from "./printable.js";

/**
 * The bundle with the process to run that a person asks for, by id or by name. One document may hold several, as BPMN does with its pools.
 *
 * @throws {UsageError} when there is none, or names fit several.
 */
export function chooseProcess(bundle: Bundle, wanted: string): Bundle {
  const { graphs } = bundle;
  const byId = graphs.find(({ id }) => id === wanted);
  const found = byId === undefined ? graphs.filter(({ name }) => name === wanted) : [byId];
  const [only] = found;
  if (only !== undefined && found.length === 1) return { ...bundle, main: only.id };
  const why = only === undefined ? "The document has no process" : "The document has several processes";
  throw new UsageError(
    `${why} '${printable(wanted)}'. It has: ${graphs.slice(0, mostNamed).map(called).join(", ")}${graphs.length > mostNamed ? ", …" : ""}.`,
  );
}

const mostNamed = 10;

function called({ id, name }: Graph): string {
  return name === undefined || name === id ? printable(id) : `${printable(id)} (${printable(name)})`;
}
