/**
 * Which lanes have nothing new, found out by the segment instead of by the lane: two thousand idle threads sit in sixteen
 * segments of 256 KB, and reading those costs a tenth of two thousand small reads.
 */
import { RECORD_BYTES } from "../trace/decode";
import type { LaneReader } from "./lane-reader";
import type { Segment } from "./segment";

/** One small read costs about as much as copying this many bytes. */
const BYTES_PER_READ = 64 << 10;
/** The byte of a record that holds its kind: the highest of its last word. */
const KIND_BYTE = RECORD_BYTES - 1;

/** Holds one segment; reading is synchronous, so that one does for all processes. */
let scratch = new Uint8Array(0);

/** Those of the lanes that may have new records; the others certainly had none when their segment was read. */
export function lanesWithNews(lanes: Iterable<LaneReader>): LaneReader[] {
  const maybe: LaneReader[] = [];
  const bySegment = new Map<Segment, LaneReader[]>();
  for (const lane of lanes) {
    if (lane.hasEnded) continue;
    const place = lane.nextRecord();
    if (place === null) maybe.push(lane);
    else {
      const others = bySegment.get(place.segment);
      if (others === undefined) bySegment.set(place.segment, [lane]);
      else others.push(lane);
    }
  }
  for (const [segment, waiting] of bySegment) {
    const bytes = segment.offsetOf(segment.chunkCount, 0);
    if (waiting.length * BYTES_PER_READ < bytes) maybe.push(...waiting);
    else maybe.push(...newsIn(segment, bytes, waiting));
  }
  return maybe;
}

function newsIn(segment: Segment, bytes: number, waiting: readonly LaneReader[]): LaneReader[] {
  if (scratch.length < bytes) scratch = new Uint8Array(bytes);
  const read = segment.read(scratch.subarray(0, bytes), 0);
  return waiting.filter((lane) => {
    const kindAt = (lane.nextRecord()?.offset ?? 0) + KIND_BYTE;
    return kindAt < read && scratch[kindAt] !== 0;
  });
}
