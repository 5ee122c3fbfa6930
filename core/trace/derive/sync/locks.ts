/** Locks: whoever takes one knows what all did that had it before. */
import { RecordKind } from "../../types";
import type { Hubs } from "./hubs";
import type { SyncSources } from "./index";

interface Taking {
  lane: number;
  startNs: number;
  /** NaN: nobody saw it let go; then it was when the next one came. */
  endNs: number;
}

export function orderByLocks({ raw, holds, holdObject, things, originNs, laneIndex }: SyncSources, hubs: Hubs): void {
  const takings = new Map<number, Taking[]>();
  const add = (object: number, taking: Taking) => {
    const known = takings.get(object);
    if (known === undefined) takings.set(object, [taking]);
    else known.push(taking);
  };
  for (let hold = 0; hold < holds.length; hold++) {
    const { lane, startNs, endNs, closed } = holds;
    add(holdObject[hold], {
      lane: lane[hold],
      startNs: startNs[hold],
      endNs: closed[hold] === 1 ? endNs[hold] : Number.NaN,
    });
  }
  const { learned } = raw;
  for (let row = 0; row < learned.length; row++) {
    if (learned.kind[row] !== RecordKind.takenOver || learned.object[row] < 0) continue;
    const startNs = learned.timeNs[row] - originNs;
    add(things.objectOf[learned.object[row]], { lane: laneIndex[learned.lane[row]], startNs, endNs: Number.NaN });
  }
  for (const [object, rows] of takings) {
    rows.sort((a, b) => a.startNs - b.startNs);
    const hub = hubs.hubOf(`lock ${object}`);
    rows.forEach(({ lane, startNs, endNs }, at) => {
      const nextNs = rows[at + 1]?.startNs ?? Number.POSITIVE_INFINITY;
      hubs.learn(lane, startNs, hub, 1);
      // Several takings may have been only counted in between: the last one of the same lane ended no later than the next begins.
      const untilNs = Number.isNaN(endNs) ? nextNs : Math.min(endNs, nextNs);
      if (untilNs !== Number.POSITIVE_INFINITY) hubs.tell(lane, untilNs, hub, 1);
    });
  }
}
