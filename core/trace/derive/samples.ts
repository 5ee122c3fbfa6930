/** Samples of lanes' threads as intervals: how much of the processor each used from when to when. */
import { allRows, groupOf, groupRows, INITIAL_ROWS, sortRows, Table } from "../column";
import type { RawTables } from "../raw";
import type { Lane, Samples } from "../types";
import type { Order } from "./order";

export interface DerivedSamples {
  samples: Samples;
  /** What the thread was found at when the interval ended (`RawSamples.found`). */
  found: Uint8Array;
  /** Rows of lane i: `offsets[i]` … `offsets[i + 1]` − 1. */
  offsets: Uint32Array;
}

class SampleRows extends Table {
  lane = new Uint32Array(INITIAL_ROWS);
  startNs = new Float64Array(INITIAL_ROWS);
  endNs = new Float64Array(INITIAL_ROWS);
  cpuNs = new Float64Array(INITIAL_ROWS);
  found = new Uint8Array(INITIAL_ROWS);
}

/** By lane and time. Also tells each lane what its thread used in all. */
export function deriveSamples(
  { samples }: RawTables,
  { laneIndex, lanes: ordered, originNs }: Order,
  lanes: Lane[],
): DerivedSamples {
  const owner = new Int32Array(samples.length);
  for (let row = 0; row < samples.length; row++) owner[row] = laneIndex[samples.lane[row]];
  const groups = groupRows(owner, samples.length, lanes.length, sortRows(allRows(samples.length), samples.timeNs));
  const rows = new SampleRows();
  const offsets = new Uint32Array(lanes.length + 1);
  lanes.forEach((lane, index) => {
    const { raw } = ordered[index];
    if (raw !== null && lane.kind === "thread") {
      const meter = new Meter(rows, lane, index);
      meter.read(lane.startNs, raw.startCpuNs, 0);
      for (const row of groupOf(groups, index))
        meter.read(samples.timeNs[row] - originNs, samples.cpuNs[row], samples.found[row]);
      if (lane.ended) meter.read(raw.endedNs - originNs, raw.endCpuNs, 0);
      else meter.standStill();
    }
    offsets[index + 1] = rows.length;
  });
  const { length } = rows;
  return {
    samples: {
      length,
      lane: rows.lane.slice(0, length),
      startNs: rows.startNs.slice(0, length),
      endNs: rows.endNs.slice(0, length),
      cpuNs: rows.cpuNs.slice(0, length),
    },
    found: rows.found.slice(0, length),
    offsets,
  };
}

/** The readings of one lane's CPU clock, one after the other. */
class Meter {
  private lastNs = Number.NaN;
  private lastCpuNs = 0;
  private lastFound = 0;
  /** Used, as it seems, by more than there was time for: the two clocks are read one after the other. */
  private surplusNs = 0;

  constructor(
    private readonly rows: SampleRows,
    private readonly lane: Lane,
    private readonly index: number,
  ) {}

  /** @param cpuNs 0 = not known: what was used since the last reading is not known either */
  read(timeNs: number, cpuNs: number, found: number): void {
    const atNs = Math.min(Math.max(timeNs, this.lane.startNs), this.lane.endNs);
    if (this.lastCpuNs > 0 && cpuNs > 0 && atNs > this.lastNs) {
      const usedNs = Math.max(0, cpuNs - this.lastCpuNs);
      const durationNs = atNs - this.lastNs;
      const shownNs = Math.min(usedNs + this.surplusNs, durationNs);
      this.surplusNs += usedNs - shownNs;
      const { rows } = this;
      const row = rows.addRow();
      rows.lane[row] = this.index;
      rows.startNs[row] = this.lastNs;
      rows.endNs[row] = atNs;
      rows.cpuNs[row] = shownNs;
      rows.found[row] = found;
      this.lane.cpuNs = (this.lane.cpuNs ?? 0) + shownNs;
    }
    const isLater = !(atNs <= this.lastNs);
    if (isLater || (atNs === this.lastNs && cpuNs > 0)) {
      this.lastNs = atNs;
      this.lastCpuNs = cpuNs;
      this.lastFound = found;
    }
  }

  /**
   * A lane that never ended: of a thread that stood in the kernel no more samples come as long as it stands, and no last one where the
   * process was killed. It stood until the last time known.
   */
  standStill(): void {
    if (this.lastFound !== 0) this.read(this.lane.endNs, this.lastCpuNs, this.lastFound);
  }
}
