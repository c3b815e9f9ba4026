/**
 * Whether what doesn't verify at the end of a trace is a write that never finished, or damage.
 *
 * Theory of operation. A chunk is one write, and the next is only written when that one is flushed; so whatever a crash can do, it does to the
 * last chunk alone, which nobody was told of. It leaves a beginning of the chunk, or sectors of zeros in it, where data never came to
 * the disk. Neither looks like a changed byte: a beginning of a chunk has no end of line after its commit, and a run of zeros from
 * one sector to the next can't come from a flipped bit. So everything else is damage to what somebody may have been told of, and is refused:
 * most of all, anything that has a commit behind it, since that was written only because what is before it was flushed.
 */

/** What a disk writes wholly or not at all. */
const sector = 512;

/** `,"hash":"<64 hex>"}`, the end of a line that commits. */
export const COMMIT_END = 75;
const commitEnd = /^,"hash":"[0-9a-f]{64}"\}$/;
const newline = 10;

const resultStart = '{"type":"step_result",';
const chunkStarts = [resultStart, '{"type":"batch",', '{"type":"migrated",'];
const headerStarts = ['{"type":"run",'];

/**
 * `tail` is everything from the place `at` on, from which it doesn't verify; `lastSeq` is the number of the last envelope before it, and
 * null when even the header doesn't verify.
 */
export function isTorn(tail: Buffer, at: number, lastSeq: number | null): boolean {
  if (hasOneBehind(tail, lastSeq)) return false;
  return lacksSectors(tail, at) || isCutShort(tail, lastSeq === null ? headerStarts : chunkStarts);
}

/** Something was written after a commit in it, or a batch in it is a later one. */
function hasOneBehind(tail: Buffer, lastSeq: number | null): boolean {
  let last = 0;
  for (const [start, end] of linesOf(tail)) {
    if (end + 1 < tail.length && endsLikeCommit(tail, start, end)) return true;
    if (isLater(tail, start, lastSeq)) return true;
    last = end + 1;
  }
  return isLater(tail, last, lastSeq);
}

function isLater(tail: Buffer, start: number, lastSeq: number | null): boolean {
  const seq = /^\{"type":"batch","seq":\[(\d+),/.exec(tail.toString("latin1", start, start + 50))?.[1];
  return seq !== undefined && lastSeq !== null && Number(seq) !== lastSeq + 1;
}

/** Whether the line from `start` to `end` has a hash where a line that commits has it. */
export function endsLikeCommit(bytes: Buffer, start: number, end: number): boolean {
  return end - start >= COMMIT_END && commitEnd.test(bytes.toString("latin1", end - COMMIT_END, end));
}

/** Zeros from the start of a sector, or of the chunk, to the end of a sector, or of the file. */
export function lacksSectors(tail: Buffer, at: number): boolean {
  for (let start = tail.indexOf(0); start >= 0; ) {
    let end = start;
    while (end < tail.length && tail[end] === 0) end += 1;
    const begins = start === 0 || (at + start) % sector === 0;
    if (begins && ((at + end) % sector === 0 || end === tail.length)) return true;
    start = tail.indexOf(0, end);
  }
  return false;
}

/** Whole results, and then perhaps the beginning of a line. */
function isCutShort(tail: Buffer, starts: readonly string[]): boolean {
  let last = 0;
  for (const [start, end] of linesOf(tail)) {
    if (tail.toString("latin1", start, start + resultStart.length) !== resultStart) return false;
    if (!isJson(tail.toString("utf8", start, end))) return false;
    last = end + 1;
  }
  const rest = tail.subarray(last);
  if (starts === headerStarts && last > 0) return false;
  if (!starts.some((start) => start.startsWith(rest.toString("latin1", 0, start.length)))) return false;
  // A whole line whose end is something else than the end of a line.
  return !isJson(rest.toString("utf8", 0, rest.length - 1));
}

/** The lines that have an end. */
function* linesOf(bytes: Buffer): Generator<readonly [start: number, end: number]> {
  let start = 0;
  for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
    yield [start, end];
    start = end + 1;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
