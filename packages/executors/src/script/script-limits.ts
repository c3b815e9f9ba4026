/** What one script may use. */
export interface ScriptLimits {
  /** Milliseconds from its beginning to its answer. */
  readonly timeMs: number;
  /** Bytes of memory of the interpreter's heap, its inputs included. */
  readonly memoryBytes: number;
  /** Bytes of stack: what calls within calls take. At most 512 KiB. */
  readonly stackBytes: number;
  /** UTF-16 units of the script itself. */
  readonly scriptLength: number;
  /** UTF-8 bytes of its output as JSON. */
  readonly outputBytes: number;
  /** UTF-16 units of what it writes to `console`, all together; what comes after is dropped. */
  readonly logLength: number;
}

/** The limits that hold where an executor is given no others. */
export const scriptLimits: ScriptLimits = {
  timeMs: 1_000,
  memoryBytes: 16 * 1024 * 1024,
  stackBytes: 256 * 1024,
  scriptLength: 64 * 1024,
  outputBytes: 256 * 1024,
  logLength: 16 * 1024,
};
