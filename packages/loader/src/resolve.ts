import type { Format } from "./format.js";

/** What a call names. */
export interface CallTarget {
  /** The id of a graph: of a playbook, a process, a runbook. */
  readonly id: string;
  /** As the callee's format has it; of CACAO: `modified`. Absent: the latest. */
  readonly version?: string;
}

/** A document that has a graph which something calls. */
export interface LibraryDocument {
  /** How it is called in origins. */
  readonly uri: string;
  readonly text: string;
  /** Take it as this format. Default: what `detect` says. */
  readonly format?: Format;
}

/** Finds the document that a call means; null where there is none. May take its time. */
export type Resolve = (target: CallTarget) => LibraryDocument | null | Promise<LibraryDocument | null>;
