/** Rows as objects, which tests write with ease, become the columns of a trace. */

import { type Column, newColumn, TABLES, type TableName } from "../../../core/protocol/messages";
import type { Pool } from "../../../core/trace/pool-types";
import type { Lane, Process, Resource, Site, Trace } from "../../../core/trace/types";

type Row<T extends TableName> = Record<keyof (typeof TABLES)[T], number>;
export type SpanRow = Row<"spans">;
export type WaitRow = Row<"waits">;
export type HoldRow = Row<"holds">;
export type EventRow = Row<"events">;
export type EdgeRow = Row<"edges">;
export type ItemRow = Row<"items">;
export type SampleRow = Row<"samples">;

export interface TraceRows {
  lanes: Lane[];
  resources: Resource[];
  sites: Site[];
  spans: SpanRow[][];
  waits: WaitRow[];
  holds: HoldRow[];
  events: EventRow[];
  edges: EdgeRow[];
  pools: Pool[];
  items: ItemRow[];
  samples: SampleRow[];
  /** The first one is the main process, which is always there. */
  processes: Partial<Process>[];
}

export function emptyTrace(): TraceRows {
  const unknown: Site = { file: "", line: 0, column: 0, function: "", program: false };
  const tables = { spans: [], waits: [], holds: [], events: [], edges: [], items: [], samples: [] };
  return { lanes: [], resources: [], sites: [unknown], pools: [], processes: [{}], ...tables };
}

/** What is open (NaN as its end, a lane that did not end) lasts until `endNs`. */
export function toTrace(rows: TraceRows, endNs: number): Trace {
  for (const row of [...rows.waits, ...rows.holds]) if (Number.isNaN(row.endNs)) row.endNs = endNs;
  for (const lane of rows.lanes) if (!lane.ended) lane.endNs = endNs;
  const { spans, waits, holds, edges, items, samples } = inOrder(rows);
  return {
    program: {
      argv: ["/home/user/project/program.py"],
      python: "3.13.0",
      implementation: "CPython",
      gil: true,
      traced: true,
      notTracedReason: null,
      exitCode: 0,
      signal: null,
      durationNs: endNs,
    },
    processes: rows.processes.map((process, i) => ({
      pid: 100 + 100 * i,
      parentPid: i === 0 ? 1 : 100,
      name: i === 0 ? "MainProcess" : `Process-${i}`,
      startMethod: i === 0 ? "main" : "fork",
      exitCode: 0,
      traced: true,
      notTracedReason: null,
      startNs: 0,
      endNs,
      notes: [],
      observer: null,
      notObserved: [],
      ...process,
    })),
    lanes: rows.lanes,
    resources: rows.resources,
    sites: rows.sites,
    laneSpans: spans.map((own) => columns("spans", own)) as unknown as Trace["laneSpans"],
    waits: columns("waits", waits) as unknown as Trace["waits"],
    holds: columns("holds", holds) as unknown as Trace["holds"],
    events: columns("events", rows.events) as unknown as Trace["events"],
    edges: columns("edges", edges) as unknown as Trace["edges"],
    pools: rows.pools,
    items: columns("items", items) as unknown as Trace["items"],
    samples: columns("samples", samples) as unknown as Trace["samples"],
    endNs,
    losses: [],
    races: [],
    startupNs: 0,
    windUpNs: 0,
  };
}

/** Waits and samples lane by lane, holds resource by resource, items pool by pool, as in every trace. */
function inOrder(rows: TraceRows): Pick<TraceRows, "spans" | "waits" | "holds" | "edges" | "items" | "samples"> {
  const order = rows.waits.map((_, wait) => wait).sort((a, b) => rows.waits[a].lane - rows.waits[b].lane || a - b);
  const place = new Map(order.map((wait, at) => [wait, at]));
  const moved = <R extends { wait: number }>(row: R): R => ({ ...row, wait: place.get(row.wait) ?? -1 });
  return {
    spans: rows.spans.map((spans) => spans.map(moved)),
    waits: order.map((wait) => rows.waits[wait]),
    holds: [...rows.holds].sort((a, b) => a.resource - b.resource || a.seq - b.seq),
    edges: rows.edges.map(moved),
    items: [...rows.items].sort((a, b) => a.pool - b.pool || a.job - b.job || a.index - b.index || a.offset - b.offset),
    samples: [...rows.samples].sort((a, b) => a.lane - b.lane || a.startNs - b.startNs),
  };
}

function columns<T extends TableName>(table: T, rows: Row<T>[]): Record<string, Column | number> {
  const out: Record<string, Column | number> = { length: rows.length };
  for (const [name, type] of Object.entries(TABLES[table])) {
    const column = newColumn(type, rows.length);
    rows.forEach((row, i) => {
      column[i] = row[name as keyof typeof row];
    });
    out[name] = column;
  }
  return out;
}
