/** A drawn recording that arrives little by little: lanes in pieces, spans that are open at first, side tables late. */
import fc from "fast-check";
import { TraceBuilder } from "../../../core/trace/builder";
import { isOpenAt, kindAt, RECORD_WORDS } from "../../../core/trace/decode";
import { parseMeta } from "../../../core/trace/meta";
import { RecordKind } from "../../../core/trace/types";
import type { Drawing, DrawnProcess } from "./drawing";
import { absolute } from "./records";

/** What happens before the next snapshot, as small numbers that mean whatever is possible then. */
export type Schedule = { picks: [lane: number, records: number, open: number][]; meta: number; closes: number }[];

export const arbitrarySchedule: fc.Arbitrary<Schedule> = fc.array(
  fc.record({
    picks: fc.array(fc.tuple(fc.nat(9), fc.integer({ min: 1, max: 12 }), fc.nat(255)), { maxLength: 6 }),
    meta: fc.nat(3),
    closes: fc.nat(4),
  }),
  { minLength: 1, maxLength: 8 },
);

interface Lane {
  process: DrawnProcess;
  id: number;
  words: readonly number[];
  /** Words that have arrived. */
  at: number;
}

/** Yields the builder after each round of the schedule, and once more when everything is there. */
export function* growing(drawing: Drawing, schedule: Schedule): Generator<TraceBuilder> {
  const builder = new TraceBuilder();
  const lanes = drawing.processes.flatMap((process) =>
    Array.from(process.lanes, ([id, { words }]): Lane => ({ process, id, words, at: 0 })),
  );
  const meta = drawing.processes.flatMap(({ name, meta }) => meta.map((line) => ({ name, line })));
  const open: (() => void)[] = [];
  const tell = (lines: number) => {
    for (const { name, line } of meta.splice(0, lines)) builder.process(name).meta(parseMeta(line)!);
  };
  for (const { picks, meta: lines, closes } of schedule) {
    tell(lines);
    for (const close of open.splice(0, closes)) close();
    for (const [pick, records, mask] of picks) ingest(builder, lanes[pick % lanes.length], records, mask, open);
    yield builder;
  }
  for (const lane of lanes) ingest(builder, lane, Number.POSITIVE_INFINITY, 0, open);
  for (const close of open) close();
  tell(meta.length);
  for (const process of drawing.processes) {
    const tables = builder.process(process.name);
    for (const [lane, lost] of process.lost) tables.lost(lane, lost);
    for (const [object, cells] of process.cells) tables.cells(object, cells);
    const [lo, hi] = absolute(process.heartbeatNs);
    tables.heartbeat({ lo, hi });
  }
  yield builder;
}

/** @param mask its bits say which of the spans are still open when they arrive; `open` gets what closes them */
function ingest(builder: TraceBuilder, lane: Lane, records: number, mask: number, open: (() => void)[]): void {
  let to = Math.min(lane.words.length, lane.at + records * RECORD_WORDS);
  // A wait and its second half are written at once.
  while (to < lane.words.length && lane.words[to + 7] >>> 24 === RecordKind.ext) to += RECORD_WORDS;
  const words = Uint32Array.from(lane.words.slice(lane.at, to));
  const tables = builder.process(lane.process.name);
  for (let at = 0, bit = 0; at < words.length; at += RECORD_WORDS) {
    const kind = kindAt(words, at);
    const hasResult = kind === RecordKind.wait || kind === RecordKind.item;
    if ((kind !== RecordKind.hold && !hasResult) || isOpenAt(words, at)) continue;
    if (((mask >> (bit++ % 8)) & 1) === 0) continue;
    const ordinal = (lane.at + at) / RECORD_WORDS;
    const end = { lo: words[at + 2], hi: words[at + 3] };
    const result = hasResult ? words[at + RECORD_WORDS + 4] : 0;
    words[at + 2] = words[at + 3] = 0;
    if (hasResult) words[at + RECORD_WORDS + 4] = 0;
    open.push(() => tables.close(lane.id, ordinal, end, result));
  }
  tables.ingest(lane.id, words);
  lane.at = to;
}
