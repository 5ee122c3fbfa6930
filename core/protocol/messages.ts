/**
 * What a host tells the timeline. A trace is a header (plain objects, few rows) and five tables of columns (typed arrays,
 * maybe millions of rows), sent as rows that are appended:
 *
 *   open(header)  append(spans of lane 0)  append(waits) …  end        a whole trace
 *   open(header)  append …  header  append …  header  …  end           a live one: tables grow, the header is replaced
 *
 * Messages are numbered from 0 without gaps, so that a lost one is noticed. Arrays are copied by the receiver's side of
 * `postMessage`, never shared.
 */
import type { Finding } from "../analysis/finding";
import type { Edges, Events, Holds, LaneSpans, Trace, Waits } from "../trace/types";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex } from "../units";

/** Raise it when a message or a column changes its meaning; a page refuses any other. */
export const PROTOCOL_VERSION = 1;

export type ColumnType = "u8" | "u32" | "i32" | "f64";
export type Column = Uint8Array | Uint32Array | Int32Array | Float64Array;

type TypeName<C> = C extends Float64Array ? "f64" : C extends Uint8Array ? "u8" : C extends Int32Array ? "i32" : "u32";
type Schema<Table> = { [Name in Exclude<keyof Table, "length">]: TypeName<Table[Name]> };

/** Every table and its columns, as in core/trace/types.ts. `spans` exists once a lane, the others once a trace. */
export const TABLES = {
  spans: { startNs: "f64", state: "u8", wait: "i32" },
  waits: {
    lane: "u32",
    startNs: "f64",
    endNs: "f64",
    op: "u8",
    result: "u8",
    object: "i32",
    site: "u32",
    holderLane: "i32",
    holderSite: "u32",
    wakerLane: "i32",
    wakerNs: "f64",
    wakerSite: "u32",
    argument: "f64",
  },
  holds: {
    resource: "u32",
    lane: "u32",
    seq: "f64",
    startNs: "f64",
    endNs: "f64",
    closed: "u8",
    again: "u8",
    site: "u32",
  },
  events: { lane: "u32", timeNs: "f64", kind: "u8", resource: "i32", arg: "f64", seq: "f64", site: "u32" },
  edges: { kind: "u8", fromLane: "u32", fromNs: "f64", toLane: "u32", toNs: "f64", resource: "i32", wait: "i32" },
} as const satisfies {
  // A column that is new in core/trace/types.ts and missing here does not compile.
  spans: Schema<LaneSpans>;
  waits: Schema<Waits>;
  holds: Schema<Holds>;
  events: Schema<Events>;
  edges: Schema<Edges>;
};
export type TableName = keyof typeof TABLES;

/** One lane that waited when the run stopped: the part of core/analysis/who-waits.ts that a page shows. */
export interface StuckLane {
  lane: LaneIndex;
  /** Null for a join. */
  resource: ResourceIndex | null;
  sinceNs: Ns;
  site: SiteIndex;
  /** Who holds the lock, or whom it joins; null where nobody in particular is waited for. */
  holder: LaneIndex | null;
  holderSite: SiteIndex;
  /** The lanes that wait for each other, beginning with this one. */
  cycle: LaneIndex[] | null;
}

/** All of a trace that is not a column. */
export interface Header
  extends Pick<Trace, "program" | "processes" | "lanes" | "resources" | "sites" | "endNs" | "losses" | "startupNs"> {
  findings: Finding[];
  /** Who waited for whom when the run ended or was asked to stop. */
  stuck: StuckLane[];
}

export interface OpenMessage {
  type: "open";
  seq: number;
  version: number;
  header: Header;
}
/** Replaces the header: lanes have been added, ends are later. Rows never go away. */
export interface HeaderMessage {
  type: "header";
  seq: number;
  header: Header;
}
export interface AppendMessage {
  type: "append";
  seq: number;
  table: TableName;
  /** Which lane's spans; 0 for the tables that exist once. */
  lane: number;
  /** The row at which these begin: the number of rows sent before. */
  first: number;
  length: number;
  columns: Record<string, Column>;
}
export interface EndMessage {
  type: "end";
  seq: number;
}
export type HostMessage = OpenMessage | HeaderMessage | AppendMessage | EndMessage;

/** A host and a page that do not fit, or damaged data. Its message is for people and says what to do next. */
export class ProtocolError extends Error {
  override name = "ProtocolError";
}

export function newColumn(type: ColumnType, length: number): Column {
  switch (type) {
    case "u8":
      return new Uint8Array(length);
    case "u32":
      return new Uint32Array(length);
    case "i32":
      return new Int32Array(length);
    case "f64":
      return new Float64Array(length);
  }
}
