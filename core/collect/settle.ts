/**
 * The pause between the two reads of the commit rule. On x86 other cores see a writer's stores in their order, so a record whose
 * last word is there is there as a whole. Other processors may show the last word first: there, what was seen is trusted
 * only when a millisecond has passed, thousands of times as long as a store takes to reach the others.
 */
const ORDERED = process.arch === "x64" || process.arch === "ia32";
const PAUSE_MS = 1;
const nobodyWakes = new Int32Array(new SharedArrayBuffer(4));

/** Returns when everything that was seen before the call may be trusted on a second look. */
export function settle(ordered: boolean = ORDERED): void {
  if (!ordered) Atomics.wait(nobodyWakes, 0, 0, PAUSE_MS);
}
