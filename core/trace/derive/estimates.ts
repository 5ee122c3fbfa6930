/**
 * What the time is in which no wait is recorded, told from samples: a thread ran for as long as it used the processor. The rest
 * of an interval is
 *
 *   io        where the thread was found in a call that waits for I/O
 *   gil       where it used the processor in between and others of its process did too, for as long as they did: who waits for the
 *             GIL wakes up every 5 ms to ask for it
 *   unknown   where it used nothing at all and waited in the kernel: for something that nobody recorded
 *   running   else: ready to run, and the system ran others
 *
 * Where in an interval it ran is not known: its parts alternate, so that a picture of any scale has the right shares.
 */
import { type Lane, type LaneSpans, State } from "../types";
import { CpuCurve } from "./cpu-curve";
import type { DerivedSamples } from "./samples";
import { SpanBuilder } from "./span-builder";

/** Parts that alternate are not shorter than the sampler's pace, and not more than so many. */
const SLICE_NS = 20e6;
const MOST_SLICES = 64;

/** `RawSamples.found`: it waited in the kernel, for no I/O. */
const FOUND_WAITING = 255;

/**
 * @param hasGil index = process
 * @returns the spans of threads, with what samples tell; those of lanes without samples are the same objects
 */
export function withEstimates(
  lanes: readonly Lane[],
  spans: readonly LaneSpans[],
  sampled: DerivedSamples,
  hasGil: readonly boolean[],
): LaneSpans[] {
  const rowsOfProcess = new Map<number, number[]>();
  for (let row = 0; row < sampled.samples.length; row++) {
    const { process } = lanes[sampled.samples.lane[row]];
    const rows = rowsOfProcess.get(process);
    if (rows === undefined) rowsOfProcess.set(process, [row]);
    else rows.push(row);
  }
  const curves = new Map(
    Array.from(rowsOfProcess, ([process, rows]) => [process, new CpuCurve(sampled.samples, rows)]),
  );
  return spans.map((own, lane) => {
    const [from, to] = [sampled.offsets[lane], sampled.offsets[lane + 1]];
    if (from === to) return own;
    const { process } = lanes[lane];
    return estimated(lanes[lane], own, sampled, from, to, hasGil[process] ? curves.get(process)! : null);
  });
}

/** @param curve CPU time of the whole process; null = it has no GIL */
function estimated(
  lane: Lane,
  spans: LaneSpans,
  sampled: DerivedSamples,
  from: number,
  to: number,
  curve: CpuCurve | null,
): LaneSpans {
  const { startNs, endNs } = sampled.samples;
  const builder = new SpanBuilder(lane.startNs, lane.endNs, Number.POSITIVE_INFINITY, spans.length + 2 * (to - from));
  const uncovered = uncoveredNs(lane, spans, sampled, from, to);
  let row = from;
  let painter: Painter | null = null;
  for (let span = 0; span < spans.length; span++) {
    const spanEndNs = span + 1 < spans.length ? spans.startNs[span + 1] : lane.endNs;
    builder.enter(spans.startNs[span], spans.state[span], spans.wait[span]);
    if (spans.state[span] !== State.running) continue;
    for (let atNs = spans.startNs[span]; row < to && startNs[row] < spanEndNs; ) {
      const untilNs = Math.min(spanEndNs, endNs[row]);
      atNs = Math.max(atNs, startNs[row]);
      if (untilNs > atNs) {
        painter ??= painterOf(sampled, row, uncovered[row - from], curve);
        painter.paint(builder, atNs, untilNs);
        builder.enter(untilNs, State.running, -1);
        atNs = untilNs;
      }
      if (endNs[row] > spanEndNs) break;
      row++;
      painter = null;
    }
  }
  return builder.finish();
}

/** For each interval how much of it no wait covers. */
function uncoveredNs(lane: Lane, spans: LaneSpans, sampled: DerivedSamples, from: number, to: number): Float64Array {
  const { startNs, endNs } = sampled.samples;
  const uncovered = new Float64Array(to - from);
  let row = from;
  for (let span = 0; span < spans.length; span++) {
    if (spans.state[span] !== State.running) continue;
    const spanEndNs = span + 1 < spans.length ? spans.startNs[span + 1] : lane.endNs;
    for (; row < to && startNs[row] < spanEndNs; row++) {
      const overlapNs = Math.min(spanEndNs, endNs[row]) - Math.max(spans.startNs[span], startNs[row]);
      if (overlapNs > 0) uncovered[row - from] += overlapNs;
      if (endNs[row] > spanEndNs) break;
    }
  }
  return uncovered;
}

function painterOf(
  { samples, found }: DerivedSamples,
  row: number,
  uncoveredNs: number,
  curve: CpuCurve | null,
): Painter {
  const { startNs, endNs, cpuNs } = samples;
  const restNs = Math.max(0, uncoveredNs - cpuNs[row]);
  const isKernel = found[row] === FOUND_WAITING;
  if (found[row] !== 0 && !isKernel) return new Painter(uncoveredNs, restNs, State.io);
  if (cpuNs[row] === 0) return new Painter(uncoveredNs, isKernel ? restNs : 0, State.unknown);
  const others = curve === null ? 0 : Math.floor(curve.between(startNs[row], endNs[row]) - cpuNs[row]);
  return new Painter(uncoveredNs, Math.min(restNs, Math.max(0, others)), State.gil);
}

/** Lays the parts of one interval over the time that no wait covers. */
class Painter {
  private readonly slices: number;
  private readonly runNs: number;
  /** How much of the uncovered time is painted. */
  private doneNs = 0;

  /** @param restNs of the `wholeNs` that are uncovered so much is in `state`, the others running */
  constructor(
    private readonly wholeNs: number,
    restNs: number,
    private readonly state: number,
  ) {
    this.slices = Math.max(1, Math.min(MOST_SLICES, Math.floor(wholeNs / SLICE_NS)));
    this.runNs = wholeNs - restNs;
  }

  /** The next uncovered piece of the interval. */
  paint(builder: SpanBuilder, fromNs: number, toNs: number): void {
    for (let atNs = fromNs; atNs < toNs; ) {
      const slice = this.sliceAt(this.doneNs);
      const beginNs = this.sliceStart(slice);
      const endNs = this.sliceStart(slice + 1);
      const runEndNs = Math.min(endNs, beginNs + this.runUntil(slice + 1) - this.runUntil(slice));
      const runs = this.doneNs < runEndNs;
      const lengthNs = Math.min(toNs - atNs, (runs ? runEndNs : endNs) - this.doneNs);
      builder.enter(atNs, runs ? State.running : this.state, -1);
      atNs += lengthNs;
      this.doneNs += lengthNs;
    }
  }

  private sliceStart(slice: number): number {
    return slice >= this.slices ? Number.POSITIVE_INFINITY : Math.floor((this.wholeNs * slice) / this.slices);
  }

  private runUntil(slice: number): number {
    return Math.floor((this.runNs * slice) / this.slices);
  }

  private sliceAt(doneNs: number): number {
    let slice = Math.min(this.slices - 1, Math.floor((doneNs * this.slices) / this.wholeNs));
    while (this.sliceStart(slice + 1) <= doneNs) slice++;
    while (slice > 0 && this.sliceStart(slice) > doneNs) slice--;
    return slice;
  }
}
