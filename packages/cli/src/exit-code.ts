/** What `rb` exits with; scripts rely on these. */
export const exitCode = {
  /** Good: valid, drawn, or run to an end. */
  ok: 0,
  /** The document has findings, or the run failed, got stuck or waits. */
  findings: 1,
  /** The command line or a file could not be used. */
  usage: 2,
  /** Ctrl-C. */
  interrupted: 130,
} as const;

/** What `rb exec` exits with: the codes of the command form of `runbook/v0`. */
export const execCode = {
  /** Every step passed, or would be carried out. */
  passed: 0,
  /** A step failed, or waits for somebody. */
  failed: 1,
  /** Governance forbids a step. */
  violation: 2,
  /** The runbook, the scenario, an answer or the command line could not be used; nothing was done. */
  invalid: 3,
  /** The run could not be resumed; nothing was done. */
  notResumed: 4,
} as const;

/** One of the codes above. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode] | (typeof execCode)[keyof typeof execCode];

/** The worse of two outcomes: unusable input outweighs findings. */
export function worse(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
