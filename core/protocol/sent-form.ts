/** The tables of a trace in the form in which they are sent: group by group, waits by their number within the lane. */
import { tonesOf } from "../layout/tones";
import type { Trace, Waits } from "../trace/types";
import { type Column, GROUPS, sentColumns, type TableName } from "./messages";

/** The rows of one group: `length` of them in `columns`, from row `from` on. */
export interface GroupRows {
  columns: Record<string, Column>;
  /** The same columns bit by bit, to be compared: as bytes where a row has one, else as words of 32 bits. */
  bits: Record<string, Uint8Array | Uint32Array>;
  from: number;
  length: number;
}
/** Each table's groups, by their number. */
export type SentForm = Record<TableName, GroupRows[]>;

type Table = { length: number } & Record<string, Column | number>;

/** @param siteNumbers the number that is sent for each index of `trace.sites` */
export function sentFormOf(trace: Trace, siteNumbers: Uint32Array): SentForm {
  // Mostly no site is new, and those that there were came in order.
  const asTheyAre = siteNumbers.every((number, site) => number === site);
  return formOf(trace, asTheyAre ? null : siteNumbers);
}

function formOf(trace: Trace, siteNumbers: Uint32Array | null): SentForm {
  const { lanes, resources, laneSpans } = trace;
  const waits = grouped("waits", trace.waits, trace.waits.lane, lanes.length, siteNumbers);
  const firstWaits = waits.map(({ from }) => from);
  const edges = columnsOf("edges", trace.edges, siteNumbers);
  edges.wait = numbersInLane(trace.edges.wait, trace.edges.length, (edge) => firstWaits[trace.edges.toLane[edge]]);
  const events = columnsOf("events", trace.events, siteNumbers);
  return {
    waits,
    spans: laneSpans.map((spans, lane) => {
      const wait = numbersInLane(spans.wait, spans.length, () => firstWaits[lane]);
      const state = tonesOf(spans, trace.waits.op);
      return wholeTable({ ...columnsOf("spans", spans, siteNumbers), state, wait }, spans.length);
    }),
    holds: grouped("holds", trace.holds, trace.holds.resource, resources.length, siteNumbers),
    events: [wholeTable(events, trace.events.length)],
    edges: [wholeTable(edges, trace.edges.length)],
    items: grouped("items", trace.items, trace.items.pool, trace.pools.length, siteNumbers),
    samples: grouped("samples", trace.samples, trace.samples.lane, lanes.length, siteNumbers),
  };
}

function wholeTable(columns: Record<string, Column>, length: number): GroupRows {
  return { columns, bits: bitsOf(columns), from: 0, length };
}

function bitsOf(columns: Record<string, Column>): GroupRows["bits"] {
  const bits: GroupRows["bits"] = {};
  for (const [name, column] of Object.entries(columns)) {
    const { buffer, byteOffset, byteLength } = column;
    bits[name] = column instanceof Uint8Array ? column : new Uint32Array(buffer, byteOffset, byteLength / 4);
  }
  return bits;
}

/** @param firstOf the first wait of the lane whose wait the row names */
function numbersInLane(waits: Int32Array, length: number, firstOf: (row: number) => number): Int32Array {
  const numbers = new Int32Array(length);
  for (let row = 0; row < length; row++) numbers[row] = waits[row] < 0 ? -1 : waits[row] - firstOf(row);
  return numbers;
}

/** A table whose rows ascend by group. */
function grouped(
  name: "waits" | "holds" | "items" | "samples",
  table: Waits | Trace["holds" | "items" | "samples"],
  groupOf: Uint32Array,
  groups: number,
  siteNumbers: Uint32Array | null,
): GroupRows[] {
  const columns = columnsOf(name, table, siteNumbers);
  const bits = bitsOf(columns);
  const rows: GroupRows[] = [];
  let at = 0;
  for (let group = 0; group < groups; group++) {
    const from = at;
    while (at < table.length && groupOf[at] === group) at++;
    rows.push({ columns, bits, from, length: at - from });
  }
  if (at !== table.length) throw new Error(`Table ${name} is not in the order of its ${GROUPS[name].by} at row ${at}.`);
  return rows;
}

function columnsOf(name: TableName, table: object, siteNumbers: Uint32Array | null): Record<string, Column> {
  const own = table as Table;
  const columns: Record<string, Column> = {};
  for (const [column] of sentColumns(name)) {
    const rows = own[column] as Column;
    columns[column] = siteNumbers && isSite(column) ? renumbered(rows, own.length, siteNumbers) : rows;
  }
  return columns;
}

const isSite = (column: string): boolean => column === "site" || column.endsWith("Site");

function renumbered(rows: Column, length: number, numbers: Uint32Array): Uint32Array {
  const out = new Uint32Array(length);
  for (let row = 0; row < length; row++) out[row] = numbers[rows[row]];
  return out;
}
