/**
 * Who has an event loop meanwhile. A task's span inside one of its steps has no wait of its own (what holds it up is its thread's), but
 * it is not ready either: that tells it from what the task awaits.
 */
import type { LaneIndex, Ns } from "../units";
import { type Model, waitOfSpan } from "./model";
import { Tone } from "./tones";

export interface LoopHolder {
  lane: LaneIndex;
  /** Of its step, as far as it lies within the asked time. */
  startNs: Ns;
  endNs: Ns;
  /** The longest wait of the thread within; -1 = it computed all the time. */
  wait: number;
}

const MOST_HOLDERS = 3;
/** Who waits for the GIL wants to compute: that is no call that blocks. */
const COMPUTES: readonly number[] = [Tone.running, Tone.gil];

/** True for a call within a task's step that makes its whole loop wait, such as `time.sleep`. */
export function blocksLoop(model: Model, lane: LaneIndex, span: number): boolean {
  return isInStep(model, lane, span) && !COMPUTES.includes(model.lanes[lane].stateOf(span));
}

/** The steps of other tasks of the same loop that ran while this task was ready, longest first. */
export function loopHolders(model: Model, task: LaneIndex, fromNs: Ns, toNs: Ns): LoopHolder[] {
  const { lanes } = model.trace;
  const found: LoopHolder[] = [];
  lanes.forEach(({ loop, startNs, endNs }, lane) => {
    if (lane === task || loop < 0 || loop !== lanes[task].loop || startNs >= toNs || endNs <= fromNs) return;
    found.push(...stepsWithin(model, lane, fromNs, toNs));
    // Of thousands only the longest are kept at any time.
    found.sort((a, b) => b.endNs - b.startNs - (a.endNs - a.startNs) || a.startNs - b.startNs).splice(MOST_HOLDERS);
  });
  return found;
}

function* stepsWithin(model: Model, lane: LaneIndex, fromNs: Ns, toNs: Ns): Generator<LoopHolder> {
  const store = model.lanes[lane];
  let step: LoopHolder | null = null;
  let longestNs = 0;
  for (let span = Math.max(0, store.spanAt(fromNs)); span < store.length && store.startNsOf(span) < toNs; span++) {
    const startNs = Math.max(fromNs, store.startNsOf(span));
    const endNs = Math.min(toNs, store.spanEndNs(span));
    if (!isInStep(model, lane, span)) {
      if (step !== null) yield step;
      step = null;
      continue;
    }
    if (step === null) {
      step = { lane, startNs, endNs, wait: -1 };
      longestNs = 0;
    }
    step.endNs = endNs;
    const wait = blocksLoop(model, lane, span) ? waitOfSpan(model, lane, span) : -1;
    if (wait < 0 || endNs - startNs <= longestNs) continue;
    step.wait = wait;
    longestNs = endNs - startNs;
  }
  if (step !== null) yield step;
}

function isInStep({ lanes, trace }: Model, lane: LaneIndex, span: number): boolean {
  const tone = lanes[lane].stateOf(span);
  const isTask = trace.lanes[lane].kind === "task";
  return isTask && lanes[lane].objectOf(span) < 0 && tone !== Tone.ready && tone !== Tone.unknown;
}
