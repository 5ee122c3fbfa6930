/**
 * One record of a recording, read field by field from 32-bit words (docs/trace-format.md, "Records").
 *
 *   32-bit word   0 1     2 3     4 5                     6 7
 *                 t0      t1      object << 40 | seq      kind << 56 | code << 32 | lasti
 *
 * 64-bit integers are never built: a BigInt costs 32 to 231 ns where two halves cost one. `at` is always the index of the
 * record's first 32-bit word, that is 8 times its number.
 */
export const RECORD_BYTES = 32;
export const RECORD_WORDS = 8;
export const FORMAT_VERSION = 1;

/** 2^32: the weight of the upper half. */
export const HIGH = 4294967296;

/** A 64-bit integer as its two unsigned halves. */
export interface Halves {
  lo: number;
  hi: number;
}

export const kindAt = (words: Uint32Array, at: number): number => words[at + 7] >>> 24;
export const codeAt = (words: Uint32Array, at: number): number => words[at + 7] & 0xffffff;
export const lastiAt = (words: Uint32Array, at: number): number => words[at + 6];
export const objectAt = (words: Uint32Array, at: number): number => words[at + 5] >>> 8;
/** The lower 40 bits of word 2: exact in a double. */
export const seqAt = (words: Uint32Array, at: number): number => (words[at + 5] & 0xff) * HIGH + words[at + 4];
/** Word 1 as a number: exact up to 2^53, which no value, depth or lane id comes near. */
export const argAt = (words: Uint32Array, at: number): number => words[at + 3] * HIGH + words[at + 2];
export const isOpenAt = (words: Uint32Array, at: number): boolean => words[at + 2] === 0 && words[at + 3] === 0;

/** t0 relative to `origin`: (hi − originHi) · 2³² + (lo − originLo), exact while the two are within 104 days. */
export const startAt = (words: Uint32Array, at: number, origin: Halves): number =>
  (words[at + 1] - origin.hi) * HIGH + (words[at] - origin.lo);

/** t1 relative to `origin`; meaningless while the span is open. */
export const endAt = (words: Uint32Array, at: number, origin: Halves): number =>
  (words[at + 3] - origin.hi) * HIGH + (words[at + 2] - origin.lo);

/** EXT, word 3 below the kind: up to 2^55, of which a double keeps the upper 53 bits. */
export const extArgAt = (words: Uint32Array, at: number): number => codeAt(words, at) * HIGH + words[at + 6];

export const relativeTo = (time: Halves, origin: Halves): number =>
  (time.hi - origin.hi) * HIGH + (time.lo - origin.lo);

/** The halves of a non-negative decimal integer of any length up to 64 bits, as it stands in JSON text. */
export function halvesOf(decimal: string): Halves {
  const value = BigInt(decimal);
  return { lo: Number(value & 0xffffffffn), hi: Number((value >> 32n) & 0xffffffffn) };
}

/** A view of bytes as 32-bit words; copies only when the bytes do not begin at a multiple of four. */
export function wordsOf(bytes: Uint8Array): Uint32Array {
  const whole = bytes.byteLength & ~3;
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  return new Uint32Array(aligned.buffer, aligned.byteOffset, whole / 4);
}

/** How many records at the front of `words` exist: the first kind of zero ends them. Stops at `limit` records. */
export function committedRecords(words: Uint32Array, limit = Math.floor(words.length / RECORD_WORDS)): number {
  let count = 0;
  while (count < limit && words[count * RECORD_WORDS + 7] >>> 24 !== 0) count++;
  return count;
}
