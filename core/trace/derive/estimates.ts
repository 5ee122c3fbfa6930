/**
 * What the time is in which no wait is recorded, told from samples: a thread ran for as long as it used the processor. The rest
 * of an interval is
 *
 *   io        where the thread was found in a call that waits for I/O
 *   gil       where it used the processor in between and others of its process did too: who waits for the GIL wakes up every
 *             5 ms to ask for it. Only where another one may have run (activity.ts)
 *   running   what is left of a thread that is busy: ready to run, and the system ran others
 *   unknown   what is left of one that is not: it waited for something that nobody recorded
 *   waiting   the same of a thread that the standard library has for itself: it waits for work, or in a condition of the library
 *
 * Where in an interval it ran is not known: its parts alternate (painter.ts).
 */
import { type Lane, type LaneSpans, State } from "../types";
import { Activity } from "./activity";
import { MOST_SLICES, Painter } from "./painter";
import type { DerivedSamples } from "./samples";
import { SpanBuilder } from "./span-builder";
import { type Uncovered, uncoveredBy } from "./uncovered";

/** `RawSamples.found`: it waited in the kernel, for no I/O. */
const FOUND_WAITING = 255;
/** Who is ready to run gets at least that share of a processor, however many others there are. */
const BUSY_SHARE = 1 / 64;

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
  const { offsets } = sampled;
  const uncovered = spans.map((own, lane) =>
    offsets[lane] === offsets[lane + 1]
      ? null
      : uncoveredBy(lanes[lane], own, sampled, offsets[lane], offsets[lane + 1]),
  );
  const activities = hasGil.map((has, process) => {
    const own = uncovered.filter((pieces, lane) => pieces !== null && lanes[lane].process === process) as Uncovered[];
    return has && own.length > 1 ? new Activity(sampled.samples, own) : null;
  });
  return spans.map((own, lane) => {
    const pieces = uncovered[lane];
    if (pieces === null) return own;
    return estimated(lanes[lane], own, sampled, pieces, activities[lanes[lane].process]);
  });
}

/** @param activity null = nobody waits for a GIL */
function estimated(
  lane: Lane,
  spans: LaneSpans,
  sampled: DerivedSamples,
  pieces: Uncovered,
  activity: Activity | null,
): LaneSpans {
  const room = spans.length + 2 * (pieces.to - pieces.from);
  const builder = new SpanBuilder(lane.startNs, lane.endNs, Number.POSITIVE_INFINITY, room);
  let span = 0;
  const enterUntil = (timeNs: number) => {
    for (; span < spans.length && spans.startNs[span] <= timeNs; span++)
      builder.enter(spans.startNs[span], spans.state[span], spans.wait[span]);
  };
  for (let first = 0, behind = 0; first < pieces.row.length; first = behind) {
    const row = pieces.row[first];
    for (behind = first; pieces.row[behind] === row; ) behind++;
    const inDemand = gilPossible(sampled, pieces, first, behind, activity);
    const [within, outside] = paintersOf(sampled, pieces, row, inDemand, lane.internal ? State.waiting : State.unknown);
    let stretch = 0;
    for (let piece = first; piece < behind; piece++) {
      const toNs = pieces.endNs[piece];
      enterUntil(pieces.startNs[piece]);
      let atNs = pieces.startNs[piece];
      for (; stretch < inDemand.startNs.length && inDemand.startNs[stretch] < toNs; stretch++) {
        outside.paint(builder, atNs, inDemand.startNs[stretch]);
        within.paint(builder, inDemand.startNs[stretch], inDemand.endNs[stretch]);
        atNs = inDemand.endNs[stretch];
      }
      outside.paint(builder, atNs, toNs);
    }
  }
  enterUntil(lane.endNs);
  return builder.finish();
}

/** Where in one interval the GIL may have been waited for: within the lane's pieces, where another thread may have run. */
interface InDemand {
  startNs: number[];
  endNs: number[];
  /** How much of the processor others used there. */
  othersNs: number;
  /** How long another one may have run; less than the stretches together where gaps between them are bridged. */
  sumNs: number;
}

