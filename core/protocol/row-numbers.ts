/** Numbers that name rows of other tables, checked before anything is taken in. */
import { TONE_COUNT } from "../layout/tones";
import type { Replacement } from "./growing-table";
import { ProtocolError } from "./messages";

/** Sums are kept by tone. Throws ProtocolError. */
export function checkTones(news: ReadonlyMap<number, Replacement>): void {
  for (const { parts } of news.values()) {
    for (const { columns, from, length } of parts) {
      for (let i = from; i < from + length; i++)
        if (columns.state[i] >= TONE_COUNT)
          throw new ProtocolError(
            "A span has a state that nobody knows. Open the trace again, or write the page again.",
          );
    }
  }
}

/**
 * Numbers of waits in `spans.wait` and `edges.wait`, which become rows of the trace.
 * @param waitsOf how many waits a lane has after this generation. Throws ProtocolError.
 */
export function checkWaitNumbers(
  news: Record<"spans" | "edges", Map<number, Replacement>>,
  lanes: number,
  waitsOf: (lane: number) => number,
): void {
  for (const [lane, { parts }] of news.spans) {
    const limit = waitsOf(lane);
    for (const { columns, from, length } of parts)
      for (let i = from; i < from + length; i++) if (columns.wait[i] >= limit) throw unknownWait("spans");
  }
  for (const { parts } of news.edges.values()) {
    for (const { columns, from, length } of parts) {
      for (let i = from; i < from + length; i++) {
        const lane = columns.toLane[i];
        if (lane >= lanes || (columns.wait[i] >= 0 && columns.wait[i] >= waitsOf(lane))) throw unknownWait("edges");
      }
    }
  }
}

/** Items are drawn on the lanes that ran them. Throws ProtocolError. */
export function checkItemLanes(news: ReadonlyMap<number, Replacement>, lanes: number): void {
  for (const { parts } of news.values())
    for (const { columns, from, length } of parts)
      for (let i = from; i < from + length; i++)
        if (columns.lane[i] >= lanes || columns.submitLane[i] >= lanes)
          throw new ProtocolError("An item names a lane that does not exist. Write the page again.");
}

function unknownWait(table: string): ProtocolError {
  return new ProtocolError(
    `Table ${table} names a wait that was not sent. Open the trace again, or write the page again.`,
  );
}
