/** Totals of resources that are several objects, of which some are counted in cells and the others are in the records alone. */
import type { RawTables } from "../raw";
import { RecordKind, type Resource } from "../types";

type Counted = NonNullable<Resource["counted"]>;

const TOTAL_OF_EVENT: Readonly<Record<number, keyof Counted>> = {
  [RecordKind.permit]: "acquisitions",
  [RecordKind.passed]: "acquisitions",
  [RecordKind.get]: "acquisitions",
  [RecordKind.reentry]: "reentries",
  [RecordKind.put]: "puts",
  [RecordKind.missed]: "missed",
  [RecordKind.notify]: "signals",
  [RecordKind.set]: "signals",
  [RecordKind.release]: "releases",
  [RecordKind.taskDone]: "taskDone",
};

/** Adds to `counted`, the sums of cells, what was recorded of the members that have none. @param resourceIndex index = raw object */
export function addRecordedCounts(
  { objects, holds, events }: RawTables,
  resources: readonly Resource[],
  resourceIndex: Int32Array,
): void {
  const isMissing = new Uint8Array(objects.length);
  let missing = 0;
  for (let object = 0; object < objects.length; object++) {
    const resource = resourceIndex[object];
    if (resource < 0 || resources[resource].counted === null || objects.cells.has(object)) continue;
    isMissing[object] = 1;
    missing++;
  }
  if (missing === 0) return;
  const countedOf = (object: number): Counted => resources[resourceIndex[object]].counted!;
  for (let hold = 0; hold < holds.length; hold++) {
    const object = holds.object[hold];
    if (isMissing[object]) countedOf(object).acquisitions += 1 - holds.again[hold];
  }
  for (let event = 0; event < events.length; event++) {
    const object = events.object[event];
    const total = TOTAL_OF_EVENT[events.kind[event]];
    if (object >= 0 && isMissing[object] && total !== undefined) countedOf(object)[total]++;
  }
}
