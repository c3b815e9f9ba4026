/** Runs as a list shows them: by their headers and heads, without reading their histories. */
import { createHash } from "node:crypto";
import {
  type HeadWaiting,
  lockHolder,
  type RunHead,
  type RunHeader,
  runPaths,
  type Store,
  StoreError,
  type WriterIdentity,
} from "@rb/store";

/** `interrupted`: its process ended while it was under way. `damaged`: its files can't be used. */
export type ListedStatus = RunHead["status"] | "interrupted" | "damaged";

export interface ListedRun {
  readonly run: string;
  readonly status: ListedStatus;
  readonly header: RunHeader | null;
  readonly head: RunHead | null;
  readonly waiting: readonly HeadWaiting[];
  readonly holder: WriterIdentity | null;
  readonly error: StoreError | null;
}

/** Null: it never came to exist. */
export function listedRun(store: Store, run: string): ListedRun | null {
  const unknown = { run, header: null, head: null, waiting: [], holder: null };
  try {
    const beginning = beginningOf(store, run);
    const { head, isDamaged } = store.head(run);
    // Without a trace, whatever stood in the head bore witness to one.
    if (beginning === null) return isDamaged ? { ...unknown, status: "damaged", error: damagedHead(run) } : null;
    const { header, size } = beginning;
    const holder = lockHolder(store.disk, runPaths(run).directory, store.processes);
    const isCurrent = head !== null && head.end === size;
    const error = head !== null && head.end > size ? shorter(run, head, size) : isDamaged ? damagedHead(run) : null;
    const status = error !== null ? "damaged" : isCurrent ? head.status : holder === null ? "interrupted" : "running";
    return { run, status, header, head, waiting: isCurrent ? head.waiting : [], holder, error };
  } catch (error) {
    if (error instanceof StoreError) return { ...unknown, status: "damaged", error };
    throw error;
  }
}

/** Enough for nearly every header; what is longer is read by the store. */
const firstRead = 16 * 1024;

function beginningOf(store: Store, run: string): { readonly header: RunHeader; readonly size: number } | null {
  const file = store.disk.open(runPaths(run).trace, "read");
  if (file === null) {
    // Refuses where something else shows that there was one.
    store.begun(run);
    return null;
  }
  try {
    const size = file.size();
    const header = headerIn(Buffer.from(file.read(0, firstRead))) ?? store.begun(run);
    return header === null ? null : { header, size };
  } finally {
    file.close();
  }
}

const hashMember = /,"hash":"([0-9a-f]{64})"\}$/;

/** Null where the first line doesn't verify by itself: then the store says what is wrong with it. */
function headerIn(bytes: Buffer): RunHeader | null {
  const end = bytes.indexOf(10);
  const line = end < 0 ? "" : bytes.toString("utf8", 0, end);
  const said = hashMember.exec(line);
  if (said === null || !line.startsWith('{"type":"run",')) return null;
  if (createHash("sha256").update(line.slice(0, said.index)).digest("hex") !== said[1]) return null;
  return JSON.parse(line) as RunHeader;
}

function shorter(run: string, { seq, end }: RunHead, size: number): StoreError {
  return new StoreError(
    "store/lost-history",
    `Its head shows that the trace had come to number ${seq} and ${end} bytes, and it has ${size}.`,
    "Something that lasted is gone: restore the trace from a copy.",
    { file: runPaths(run).trace },
  );
}

function damagedHead(run: string): StoreError {
  const file = runPaths(run).head;
  return new StoreError(
    "store/damaged-head",
    "Its head is not as it was written, so how far the trace had come is not proved by it.",
    `The trace is the truth: look at it with rb verify. rb resume, or removing ${file}, makes the head anew.`,
    { file },
  );
}
