/**
 * Volume with sense in it: lanes that take one lock in turn, every third time after waiting for the one before.
 *
 *   lane n      ▒▒▒ wait ▒▒▒├── hold ──┤
 *   lane n+1                           ├── hold ──┤
 *
 * Of ten records six are holds and four are waits with their second halves.
 */
import type { TraceBuilder } from "../../../core/trace/builder";
import { WaitOp, WaitResult } from "../../../core/trace/types";
import { draw } from "./draw";
import { LaneWriter } from "./records";

const LOCK = 1;
const HELD_NS = 600;
const BETWEEN_NS = 1000;
const WAITED_NS = 900;
const EVERY = 3;

export class BusyLock {
  readonly #process;
  #holds = 0;

  constructor(
    readonly lanes: number,
    readonly builder: TraceBuilder,
  ) {
    const starts = Array.from({ length: lanes - 1 }, (_, i) => `${i + 1} Main starts worker-${i}`);
    const begins = Array.from({ length: lanes - 1 }, (_, i) => `${i + 10} worker-${i} begins`);
    const drawing = draw(["0 Main creates lock L", ...starts, ...begins].join("\n"));
    drawing.feed(builder);
    this.#process = drawing.processes[0];
  }

  /** The next records of all lanes, about so many; each lane's in one piece, as a poll finds them. */
  grow(records: number): void {
    const tables = this.builder.process(this.#process.name);
    const writers = Array.from({ length: this.lanes }, () => new LaneWriter());
    const until = this.#holds + Math.round((records * EVERY) / (EVERY + 2));
    let endNs = 0;
    for (; this.#holds < until; this.#holds++) {
      const startNs = 100_000 + this.#holds * BETWEEN_NS;
      const lane = this.#holds % this.lanes;
      const holder = { lane: ((lane + this.lanes - 1) % this.lanes) + 1, site: { code: 1, lasti: 14 } };
      if (this.#holds % EVERY === 0)
        writers[lane].wait(startNs - WAITED_NS, startNs, WaitOp.lock, LOCK, holder.site, holder, WaitResult.got);
      endNs = startNs + HELD_NS;
      writers[lane].hold(startNs, endNs, LOCK, this.#holds + 1, { code: 1, lasti: 14 });
    }
    writers.forEach(({ words }, lane) => {
      tables.ingest(lane + 1, Uint32Array.from(words));
    });
  }
}
