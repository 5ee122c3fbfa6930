/**
 * What a host tells the timeline. A trace is a header (plain objects, few rows) and seven tables of columns (typed arrays,
 * maybe millions of rows). It comes in generations, each of them whole and consistent; between two, nothing is shown:
 *
 *   open   append …  commit             the first one; all there is, when the trace has ended
 *   header append …  commit             each later one of a live trace; the rest of a large one (stages.ts)
 *
 * A growing trace changes at the ends of its groups: spans, waits and samples grow lane by lane, holds resource by resource,
 * items pool by pool, events and edges as a whole. So rows are numbered within their group, and `append` replaces all rows of a group from a given one on (an
 * open wait has closed, a waker has become known):
 *
 *   group 0  ────────────────┤░░ replaced ░░▒▒▒ new ▒▒▒
 *   group 1  ──────┤▒▒▒▒                                       rows before ┤ keep their numbers and what is in them
 *
 * `spans.state` is a tone (core/layout/tones.ts), which is a state except that waits for a condition have one of their own. Columns
 * that name a wait (`spans.wait`, `edges.wait`) hold its number within the lane that waits; the column that a table
 * is grouped by (`waits.lane`, `holds.resource`, `items.pool`) goes without saying. Sites are only ever added, so that a number of a site
 * means the same place as long as the view lives. Messages are numbered from 0 (`open`) without gaps, so that a lost one is
 * noticed. Arrays are copied or moved by `postMessage`, never shared.
 */
import type { Finding, Rule } from "../analysis/finding";
import type { Items } from "../trace/pool-types";
import type { RaceVariable } from "../trace/race-types";
import type { Edges, Events, Holds, LaneSpans, Samples, StateName, Trace, WaitOp, Waits } from "../trace/types";
import type { LaneIndex, Ns, ResourceIndex, SiteIndex } from "../units";

/** Raise it when a message or a column changes its meaning; a page refuses any other. */
export const PROTOCOL_VERSION = 5;

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
  items: {
    pool: "u32",
    job: "f64",
    index: "u32",
    offset: "u32",
    count: "u32",
    submitLane: "i32",
    submitNs: "f64",
    submitSite: "u32",
    lane: "i32",
    startNs: "f64",
    endNs: "f64",
    result: "u8",
    functionSite: "u32",
  },
  samples: { lane: "u32", startNs: "f64", endNs: "f64", cpuNs: "f64" },
} as const satisfies {
  // A column that is new in core/trace/types.ts and missing here does not compile.
  spans: Schema<LaneSpans>;
  waits: Schema<Waits>;
  holds: Schema<Holds>;
  events: Schema<Events>;
  edges: Schema<Edges>;
  items: Schema<Items>;
  samples: Schema<Samples>;
};
export type TableName = keyof typeof TABLES;

/** One lane that waited when the run stopped: the part of core/analysis/who-waits.ts that a page shows. */
export interface StuckLane {
  lane: LaneIndex;
  op: keyof typeof WaitOp;
  /** What it waits for, where that is a resource, a pool (a result, its end) or a process; else null. */
  resource: ResourceIndex | null;
  pool: number | null;
  process: number | null;
  sinceNs: Ns;
  site: SiteIndex;
  /** Who holds the lock, whom it joins, who runs the item; null where nobody in particular is waited for. */
  holder: LaneIndex | null;
  holderSite: SiteIndex;
  /** The lanes that wait for each other, beginning with this one. */
  cycle: LaneIndex[] | null;
}

/** What the run's duration consists of: the part of core/analysis/critical-path.ts that a page shows. */
export interface SentPath {
  lanes: { lane: LaneIndex; share: number }[];
  places: { site: SiteIndex; state: StateName; ns: Ns; share: number; lanes: LaneIndex[] }[];
}

/** What is taken for true where a pool is played through with another number of workers (core/analysis/what-if.ts). */
export const WHAT_IF_ASSUMPTIONS = [
  "sameRunTimes",
  "oneInterpreter",
  "processors",
  "notInTheWay",
  "sameSubmits",
] as const;

