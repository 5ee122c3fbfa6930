/** Are two traces the same but for the numbers of their rows and sites? */
import assert from "node:assert/strict";
import { type Column, TABLES, type TableName } from "../../../core/protocol/messages";
import { groupRows } from "../../../core/trace/column";
import type { Trace } from "../../../core/trace/types";

export function assertSameTrace(actual: Trace, expected: Trace): void {
  assert.deepEqual(plain(actual), plain(expected));
}

/** Rows in the order of a snapshot, sites in words. */
function plain(trace: Trace) {
  const {
    lanes,
    resources,
    waits,
    holds,
    edges,
    events,
    laneSpans,
    races,
    items,
    samples,
    pools,
    sites: _,
    // What only the analysis asks for: a page gets none of it.
    accesses: _accesses,
    resultReads: _resultReads,
    signalLines: _signalLines,
    ignores: _ignores,
    mishaps: _mishaps,
    ...facts
  } = trace;
  const siteText = (site: number) => {
    const { file, line, column, function: name, program } = trace.sites[site];
    return `${file}:${line}:${column} ${name} ${program}`;
  };
  const table = (name: TableName, columns: object, rows: ArrayLike<number>) =>
    Object.keys(TABLES[name]).map((column) => {
      const values = Array.from(rows, (row) => (columns as Record<string, Column>)[column][row]);
      return /site$/i.test(column) ? values.map(siteText) : values;
    });
  const inLanes = groupRows(waits.lane, waits.length, lanes.length).rows;
  const place = new Map(Array.from(inLanes, (row, at) => [row, at]));
  const placed = <T extends { wait: Int32Array }>(rows: T): T => ({
    ...rows,
    wait: rows.wait.map((wait) => place.get(wait) ?? -1),
  });
  const all = ({ length }: { length: number }) => Array.from({ length }, (_, row) => row);
  return {
    ...facts,
    lanes,
    // Touches are for the analysis: a page gets none.
    races: JSON.parse(
      JSON.stringify(races, (key, value) => (key === "touches" ? [] : key === "site" ? siteText(value) : value)),
    ),
    resources: resources.map((resource) => ({ ...resource, site: siteText(resource.site) })),
    waits: table("waits", waits, inLanes),
    holds: table("holds", holds, groupRows(holds.resource, holds.length, resources.length).rows),
    events: table("events", events, all(events)),
    pools: pools.map((pool) => ({ ...pool, site: siteText(pool.site) })),
    items: table("items", items, groupRows(items.pool, items.length, pools.length).rows),
    samples: table("samples", samples, groupRows(samples.lane, samples.length, lanes.length).rows),
    edges: table("edges", placed(edges), all(edges)),
    spans: laneSpans.map(({ length, startNs, state, wait }) =>
      table("spans", placed({ startNs, state, wait }), all({ length })),
    ),
  };
}
