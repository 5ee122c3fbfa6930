/** Rows of raw waits, and which wait led to which hold or event: for a lane, and for each task that it runs. */
import type { RawTables } from "./raw";
import { WaitOp, WaitResult } from "./types";
import { OPS_ENDED_BY } from "./vocabulary";

/** A new raw wait: open, for nothing, by nobody. */
export function addWait(raw: RawTables, lane: number, startNs: number, op: number, site: number): number {
  const { waits } = raw;
  const row = waits.addRow();
  waits.lane[row] = lane;
  waits.startNs[row] = startNs;
  waits.endNs[row] = Number.NaN;
  waits.op[row] = op;
  waits.result[row] = WaitResult.open;
  waits.site[row] = site;
  waits.object[row] = -1;
  waits.told[row] = 0;
  waits.holderLane[row] = -1;
  waits.holderSite[row] = 0;
  waits.argument[row] = 0;
  waits.got[row] = -1;
  waits.wakerLane[row] = -1;
  waits.wakerSite[row] = 0;
  return row;
}

export class WaitLinks {
  /** For each op the latest wait that has not got anything yet; -1 = none. */
  private readonly latest = new Int32Array(WaitOp.tasks + 1).fill(-1);

  constructor(private readonly raw: RawTables) {}

  began(op: number, wait: number): void {
    this.latest[op] = wait;
  }

  /** The latest wait for a lock led to this hold, if it was for the same object. Whatever came of it, it is no longer the latest. */
  gotHold(object: number, hold: number): void {
    const { waits } = this.raw;
    const wait = this.latest[WaitOp.lock];
    if (wait >= 0 && waits.object[wait] === object) waits.got[wait] = hold;
    this.latest[WaitOp.lock] = -1;
  }

  /** An event of this kind is the good end of the latest wait for the same object. Returns whether there was one. */
  gotEvent(kind: number, object: number, event: number): boolean {
    const { waits } = this.raw;
    let ended = false;
    for (const op of OPS_ENDED_BY[kind] ?? []) {
      const wait = this.latest[op];
      if (wait < 0 || waits.object[wait] !== object) continue;
      waits.got[wait] = event;
      this.latest[op] = -1;
      ended = true;
    }
    return ended;
  }
}
