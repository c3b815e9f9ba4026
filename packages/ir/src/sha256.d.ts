/**
 * SHA-256 (FIPS 180-4, 6.2). `ir` has neither Node's crypto nor the Web's, and the kernel needs its hashes at once and in
 * the middle of a step, so it has its own, tuned for the few dozen bytes that a step hashes.
 *
 * Nothing is allocated per call except the result: the message goes through one chunk buffer, which is why neither
 * function can be re-entered, and neither calls anything that could.
 */
/** The digest in lower-case hexadecimal. A string is hashed as UTF-8, a lone surrogate in it as U+FFFD, as the Web's encoder has it. */
export declare function sha256Hex(data: string | Uint8Array): string;
/** The digest as it is written in plan hashes, pointers and journals: `sha256:<hex>`. */
export declare function sha256(data: string | Uint8Array): string;
