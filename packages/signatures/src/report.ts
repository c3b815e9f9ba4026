/** How what is found wrong with one signature is told. */
import type { Arguments, Reason } from "./diagnostics.js";

/** Says what is wrong; `member`: with which member of the signature. */
export type Report = <R extends Reason>(reason: R, args: Arguments[R], member?: string) => void;
