/** How a moment of a lane looks. It is the lane's state, with condition waits told apart from other waits. */
import { type LaneSpans, State, WaitOp } from "../trace/types";

export const TONES = [
  "running",
  "gil",
  "blocked",
  "waiting",
  "sleeping",
  "io",
  "idle",
  "unknown",
  "condition",
  "ready",
] as const;
export type ToneName = (typeof TONES)[number];
export const TONE_COUNT = TONES.length;

/** The first eight numbers are those of `State`. */
export const Tone = { ...State, condition: 8, ready: 9 } as const;

export function toneOf(state: number, op: number): number {
  if (state === State.ready) return Tone.ready;
  return state === State.waiting && op === WaitOp.condition ? Tone.condition : state;
}

/** @param op by wait */
export function tonesOf({ length, state, wait }: LaneSpans, op: Uint8Array): Uint8Array {
  const tones = new Uint8Array(length);
  for (let span = 0; span < length; span++) tones[span] = toneOf(state[span], wait[span] >= 0 ? op[wait[span]] : 0);
  return tones;
}

/**
 * Height carries meaning: what takes part in the program's work (or keeps others from theirs) fills the lane, passive waiting
 * is a thin line, an idle worker is an empty outline.
 */
export const TALL_TONES: readonly number[] = [Tone.running, Tone.io, Tone.gil, Tone.ready, Tone.unknown, Tone.blocked];
export const THIN_TONES: readonly number[] = [Tone.waiting, Tone.condition, Tone.sleeping];

export function isTall(tone: number): boolean {
  return tone !== Tone.idle && !THIN_TONES.includes(tone);
}
