/** From which time on a generation changed what lanes hold, and what happens to resources. */
import type { Growth } from "../protocol/assemble";
import type { Change } from "../protocol/growing-table";
import type { Trace } from "../trace/types";
import { leftQueueNs } from "./pool-use";
import type { StateStore } from "./state-store";
import { waitsForResource } from "./tracks";

/** A row as something that lasts (an instant: until NaN), and whose it is; −1 = nobody's. */
interface Interval {
  of: number;
  startNs: number;
  endNs: number;
}

export class Changes {
  /** By lane: before this time it holds what it held. Absent: nothing changed. */
  readonly heldFromNs = new Map<number, number>();
  /** By resource: before this time holds, waits and events are what they were. */
  readonly trackFromNs = new Map<number, number>();
  /** By pool: before this time its workers did what they did; nothing else was queued. */
  readonly busyFromNs = new Map<number, number>();
  readonly queuedFromNs = new Map<number, number>();
  /** Lanes whose items are not what they were. */
  readonly itemLanes = new Set<number>();

  constructor({ holds, waits, events, items, pools }: Trace, growth: Growth, stores: readonly StateStore[]) {
    type Holds = Trace["holds"];
    note(this.heldFromNs, growth.holds, holds, ({ lane, startNs, endNs }: Holds, row) =>
      interval(lane[row], startNs[row], endNs[row]),
    );
    note(this.trackFromNs, growth.holds, holds, ({ resource, startNs, endNs }: Holds, row) =>
      interval(resource[row], startNs[row], endNs[row]),
    );
    note(this.trackFromNs, growth.waits, waits, ({ op, object, startNs, endNs }: Trace["waits"], row) =>
      interval(waitsForResource(op[row]) ? object[row] : -1, startNs[row], endNs[row]),
    );
    // Events are instants, and at one moment there may be several: every row that was touched counts.
    note(this.trackFromNs, growth.events, events, ({ resource, timeNs }: Trace["events"], row) =>
      interval(resource[row], timeNs[row], Number.NaN),
    );
    type Items = Trace["items"];
    note(this.queuedFromNs, growth.items, items, (columns: Items, row) =>
      interval(columns.pool[row], columns.submitNs[row], leftQueueNs(columns, row)),
    );
    note(this.busyFromNs, growth.items, items, ({ pool, startNs, endNs }: Items, row) =>
      interval(Number.isNaN(startNs[row]) ? -1 : pool[row], startNs[row], orNever(endNs[row])),
    );
    for (const row of growth.items.rows) this.itemLanes.add(items.lane[row]);
    const { lane: lanesBefore } = growth.items.before;
    for (let i = 0; i < growth.items.replaced; i++) this.itemLanes.add(lanesBefore[i]);
    // What a worker does with its item is part of the picture.
    for (const [pool, { lanes }] of pools.entries()) {
      for (const lane of lanes) {
        const first = growth.spans.get(lane);
        if (first !== undefined) earlier(this.busyFromNs, pool, orNever(stores[lane].startNsOf(first)));
      }
    }
  }
}

const orNever = (timeNs: number): number => (Number.isNaN(timeNs) ? Number.POSITIVE_INFINITY : timeNs);

export function earlier(fromNs: Map<number, number>, of: number, timeNs: number): void {
  if (of >= 0 && timeNs < (fromNs.get(of) ?? Number.POSITIVE_INFINITY)) fromNs.set(of, timeNs);
}

const interval = (of: number, startNs: number, endNs: number): Interval => ({ of, startNs, endNs });

function note<T>(
  fromNs: Map<number, number>,
  { rows, replaced, before }: Change,
  table: T,
  intervalOf: (columns: T, row: number) => Interval,
): void {
  const changed = (of: number, timeNs: number) => earlier(fromNs, of, timeNs);
  for (let i = 0; i < rows.length; i++) {
    const now = intervalOf(table, rows[i]);
    const then = i < replaced ? intervalOf(before as T, i) : null;
    // Where only its end has moved, nothing changed before the earlier of the two ends.
    if (then?.of === now.of && then.startNs === now.startNs && !Number.isNaN(now.endNs)) {
      if (then.endNs !== now.endNs) changed(now.of, Math.min(then.endNs, now.endNs));
      continue;
    }
    changed(now.of, now.startNs);
    if (then) changed(then.of, then.startNs);
  }
}
