/** What a driver is told to do, and what it says. */
import type { DiskFault } from "./faulty-disk.js";

export interface DriverTask {
  /** Directories. */
  readonly store: string;
  readonly world: string;
  /** Runs to start, in all lives of the driver together. */
  readonly starts: number;
  readonly fault?: DiskFault;
  /** Each deed takes this much longer, before and after. Default 0. */
  readonly slowMs?: number;
  /** Only sees what there is to take up, takes it, and is done as soon as it rests. Default false. */
  readonly looks?: boolean;
  /** Nobody pays by hand: the message has to come by the inbox. Default false. */
  readonly unpaid?: boolean;
  /** Drives nothing: puts one message into the inbox, as often as this, and is done. */
  readonly post?: { readonly run: string; readonly delivery: string; readonly count: number };
}

export interface Problem {
  readonly problem: string;
  readonly run: string | null;
  readonly file: string | null;
  readonly message: string;
  readonly help: string;
}

export type Said =
  | { readonly ready: number }
  | { readonly taken: readonly string[]; readonly elsewhere: readonly string[]; readonly pid: number }
  | Problem;
