/** Where a trace is gone on with. */
export interface TraceTail {
  /** Bytes that verify; the next chunk begins there. */
  readonly end: number;
  /** The hash that the next chunk continues. */
  readonly hash: string;
  /** Number of the last envelope; 0: none yet. */
  readonly seq: number;
}
