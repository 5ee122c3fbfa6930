/** A recording in memory, as it is drawn by tests: what a run left behind, process by process. */
import { TraceBuilder } from "../../../core/trace/builder";
import { parseMeta } from "../../../core/trace/meta";
import type { Trace } from "../../../core/trace/types";
import { CLOCK_AT_START_NS, halves, type LaneWriter, type SiteWord } from "./records";

export interface DrawnProcess {
  /** Its folder in the recording. */
  name: string;
  /** Lines of meta.jsonl. */
  meta: string[];
  /** Lane id → its records. */
  lanes: Map<number, LaneWriter>;
  /** Lane id → records lost. */
  lost: Map<number, number>;
  /** Object id → totals of the counted tier. */
  cells: Map<number, number[]>;
  /** Names that the source would give to the creations at these sites. */
  names: (SiteWord & { name: string })[];
  /** Last sign of life, in ns of the trace. */
  heartbeatNs: number;
}

export class Drawing {
  readonly processes: DrawnProcess[] = [];

  /** Puts everything into a builder, as a collector that reads all at once does. */
  feed(builder: TraceBuilder): void {
    for (const process of this.processes) {
      const tables = builder.process(process.name);
      for (const line of process.meta) {
        const row = parseMeta(line);
        if (row === null) throw new Error(`The drawing wrote a line that cannot be read: ${line}`);
        tables.meta(row);
      }
      for (const [lane, { words }] of process.lanes) tables.ingest(lane, Uint32Array.from(words));
      for (const [lane, records] of process.lost) tables.lost(lane, records);
      for (const [object, cells] of process.cells) tables.cells(object, cells);
      for (const { code, lasti, name } of process.names) tables.nameSite(code, lasti, name);
      const [lo, hi] = halves(CLOCK_AT_START_NS + process.heartbeatNs);
      tables.heartbeat({ lo, hi });
    }
  }

  /** The trace that this recording gives. */
  trace(): Trace {
    const builder = new TraceBuilder();
    this.feed(builder);
    return builder.snapshot();
  }
}
