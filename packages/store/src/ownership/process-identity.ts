/**
 * Who writes: a process, named so that another one can tell later whether it still lives. A number alone does not do, as numbers are given out
 * again; so its start time, the boot that it belongs to, and the world in which its number means something come along.
 */
import { randomBytes } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/** A process that writes to a store. All texts are plain ASCII and short: an identity has to fit into a sector. */
export interface WriterIdentity {
  /** Of this writer alone; can be a file's name. */
  readonly id: string;
  readonly host: string;
  /** Another one after each start of the machine; empty where the platform doesn't tell. */
  readonly boot: string;
  /** Within which its number means something; empty where there is but one. */
  readonly namespace: string;
  readonly pid: number;
  /** When it started, as the system counts; empty where the platform doesn't tell. */
  readonly started: string;
  /** ISO 8601, UTC: since when it writes. For people. */
  readonly since: string;
}

/** The processes that there are, as seen by one of them. */
export interface Processes {
  readonly self: WriterIdentity;
  /** `unknown`: it can't be told from here. */
  readonly isAlive: (other: WriterIdentity) => boolean | "unknown";
}

/** The processes of this machine; each call is another writer. */
export function systemProcesses(): Processes {
  const { pid } = process;
  const self: WriterIdentity = {
    id: `${pid}-${randomBytes(8).toString("hex")}`,
    host: plain(hostname()),
    boot: plain(read("/proc/sys/kernel/random/boot_id") ?? ""),
    namespace: plain(linkAt("/proc/self/ns/pid") ?? ""),
    pid,
    started: statusOf(pid)?.started ?? "",
    since: new Date().toISOString(),
  };
  return { self, isAlive: (other) => isAlive(self, other) };
}

function isAlive(self: WriterIdentity, other: WriterIdentity): boolean | "unknown" {
  if (other.host !== self.host) return "unknown";
  if (other.boot !== self.boot) return false;
  if (other.namespace !== self.namespace) return "unknown";
  const status = other.started === "" ? null : statusOf(other.pid);
  if (status !== null) return status.started === other.started && !status.isDead;
  if (!isNumberTaken(other.pid)) return false;
  // It may be there and not be shown to us, or be another one that has the number now.
  return other.started === "" ? true : "unknown";
}

function isNumberTaken(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !(error instanceof Error && "code" in error && error.code === "ESRCH");
  }
}

/** By `/proc`; null where it doesn't say. A process that has ended and waits to be collected writes no more. */
function statusOf(pid: number): { readonly started: string; readonly isDead: boolean } | null {
  const stat = read(`/proc/${pid}/stat`);
  return stat === null ? null : parseStat(stat);
}

/** Field 3, the state, and field 22, the start. Field 2 is the command in parentheses, and may hold spaces and parentheses itself. */
export function parseStat(stat: string): { readonly started: string; readonly isDead: boolean } | null {
  const [state, ...rest] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const started = rest[18];
  if (started === undefined || !/^\d+$/.test(started)) return null;
  return { started, isDead: state === "Z" || state === "X" };
}

/** An identity that was written to a file; null when it can't be one. */
export function parseIdentity(value: unknown): WriterIdentity | null {
  if (typeof value !== "object" || value === null) return null;
  const { id, host, boot, namespace, pid, started, since } = value as { readonly [member: string]: unknown };
  if (typeof id !== "string" || !/^[A-Za-z0-9_-]{1,64}$/.test(id)) return null;
  if (typeof pid !== "number" || !Number.isSafeInteger(pid) || pid <= 0) return null;
  if (!isPlain(host) || !isPlain(boot) || !isPlain(namespace) || !isPlain(started) || !isPlain(since)) return null;
  return { id, host, boot, namespace, pid, started, since };
}

const longest = 64;
const isPlain = (text: unknown): text is string =>
  typeof text === "string" && text.length <= longest && plain(text) === text;
const plain = (text: string): string =>
  text
    .trim()
    .replace(/[^\x21-\x7e]/g, "?")
    .slice(0, longest);

function read(path: string): string | null {
  try {
    return readFileSync(path, "latin1");
  } catch {
    return null;
  }
}

function linkAt(path: string): string | null {
  try {
    return readlinkSync(path);
  } catch {
    return null;
  }
}
