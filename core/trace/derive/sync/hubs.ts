/** Collects what orders the lanes; `table` puts it in the order of time. */

import { SyncKind, type SyncRows } from "../../accesses";
import { allRows, gather, INITIAL_ROWS, sortRows, Table } from "../../column";

export class Hubs extends Table {
  lane = new Uint32Array(INITIAL_ROWS);
  timeNs = new Float64Array(INITIAL_ROWS);
  kind = new Uint8Array(INITIAL_ROWS);
  hub = new Uint32Array(INITIAL_ROWS);
  isLock = new Uint8Array(INITIAL_ROWS);
  private hubs = 0;
  private readonly named = new Map<string, number>();

  /** A new hub. */
  hubOfItsOwn(): number {
    return this.hubs++;
  }

  /** The hub of this name; made when it is new. */
  hubOf(name: string): number {
    let hub = this.named.get(name);
    if (hub === undefined) {
      hub = this.hubs++;
      this.named.set(name, hub);
    }
    return hub;
  }

  tell(lane: number, timeNs: number, hub: number, isLock = 0): void {
    this.add(SyncKind.tell, lane, timeNs, hub, isLock);
  }

  learn(lane: number, timeNs: number, hub: number, isLock = 0): void {
    this.add(SyncKind.learn, lane, timeNs, hub, isLock);
  }

  step(task: number, timeNs: number): void {
    this.add(SyncKind.step, task, timeNs, 0, 0);
  }

  /** What the one had done by then the other knows. A cause's stamp that was taken late counts as that of its effect. */
  edge(fromLane: number, fromNs: number, toLane: number, toNs: number): void {
    if (fromLane < 0 || toLane < 0 || fromLane === toLane) return;
    const hub = this.hubOfItsOwn();
    this.tell(fromLane, Math.min(fromNs, toNs), hub);
    this.learn(toLane, toNs, hub);
  }

  private add(kind: number, lane: number, timeNs: number, hub: number, isLock: number): void {
    if (lane < 0 || Number.isNaN(timeNs)) return;
    const row = this.addRow();
    this.kind[row] = kind;
    this.lane[row] = lane;
    this.timeNs[row] = timeNs;
    this.hub[row] = hub;
    this.isLock[row] = isLock;
  }

  /** By time; of one time, what is told before what is learned. */
  table(): SyncRows {
    const kinds = [SyncKind.tell, SyncKind.step, SyncKind.learn];
    const rows = kinds.flatMap((kind) => Array.from(allRows(this.length)).filter((row) => this.kind[row] === kind));
    const order = sortRows(Uint32Array.from(rows), this.timeNs);
    return {
      length: this.length,
      lane: gather(this.lane, order),
      timeNs: gather(this.timeNs, order),
      kind: gather(this.kind, order),
      hub: gather(this.hub, order),
      isLock: gather(this.isLock, order),
      hubs: this.hubs,
    };
  }
}
