/** Whether a run is as it was written: everything that there is of it is read and held against each other. */
import { UnrunnableError } from "@rb/kernel";
import { recoverRun, StoreError } from "@rb/store";
import { printable } from "../printable.js";
import type { Paint } from "../terminal.js";
import { type Proof, proofLines, proofOf } from "./proof.js";
import type { Session } from "./session.js";
import { storeErrorJson, storeErrorText } from "./store-trouble.js";

export interface Verified {
  readonly run: string;
  readonly proof: Proof | null;
  readonly error: StoreError | null;
}

/** Null: the run never came to exist, so there is nothing to verify. */
export async function verifyRun({ store, graphs }: Session, run: string): Promise<Verified | null> {
  try {
    const recovered = await recoverRun(store.disk, run, graphs.load);
    return recovered === null ? null : { run, proof: proofOf(store, run, recovered), error: null };
  } catch (error) {
    if (error instanceof StoreError) return { run, proof: null, error };
    if (error instanceof UnrunnableError) return { run, proof: null, error: unreadableGraph(run, error) };
    throw error;
  }
}

function unreadableGraph(run: string, error: UnrunnableError): StoreError {
  return new StoreError(
    "store/damaged-graph",
    `The graph of run '${run}' is as it was written, and this version of rb can't read it: ${error.message}`,
    "Open the run with the version of rb that its header names as its engine.",
    undefined,
    error,
  );
}

/** Everything that there is of it is as it was written; a head or snapshot that isn't keeps nobody from going on with the run. */
export function verifies({ proof, error }: Verified): boolean {
  return error === null && (proof === null || (proof.head !== "damaged" && proof.damagedSnapshots.length === 0));
}

export function verifiedText(verified: Verified, paint: Paint): string {
  const { run, proof, error } = verified;
  if (error !== null) return `${paint("red", "✖")} ${printable(run)}\n${indented(storeErrorText(error, paint))}`;
  const lines = proof === null ? [] : proofLines(proof);
  const sign = verifies(verified) ? paint("green", "✔") : paint("red", "✖");
  return `${sign} ${printable(run)}\n${indented(lines.map((line) => `${printable(line)}\n`).join(""))}`;
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, "  ");
}

/** As documented in docs/cli.md. */
export function verifiedJson(verified: Verified): object {
  const { run, proof, error } = verified;
  return {
    run,
    verified: verifies(verified),
    ...(proof === null ? {} : { proof }),
    ...(error === null ? {} : { error: storeErrorJson(error) }),
  };
}