function gilPossible(
  { samples: { cpuNs } }: DerivedSamples,
  { row, startNs, endNs, from, sumNs }: Uncovered,
  first: number,
  behind: number,
  activity: Activity | null,
): InDemand {
  const inDemand: InDemand = { startNs: [], endNs: [], othersNs: 0, sumNs: 0 };
  if (activity === null) return inDemand;
  const own = row[first];
  const rate = Math.min(1, cpuNs[own] / sumNs[own - from]);
  let isFirst = false;
  const visit = (fromNs: number, toNs: number) => {
    inDemand.sumNs += toNs - fromNs;
    inDemand.othersNs += activity.between(fromNs, toNs) - rate * (toNs - fromNs);
    const last = inDemand.endNs.length - 1;
    // Very many short gaps would make very many spans. Across a wait of its own nothing is bridged.
    if (!isFirst && last >= 0 && fromNs - inDemand.endNs[last] < shortestGapNs) inDemand.endNs[last] = toNs;
    else {
      inDemand.startNs.push(fromNs);
      inDemand.endNs.push(toNs);
    }
    isFirst = false;
  };
  // At most so many gaps of an interval are that long.
  const shortestGapNs = Math.floor(sumNs[own - from] / MOST_SLICES / 16);
  for (let piece = first; piece < behind; piece++) {
    isFirst = true;
    activity.eachStretch(rate > 0 ? 2 : 1, startNs[piece], endNs[piece], visit);
  }
  inDemand.othersNs = Math.max(0, Math.round(inDemand.othersNs));
  return inDemand;
}

/**
 * For the time within the stretches, and for that outside of them.
 *
 * @param unrecorded the state of a wait that nobody recorded
 */
function paintersOf(
  { samples: { cpuNs, startNs, endNs }, found }: DerivedSamples,
  { sumNs, from, to }: Uncovered,
  row: number,
  inDemand: InDemand,
  unrecorded: number,
): [Painter, Painter] {
  const wholeNs = sumNs[row - from];
  const runNs = Math.min(cpuNs[row], wholeNs);
  const restNs = wholeNs - runNs;
  const isKernel = found[row] === FOUND_WAITING;
  if (found[row] !== 0 && !isKernel) return painters(runNs, 0, State.io, wholeNs, inDemand);

  const busy = (first: number, last: number): boolean => {
    let [used, all] = [0, 0];
    for (let i = Math.max(from, first); i <= Math.min(to - 1, last); i++) {
      used += Math.min(cpuNs[i], sumNs[i - from]);
      all += sumNs[i - from];
    }
    return used > 0 && used >= all * BUSY_SHARE;
  };
  // The system runs a thread in turns: between two busy intervals one may be empty.
  const isBusy = busy(row, row) || busy(row - 1, row + 1);
  const stoodOn = row + 1 < to && startNs[row + 1] === endNs[row] && cpuNs[row + 1] === 0;
  const stood = isKernel && (runNs === 0 || (!isBusy && stoodOn && found[row + 1] === FOUND_WAITING));
  if (stood || (runNs === 0 && !isBusy)) return painters(runNs, 0, unrecorded, wholeNs, inDemand);

  const gilNs = Math.min(restNs, inDemand.sumNs, isBusy ? demandOf(runNs, wholeNs, inDemand) : inDemand.othersNs);
  const isReady = isBusy && (!isKernel || (gilNs > 0 && gilNs >= restNs / 2));
  return painters(runNs, gilNs, isReady ? State.running : unrecorded, wholeNs, inDemand);
}

/**
 * How long a busy thread waited for the GIL while others used the processor for `othersNs`. Where all of them together used less than
 * there was time for, the system ran other programs meanwhile, and one of them had the GIL all the same: each for its share.
 */
function demandOf(runNs: number, wholeNs: number, { othersNs, sumNs }: InDemand): number {
  const ownNs = (runNs * sumNs) / wholeNs;
  const usedNs = othersNs + ownNs;
  return usedNs > 0 && usedNs < sumNs ? Math.floor((sumNs * othersNs) / usedNs) : othersNs;
}

function painters(
  runNs: number,
  gilNs: number,
  state: number,
  wholeNs: number,
  inDemand: InDemand,
): [Painter, Painter] {
  let withinNs = 0;
  for (let i = 0; i < inDemand.startNs.length; i++) withinNs += inDemand.endNs[i] - inDemand.startNs[i];
  const outsideNs = wholeNs - withinNs;
  const freeNs = withinNs - gilNs;
  const share = freeNs + outsideNs > 0 ? Math.round((runNs * freeNs) / (freeNs + outsideNs)) : 0;
  const runWithinNs = Math.min(freeNs, runNs, Math.max(share, runNs - outsideNs));
  const runOutsideNs = runNs - runWithinNs;
  return [
    new Painter([
      [State.running, runWithinNs],
      [State.gil, gilNs],
      [state, freeNs - runWithinNs],
    ]),
    new Painter([
      [State.running, runOutsideNs],
      [state, outsideNs - runOutsideNs],
    ]),
  ];
}
