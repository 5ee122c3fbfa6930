/** Which put a get took its item from. Each rule is that of one kind of queue (docs/trace-format.md). */
import { RecordKind, type Resource } from "../../types";
import { bySeq, type Links, ofKind } from "./links";

export interface Taken {
  /** The PUT, an index into `events`; -1 = not known. */
  put: number;
  /** When the item was there: of a queue that a thread of its own writes to, later than the put. */
  thereNs: number;
}

const NOTHING: Taken = { put: -1, thereNs: Number.NaN };

/**
 * @param rows events of the queue, by time
 * @param object the raw object that stands for it
 */
export function puttersOf(
  links: Links,
  { kind, module }: Resource,
  object: number,
  rows: Uint32Array,
): (get: number) => Taken {
  if (kind === "pipe") return byDirection(links, rows);
  if (module === "multiprocessing" && kind !== "simple-queue") return bySent(links, object, rows);
  return byNumber(links, rows, kind === "queue" || kind === "simple-queue");
}

/** The n-th get of a fifo takes the n-th put; of others a TOOK tells. */
function byNumber(links: Links, rows: Uint32Array, fifo: boolean): (get: number) => Taken {
  const { events, took } = links;
  const putOf = bySeq(links, ofKind(links, rows, RecordKind.put));
  return (get) => {
    const put = putOf(took.get(get) ?? (fifo ? events.seq[get] : -1));
    return put < 0 ? NOTHING : { put, thereNs: events.timeNs[put] };
  };
}

/** Items come out of the pipe in the order in which the feeder threads of all processes wrote them. */
function bySent(links: Links, object: number, rows: Uint32Array): (get: number) => Taken {
  const { events } = links;
  const sents = links.sents.get(object) ?? [];
  const taken = new Map<number, Taken>();
  const gets = ofKind(links, rows, RecordKind.get);
  for (let n = 0; n < Math.min(gets.length, sents.length); n++) {
    // A get before this one was only counted.
    if (events.seq[gets[n]] !== n + 1) break;
    taken.set(gets[n], { put: sents[n].put, thereNs: sents[n].timeNs });
  }
  return (get) => taken.get(get) ?? NOTHING;
}

/** What one end of a pipe sends the other receives, in order. */
function byDirection(links: Links, rows: Uint32Array): (get: number) => Taken {
  const { events } = links;
  const sent: number[][] = [[], []];
  const received = [0, 0];
  const taken = new Map<number, Taken>();
  const numbers = { [RecordKind.put]: 0, [RecordKind.get]: 0 };
  for (const row of rows) {
    const kind = events.kind[row];
    const end = events.arg[row];
    if ((kind !== RecordKind.put && kind !== RecordKind.get) || (end !== 0 && end !== 1)) continue;
    // One before this was only counted: who knows of which end.
    if (events.seq[row] !== ++numbers[kind]) break;
    if (kind === RecordKind.put) sent[end].push(row);
    else taken.set(row, { put: received[end]++, thereNs: Number.NaN });
  }
  for (const [get, place] of taken) {
    const put = sent[1 - events.arg[get]][place.put] ?? -1;
    taken.set(get, put < 0 ? NOTHING : { put, thereNs: events.timeNs[put] });
  }
  return (get) => taken.get(get) ?? NOTHING;
}
