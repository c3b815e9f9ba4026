/** Which runs wait for a message or a signal. */
import type { Json } from "@rb/ir";
import { canonicalize } from "@rb/ir";
import { StoreError } from "@rb/store";
import { printable } from "../printable.js";
import { listedRun } from "./list-runs.js";
import { openRun } from "./open-run.js";
import type { Session } from "./session.js";

export interface Listening {
  readonly run: string;
  /** What a message's key has to be; absent: anything. */
  readonly key?: Json;
}

/**
 * Heads say quickly which runs can't be waiting for it; the others are read. One that can't be read is named, and left out.
 */
export async function listening(
  session: Session,
  kind: "message" | "signal",
  name: string,
): Promise<readonly Listening[]> {
  const { store, terminal } = session;
  const found: Listening[] = [];
  for (const run of store.unfinished()) {
    if (!mayListen(session, run, kind, name)) continue;
    try {
      const { state } = await openRun(session, run);
      for (const { facts } of state.waits.values())
        if (facts.kind === kind && facts.name === name)
          found.push({ run, ...(facts.key === undefined ? {} : { key: facts.key }) });
    } catch (error) {
      if (!(error instanceof StoreError)) throw error;
      terminal.err.write(printable(`rb: Run ${run} was passed over: ${error.code}: ${error.message}`).concat("\n"));
    }
  }
  return found;
}

/** Heads list the first hundred things that a run waits for. */
const mostListed = 100;

function mayListen({ store }: Session, run: string, kind: string, name: string): boolean {
  const listed = listedRun(store, run);
  if (listed === null) return false;
  const { status, waiting } = listed;
  if (status === "running" || status === "interrupted" || status === "damaged" || waiting.length >= mostListed)
    return true;
  return waiting.some((one) => one.kind === kind && one.name === name);
}

export function sameKey(a: Json, b: Json): boolean {
  return canonicalize(a) === canonicalize(b);
}
