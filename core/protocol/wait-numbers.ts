/** Numbers of waits in `spans.wait` and `edges.wait`, checked before anything is taken in: they become rows of the trace. */
import type { Replacement } from "./growing-table";
import { ProtocolError } from "./messages";

/** @param waitsOf how many waits a lane has after this generation. Throws ProtocolError. */
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

function unknownWait(table: string): ProtocolError {
  return new ProtocolError(
    `Table ${table} names a wait that was not sent. Open the trace again, or write the page again.`,
  );
}
