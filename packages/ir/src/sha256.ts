/**
 * SHA-256 (FIPS 180-4, 6.2). `ir` has neither Node's crypto nor the Web's, and the kernel needs its hashes at once and in
 * the middle of a step, so it has its own, tuned for the few dozen bytes that a step hashes.
 *
 * Nothing is allocated per call except the result: the message goes through one chunk buffer, which is why neither
 * function can be re-entered, and neither calls anything that could.
 */

const chunkSize = 4096;
const blockSize = 64;
/** The message, a chunk at a time; the room behind it takes one whole character more, then the padding. */
const chunk: Uint8Array = new Uint8Array(chunkSize + 2 * blockSize);
const schedule: Int32Array = new Int32Array(64);
const state: Int32Array = new Int32Array(8);

const primes = firstPrimes(64);
/** FIPS 180-4, 4.2.2 and 5.3.3: the first 32 bits of the fractional parts of the cube and square roots of the first primes. */
const roundConstants: Int32Array = Int32Array.from(primes, (prime) => fractionBits(Math.cbrt(prime)));
const initialState: Int32Array = Int32Array.from(primes.slice(0, 8), (prime) => fractionBits(Math.sqrt(prime)));

const hexPairs: readonly string[] = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** The digest in lower-case hexadecimal. A string is hashed as UTF-8, a lone surrogate in it as U+FFFD, as the Web's encoder has it. */
export function sha256Hex(data: string | Uint8Array): string {
  state.set(initialState);
  if (typeof data === "string") hashText(data);
  else hashBytes(data);
  let hex = "";
  for (let i = 0; i < 8; i++) {
    const word = state[i] as number;
    hex += pair(word >>> 24) + pair((word >>> 16) & 255) + pair((word >>> 8) & 255) + pair(word & 255);
  }
  return hex;
}

/** The digest as it is written in plan hashes, pointers and journals: `sha256:<hex>`. */
export function sha256(data: string | Uint8Array): string {
  return `sha256:${sha256Hex(data)}`;
}

function pair(byte: number): string {
  return hexPairs[byte] as string;
}

function hashBytes(bytes: Uint8Array): void {
  const whole = bytes.length - (bytes.length % blockSize);
  for (let at = 0; at < whole; at += blockSize) compress(bytes, at);
  for (let at = whole; at < bytes.length; at++) chunk[at - whole] = bytes[at] as number;
  finish(bytes.length - whole, bytes.length);
}

function hashText(text: string): void {
  let used = 0;
  let total = 0;
  for (let i = 0; i < text.length; i++) {
    let code = text.charCodeAt(i);
    if (code < 0x80) {
      chunk[used++] = code;
    } else {
      if (code >= 0xd800 && code <= 0xdfff) {
        code = codePoint(text, i);
        if (code > 0xffff) i++;
      }
      used = encode(code, used);
    }
    if (used >= chunkSize) {
      for (let at = 0; at < chunkSize; at += blockSize) compress(chunk, at);
      chunk.copyWithin(0, chunkSize, used);
      used -= chunkSize;
      total += chunkSize;
    }
  }
  const whole = used - (used % blockSize);
  for (let at = 0; at < whole; at += blockSize) compress(chunk, at);
  chunk.copyWithin(0, whole, used);
  finish(used - whole, total + used);
}

function codePoint(text: string, index: number): number {
  const code = text.codePointAt(index) as number;
  return code > 0xffff ? code : 0xfffd;
}

/** Writes one character of two bytes or more (RFC 3629, section 3) and tells where the next one goes. */
function encode(code: number, at: number): number {
  let next = at;
  if (code < 0x800) {
    chunk[next++] = 0xc0 | (code >> 6);
  } else {
    if (code < 0x10000) {
      chunk[next++] = 0xe0 | (code >> 12);
    } else {
      chunk[next++] = 0xf0 | (code >> 18);
      chunk[next++] = 0x80 | ((code >> 12) & 63);
    }
    chunk[next++] = 0x80 | ((code >> 6) & 63);
  }
  chunk[next++] = 0x80 | (code & 63);
  return next;
}

/** FIPS 180-4, 5.1.1: a one, zeros, and the length in bits as the last 64 bits of a block. `used` bytes stand in the chunk. */
function finish(used: number, totalBytes: number): void {
  const end = used < blockSize - 8 ? blockSize : 2 * blockSize;
  chunk[used] = 0x80;
  chunk.fill(0, used + 1, end);
  const bits = totalBytes * 8;
  writeWord(end - 8, Math.floor(bits / 0x1_0000_0000));
  writeWord(end - 4, bits | 0);
  for (let at = 0; at < end; at += blockSize) compress(chunk, at);
}

function writeWord(at: number, word: number): void {
  chunk[at] = word >>> 24;
  chunk[at + 1] = word >>> 16;
  chunk[at + 2] = word >>> 8;
  chunk[at + 3] = word;
}

/** FIPS 180-4, 6.2.2, for the block that starts at `start`. Names are the standard's; the casts are free, indexing in range. */
function compress(bytes: Uint8Array, start: number): void {
  const w = schedule;
  const k = roundConstants;
  for (let t = 0, at = start; t < 16; t++, at += 4) {
    w[t] =
      ((bytes[at] as number) << 24) |
      ((bytes[at + 1] as number) << 16) |
      ((bytes[at + 2] as number) << 8) |
      (bytes[at + 3] as number);
  }
  for (let t = 16; t < 64; t++) {
    const x = w[t - 15] as number;
    const y = w[t - 2] as number;
    const s0 = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
    const s1 = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
    w[t] = (s1 + (w[t - 7] as number) + s0 + (w[t - 16] as number)) | 0;
  }
  let a = state[0] as number;
  let b = state[1] as number;
  let c = state[2] as number;
  let d = state[3] as number;
  let e = state[4] as number;
  let f = state[5] as number;
  let g = state[6] as number;
  let h = state[7] as number;
  for (let t = 0; t < 64; t++) {
    const s1 = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
    const t1 = (h + s1 + ((e & f) ^ (~e & g)) + (k[t] as number) + (w[t] as number)) | 0;
    const s0 = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
    const t2 = (s0 + ((a & b) ^ (a & c) ^ (b & c))) | 0;
    h = g;
    g = f;
    f = e;
    e = (d + t1) | 0;
    d = c;
    c = b;
    b = a;
    a = (t1 + t2) | 0;
  }
  state[0] = (state[0] as number) + a;
  state[1] = (state[1] as number) + b;
  state[2] = (state[2] as number) + c;
  state[3] = (state[3] as number) + d;
  state[4] = (state[4] as number) + e;
  state[5] = (state[5] as number) + f;
  state[6] = (state[6] as number) + g;
  state[7] = (state[7] as number) + h;
}

function firstPrimes(count: number): number[] {
  const found: number[] = [];
  for (let n = 2; found.length < count; n++) if (found.every((prime) => n % prime !== 0)) found.push(n);
  return found;
}

function fractionBits(root: number): number {
  return Math.floor((root - Math.floor(root)) * 0x1_0000_0000) | 0;
}
