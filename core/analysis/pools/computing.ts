/** How much of the time in which workers had items they computed, and how much of it they stood behind others. */
import { State, type Trace } from "../../trace/types";
import type { LaneIndex, Ns } from "../../units";
import type { Units } from "./units";

export interface Computing {
  runNs: Ns;
  /** Processor time of it; null where too little was sampled to tell. */
  cpuShare: number | null;
  /** Ready to run, and another thread had the interpreter's lock. */
  gilShare: number;
  /** It ran as far as Python knows. */
  runningShare: number;
}

/** Samples have to cover this share of the units' time. */
export const MIN_SAMPLED_SHARE = 0.5;

export function computingOf(trace: Trace, units: Units): Computing {
  const { samples } = trace;
  const byLane = new Map<LaneIndex, number[]>();
  let runNs = 0;
  for (let unit = 0; unit < units.length; unit++) {
    const rows = byLane.get(units.lane[unit]);
    if (rows === undefined) byLane.set(units.lane[unit], [unit]);
    else rows.push(unit);
    runNs += units.endNs[unit] - units.startNs[unit];
  }
  let [cpuNs, sampledNs, gilNs, runningNs] = [0, 0, 0, 0];
  let sample = 0;
  // Samples are by lane, and so are we.
  for (const [lane, rows] of [...byLane].sort(([a], [b]) => a - b)) {
    rows.sort((a, b) => units.startNs[a] - units.startNs[b]);
    const busy = new Overlap(units, rows);
    while (sample < samples.length && samples.lane[sample] < lane) sample++;
    for (; sample < samples.length && samples.lane[sample] === lane; sample++) {
      const overNs = busy.with(samples.startNs[sample], samples.endNs[sample]);
      sampledNs += overNs;
      // A worker does nothing else that counts.
      cpuNs += Math.min(overNs, samples.cpuNs[sample]);
    }
    const { length, startNs, state } = trace.laneSpans[lane];
    busy.rewind();
    for (let span = 0; span < length; span++) {
      if (state[span] !== State.gil && state[span] !== State.running) continue;
      const overNs = busy.with(startNs[span], span + 1 < length ? startNs[span + 1] : trace.lanes[lane].endNs);
      if (state[span] === State.gil) gilNs += overNs;
      else runningNs += overNs;
    }
  }
  const shareOf = (partNs: Ns) => (runNs > 0 ? Math.min(1, partNs / runNs) : 0);
  return {
    runNs,
    cpuShare: runNs > 0 && sampledNs >= MIN_SAMPLED_SHARE * runNs ? Math.min(1, cpuNs / sampledNs) : null,
    gilShare: shareOf(gilNs),
    runningShare: shareOf(runningNs),
  };
}

/** How long one lane's units lasted within stretches of time that ascend. */
class Overlap {
  #at = 0;

  constructor(
    private readonly units: Units,
    private readonly rows: readonly number[],
  ) {}

  rewind(): void {
    this.#at = 0;
  }

  with(fromNs: Ns, toNs: Ns): Ns {
    const { startNs, endNs } = this.units;
    const { rows } = this;
    while (this.#at < rows.length && endNs[rows[this.#at]] <= fromNs) this.#at++;
    let sumNs = 0;
    for (let at = this.#at; at < rows.length && startNs[rows[at]] < toNs; at++)
      sumNs += Math.min(toNs, endNs[rows[at]]) - Math.max(fromNs, startNs[rows[at]]);
    return Math.max(0, sumNs);
  }
}
