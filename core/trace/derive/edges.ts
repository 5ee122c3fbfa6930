/** Edges as they are found, and the table that the snapshot hands out. */
import { allRows, gather, INITIAL_ROWS, sortRows, Table } from "../column";
import type { Edges } from "../types";

export class EdgeList extends Table {
  kind = new Uint8Array(INITIAL_ROWS);
  fromLane = new Uint32Array(INITIAL_ROWS);
  fromNs = new Float64Array(INITIAL_ROWS);
  toLane = new Uint32Array(INITIAL_ROWS);
  toNs = new Float64Array(INITIAL_ROWS);
  resource = new Int32Array(INITIAL_ROWS);
  wait = new Int32Array(INITIAL_ROWS);

  /** An edge never points back in time: a stamp taken after the fact is moved to the time at which its effect was seen. */
  add(
    kind: number,
    fromLane: number,
    fromNs: number,
    toLane: number,
    toNs: number,
    resource: number,
    wait: number,
  ): void {
    const row = this.addRow();
    this.kind[row] = kind;
    this.fromLane[row] = fromLane;
    this.fromNs[row] = Math.min(fromNs, toNs);
    this.toLane[row] = toLane;
    this.toNs[row] = toNs;
    this.resource[row] = resource;
    this.wait[row] = wait;
  }

  /** The edges ascending by `toNs`. */
  table(): Edges {
    const order = sortRows(allRows(this.length), this.toNs);
    return {
      length: this.length,
      kind: gather(this.kind, order),
      fromLane: gather(this.fromLane, order),
      fromNs: gather(this.fromNs, order),
      toLane: gather(this.toLane, order),
      toNs: gather(this.toNs, order),
      resource: gather(this.resource, order),
      wait: gather(this.wait, order),
    };
  }
}
