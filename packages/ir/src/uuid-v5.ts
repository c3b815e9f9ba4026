/** UUIDs made of a name (RFC 9562, 5.5): the first half of a SHA-1 (RFC 3174). It only has to be the same everywhere; nothing relies on its strength. */

/** The UUID of a name in a namespace, in lower case. */
export function uuidV5(namespace: string, name: string): string {
  const space = namespace.replaceAll("-", "").match(/../g) ?? [];
  const bytes = sha1([...space.map((pair) => Number.parseInt(pair, 16)), ...utf8(name)]).slice(0, 16);
  bytes[6] = ((bytes[6] as number) & 0x0f) | 0x50;
  bytes[8] = ((bytes[8] as number) & 0x3f) | 0x80;
  const hex = bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

function utf8(text: string): number[] {
  const bytes: number[] = [];
  for (const character of text) {
    const point = character.codePointAt(0) as number;
    if (point < 0x80) bytes.push(point);
    else if (point < 0x800) bytes.push(0xc0 | (point >> 6), 0x80 | (point & 0x3f));
    else if (point < 0x10000) bytes.push(0xe0 | (point >> 12), 0x80 | ((point >> 6) & 0x3f), 0x80 | (point & 0x3f));
    else {
      const rest = [(point >> 12) & 0x3f, (point >> 6) & 0x3f, point & 0x3f].map((bits) => 0x80 | bits);
      bytes.push(0xf0 | (point >> 18), ...rest);
    }
  }
  return bytes;
}

const rotate = (word: number, by: number): number => (word << by) | (word >>> (32 - by));

function sha1(message: readonly number[]): number[] {
  const state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const length = Math.ceil((message.length + 9) / 64) * 64;
  const padded = new Uint8Array(length);
  padded.set(message);
  padded[message.length] = 0x80;
  new DataView(padded.buffer).setBigUint64(length - 8, BigInt(message.length) * 8n);
  for (let offset = 0; offset < length; offset += 64) mix(state, new DataView(padded.buffer, offset, 64));
  return state.flatMap((word) => [24, 16, 8, 0].map((shift) => (word >>> shift) & 0xff));
}

function mix(state: number[], block: DataView): void {
  const words = new Int32Array(80);
  for (let t = 0; t < 80; t++) {
    const word = (back: number): number => words[t - back] as number;
    words[t] = t < 16 ? block.getInt32(t * 4) : rotate(word(3) ^ word(8) ^ word(14) ^ word(16), 1);
  }
  let [a, b, c, d, e] = state as [number, number, number, number, number];
  for (const [t, word] of words.entries()) {
    const next = (rotate(a, 5) + choose(t, b, c, d) + e + word) | 0;
    [e, d, c, b, a] = [d, c, rotate(b, 30), a, next];
  }
  for (const [i, word] of [a, b, c, d, e].entries()) state[i] = ((state[i] as number) + word) | 0;
}

function choose(t: number, b: number, c: number, d: number): number {
  if (t < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (t < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  return t < 60 ? ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc : (b ^ c ^ d) + 0xca62c1d6;
}
