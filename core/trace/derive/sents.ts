/** SENTs of multiprocessing queues: when which put's item was there for others to get. */
import type { RawTables } from "../raw";
import { RecordKind } from "../types";
import type { Order } from "./order";
import type { Things } from "./things";
import type { Sent } from "./wakers/links";

/**
 * @param eventIndex index = raw event
 * @returns by the raw object that stands for the queue: by time. It ends where a process has left some out.
 */
export function deriveSents(
  raw: RawTables,
  { originNs }: Order,
  { objectOf }: Things,
  eventIndex: Uint32Array,
): Map<number, Sent[]> {
  const sents = new Map<number, Sent[]>();
  if (raw.sents.length === 0) return sents;
  const { length, object, timeNs, put } = raw.sents;
  const rows = Array.from({ length }, (_, row) => row);
  rows.sort(
    (a, b) =>
      timeNs[a] - timeNs[b] || put[a] - put[b] || raw.objects.process[object[a]] - raw.objects.process[object[b]],
  );
  const puts = putsOf(raw, new Set(object.subarray(0, length)));
  const last = new Map<number, number>();
  const broken = new Set<number>();
  for (const row of rows) {
    const queue = objectOf[object[row]];
    const before = last.get(object[row]);
    last.set(object[row], put[row]);
    if (before !== undefined && put[row] !== before + 1) broken.add(queue);
    if (broken.has(queue)) continue;
    const event = puts.get(object[row])?.get(put[row]);
    const sent = { timeNs: Math.max(0, timeNs[row] - originNs), put: event === undefined ? -1 : eventIndex[event] };
    const known = sents.get(queue);
    if (known === undefined) sents.set(queue, [sent]);
    else known.push(sent);
  }
  return sents;
}

/** Raw PUT events of these raw objects by their number within the process. */
function putsOf({ events }: RawTables, queues: ReadonlySet<number>): Map<number, Map<number, number>> {
  const puts = new Map<number, Map<number, number>>();
  for (let event = 0; event < events.length; event++) {
    if (events.kind[event] !== RecordKind.put || !queues.has(events.object[event])) continue;
    const known = puts.get(events.object[event]);
    if (known === undefined) puts.set(events.object[event], new Map([[events.seq[event], event]]));
    else known.set(events.seq[event], event);
  }
  return puts;
}
