/** A trace and its findings as messages. */
import type { Finding } from "../analysis/finding";
import type { Trace } from "../trace/types";
import {
  type AppendMessage,
  type Column,
  type HostMessage,
  PROTOCOL_VERSION,
  type StuckLane,
  TABLES,
  type TableName,
} from "./messages";

/** Rows a message: 4 MB at 54 bytes a wait. One clone of everything would block the page, small messages cost more in all. */
const ROWS_PER_MESSAGE = 75_000;

/** The table's columns live in an object with these fields, and `length` valid rows: typed arrays may be longer. */
type Table = { length: number } & Record<string, unknown>;

/**
 * The messages of a whole trace, in the order to send them. The columns are views of the trace's own arrays: nothing is
 * copied here.
 */
export function packTrace(trace: Trace, findings: readonly Finding[], stuck: readonly StuckLane[] = []): HostMessage[] {
  const { program, processes, lanes, resources, sites, endNs, losses, startupNs } = trace;
  const facts = { program, processes, lanes, resources, sites, endNs, losses, startupNs };
  const header = { ...facts, findings: [...findings], stuck: [...stuck] };
  const messages: HostMessage[] = [{ type: "open", seq: 0, version: PROTOCOL_VERSION, header }];
  const add = (table: TableName, lane: number, rows: Table) => {
    for (const message of appendsOf(table, lane, rows)) messages.push({ ...message, seq: messages.length });
  };
  trace.laneSpans.forEach((spans, lane) => {
    add("spans", lane, spans as unknown as Table);
  });
  for (const table of ["waits", "holds", "events", "edges"] as const) add(table, 0, trace[table] as unknown as Table);
  messages.push({ type: "end", seq: messages.length });
  return messages;
}

function* appendsOf(table: TableName, lane: number, rows: Table): Generator<AppendMessage> {
  for (let first = 0; first < rows.length; first += ROWS_PER_MESSAGE) {
    const end = Math.min(first + ROWS_PER_MESSAGE, rows.length);
    const columns: Record<string, Column> = {};
    for (const name of Object.keys(TABLES[table])) columns[name] = (rows[name] as Column).subarray(first, end);
    yield { type: "append", seq: 0, table, lane, first, length: end - first, columns };
  }
}
