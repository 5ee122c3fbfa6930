/** The longest waits of a trace, longest first, kept while it grows: only what is new is looked at. */
import type { Change } from "../protocol/growing-table";
import { type Trace, WaitOp } from "../trace/types";

/** So many are kept; who wants more has all looked at. */
const KEPT = 32;

type Waits = Trace["waits"];

/** Sleeps are chosen, not suffered, and who has nothing to do waits for nobody: they do not count. */
export class LongestWaits {
  /** Null: all have to be looked at. Of equal ones the first row stands first. */
  #best: number[] | null = null;
  #lanes = "";

  /** @param change what is new in `trace.waits` */
  grow(trace: Trace, { rows, replaced, before }: Change): void {
    const best = this.#best;
    if (best === null) return;
    if (lanesText(trace) !== this.#lanes) {
      this.#best = null;
      return;
    }
    const counts = countsIn(trace);
    const { waits } = trace;
    const then = before as unknown as Waits;
    for (let i = 0; i < replaced; i++) {
      const at = best.indexOf(rows[i]);
      if (at < 0) continue;
      // One that got shorter may have to give way to one that is not kept.
      if (!counts(rows[i]) || lasted(waits, rows[i]) < lasted(then, i)) {
        this.#best = null;
        return;
      }
      best.splice(at, 1);
    }
    for (const row of rows) if (counts(row)) insert(best, waits, row, KEPT);
  }

  rows(trace: Trace, most: number): number[] {
    if (most > KEPT) return longest(trace, most);
    if (this.#best === null) {
      this.#best = longest(trace, KEPT);
      this.#lanes = lanesText(trace);
    }
    return this.#best.slice(0, most);
  }
}

const lasted = ({ startNs, endNs }: Waits, row: number): number => endNs[row] - startNs[row];

function longest(trace: Trace, most: number): number[] {
  const counts = countsIn(trace);
  const best: number[] = [];
  for (let wait = 0; wait < trace.waits.length; wait++) if (counts(wait)) insert(best, trace.waits, wait, most);
  return best;
}

function insert(best: number[], waits: Waits, row: number, most: number): void {
  const ns = lasted(waits, row);
  const isLonger = (than: number) => ns > lasted(waits, than) || (ns === lasted(waits, than) && row < than);
  if (best.length === most && !isLonger(best[most - 1])) return;
  let at = best.length;
  while (at > 0 && isLonger(best[at - 1])) at--;
  best.splice(at, 0, row);
  if (best.length > most) best.pop();
}

function countsIn({ waits, lanes }: Trace): (wait: number) => boolean {
  const loops = new Set(lanes.map(({ loop }) => loop));
  return (wait) => {
    const op = waits.op[wait];
    const lane = waits.lane[wait];
    // An event loop that waits for something to happen is at rest as well.
    const rests = op === WaitOp.sleep || op === WaitOp.idle || (op === WaitOp.io && loops.has(lane));
    return !rests && !lanes[lane].internal;
  };
}

/** Which lanes count: as long as this is the same. New lanes bring new waits, which are looked at anyway. */
function lanesText({ lanes }: Trace): string {
  const loops = new Set(lanes.map(({ loop }) => loop));
  const internal = lanes.flatMap((lane, index) => (lane.internal ? [index] : []));
  return `${[...loops].join(" ")} | ${internal.join(" ")}`;
}