/** A pool with other numbers of workers: the part of core/analysis/what-if.ts that a page shows. */
export interface SentWhatIf {
  pool: number;
  /** As many as it may have had, and what it took. */
  workers: number;
  measuredNs: Ns;
  /** Pieces of work. */
  units: number;
  processors: number | null;
  assumes: (typeof WHAT_IF_ASSUMPTIONS)[number][];
  plays: { workers: number; durationNs: Ns; utilization: number }[];
  /** Played with its own number it comes near to what was measured. */
  isNear: boolean;
}

export const FITTING_MODELS = ["threads-or-asyncio", "processes", "mixed", "as-it-is", "unknown"] as const;

/** Which model fits: the part of core/analysis/model.ts that a page shows. */
export interface SentModel {
  fits: (typeof FITTING_MODELS)[number];
  runNs: Ns;
  cpuNs: Ns;
  aloneNs: Ns;
  aloneWaits: number;
  wouldTakeNs: Ns | null;
}

/** What is told of the whole run beside its findings. */
export interface RunFacts {
  /** Null while the run goes on, and where nothing was recorded. */
  path: SentPath | null;
  /** Rules that were switched off. */
  rulesOff: readonly Rule[];
  /** Null and empty while the run goes on. */
  model: SentModel | null;
  whatIf: readonly SentWhatIf[];
}

export const NO_RUN_FACTS: RunFacts = { path: null, rulesOff: [], model: null, whatIf: [] };

/** What the groups of a table are numbered by, and the column of the trace that this makes superfluous; null = one group. */
export const GROUPS = {
  spans: { by: "lanes", column: null },
  waits: { by: "lanes", column: "lane" },
  holds: { by: "resources", column: "resource" },
  events: { by: null, column: null },
  edges: { by: null, column: null },
  items: { by: "pools", column: "pool" },
  samples: { by: "lanes", column: "lane" },
} as const satisfies Record<TableName, { by: "lanes" | "resources" | "pools" | null; column: string | null }>;

/** The columns of a table that messages carry. */
export function sentColumns(table: TableName): [name: string, type: ColumnType][] {
  return Object.entries<ColumnType>(TABLES[table]).filter(([name]) => name !== GROUPS[table].column);
}

/** All of a trace that is not a column. */
export interface Header
  extends Pick<
    Trace,
    "program" | "processes" | "lanes" | "resources" | "pools" | "sites" | "endNs" | "losses" | "startupNs"
  > {
  /** Variables that lost updates, a bounded number with a bounded number of losses, without touches (sent-races.ts). */
  races: RaceVariable[];
  /** Writes that lost something and are not among the losses of `races`. */
  undrawnLosses: number;
  /** Their `variables` are indexes into `races`. */
  findings: Finding[];
  /** Who waited for whom when the run ended or was asked to stop. */
  stuck: StuckLane[];
  /** Estimate of what tracing itself cost all lanes together; 0 = not known. */
  overheadNs: Ns;
  run: RunFacts;
}

export interface OpenMessage {
  type: "open";
  seq: number;
  version: number;
  header: Header;
}
/** Replaces the header. Groups of lanes, resources and pools that it no longer has are gone with their rows. */
export interface HeaderMessage {
  type: "header";
  seq: number;
  header: Header;
}
export interface AppendMessage {
  type: "append";
  seq: number;
  table: TableName;
  /** What the rows are, in their order. Three numbers a run: group, number of its first row, how many; 0 rows cut the group off there. */
  runs: number[];
  /** Rows in all. */
  length: number;
  columns: Record<string, Column>;
}
/** The generation is complete: only now it counts. */
export interface CommitMessage {
  type: "commit";
  seq: number;
  /** Nothing will follow. */
  ended: boolean;
  /** But the rest of the same rows, at once: until then the spans name waits that are not there. */
  more?: true;
}
export type HostMessage = OpenMessage | HeaderMessage | AppendMessage | CommitMessage;

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
