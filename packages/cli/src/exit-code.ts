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

/** One of the codes above. */
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];

/** The worse of two outcomes: unusable input outweighs findings. */
export function worse(a: ExitCode, b: ExitCode): ExitCode {
  return a > b ? a : b;
}
