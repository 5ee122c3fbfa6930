/** Messages become a trace again, generation by generation. Everything is checked here, so that nothing behind this edge has to. */

import type { Finding } from "../analysis/finding";
import { laneStore, SpansOfStore } from "../layout/lane-store";
import type { Items } from "../trace/pool-types";
import type { Edges, Events, Holds, LaneSpans, Samples, Trace, Waits } from "../trace/types";
import { checkVersion, Generation, type TableNews } from "./generation";
import { type Change, GrowingTable } from "./growing-table";
import { type Header, type HostMessage, ProtocolError, type StuckLane, TABLES, type TableName } from "./messages";
import { checkItemLanes, checkTones, checkWaitNumbers } from "./row-numbers";

const TABLE_NAMES = Object.keys(TABLES) as TableName[];

/** What a generation changed. Edges are only for those who ask for them as a whole. */
export interface Growth {
  waits: Change;
  holds: Change;
  events: Change;
  items: Change;
  samples: Change;
  /** Lane → its first span that is new or may differ. */
  spans: ReadonlyMap<number, number>;
}

export interface Committed {
  seq: number;
  ended: boolean;
  /** Waits, holds, events and edges are still to come. */
  isPartial: boolean;
  /** Null: all of it is new, or rows have moved. */
  growth: Growth | null;
}

/** Takes messages one by one; the trace is that of the last commit. Throws ProtocolError. */
export class Assembler {
  #seq = 0;
  #isPartial = false;
  #header: Header | null = null;
  #generation: Generation | null = null;
  #tables = newTables();
  #spans: SpansOfStore[] = [];

  /** Returns what has changed when this message completes a generation. */
  accept(message: HostMessage): Committed | null {
    const expected = message.type === "open" ? 0 : this.#seq;
    if (message.seq !== expected) {
      throw new ProtocolError(
        `Part ${expected} of the trace is missing (got part ${message.seq}). Open the trace again.`,
      );
    }
    this.#seq = expected + 1;
    switch (message.type) {
      case "open":
        checkVersion(message.version);
        this.#generation = new Generation(message.header, true);
        return null;
      case "header":
        if (this.#header === null || this.#generation !== null) throw notInPlace(message.type);
        this.#generation = new Generation(message.header, false);
        return null;
      case "append": {
        const generation = this.#requireGeneration(message.type);
        generation.append(message, (name, group) => (generation.opens ? 0 : this.#lengthOf(name, group)));
        return null;
      }
      case "commit": {
        const isPartial = message.more === true;
        const growth = this.#apply(this.#requireGeneration(message.type), isPartial);
        this.#generation = null;
        this.#isPartial = isPartial;
        return { seq: message.seq, ended: message.ended, isPartial, growth };
      }
      default:
        message satisfies never;
        throw new ProtocolError(
          `Unknown part "${(message as { type: string }).type}" in the trace. Write the page again.`,
        );
    }
  }

  /** Columns may be longer than `length`, and the next generation changes them in place. */
  get trace(): Trace {
    const { findings: _1, stuck: _2, overheadNs: _3, undrawnLosses: _4, run: _5, ...facts } = this.#requireHeader();
    // The tables have exactly the columns that TABLES names, of its types: checked when they came.
    const as = <T>({ length, columns }: GrowingTable) => ({ length, ...columns }) as T;
    const { waits, holds, events, edges, items, samples } = this.#tables;
    return {
      ...facts,
      // It is in the estimate of the header.
      windUpNs: 0,
      // JSON has no NaN: a time that is not known came as null.
      pools: facts.pools.map((pool) => ({
        ...pool,
        firstSubmitNs: pool.firstSubmitNs ?? Number.NaN,
        lastFinishNs: pool.lastFinishNs ?? Number.NaN,
      })),
      laneSpans: [...this.#spans],
      waits: as<Waits>(waits),
      holds: as<Holds>(holds),
      events: as<Events>(events),
      edges: as<Edges>(edges),
      items: as<Items>(items),
      samples: as<Samples>(samples),
    };
  }

  get header(): Header {
    return this.#requireHeader();
  }

  get findings(): Finding[] {
    return this.#requireHeader().findings;
  }

  get stuck(): StuckLane[] {
    return this.#requireHeader().stuck;
  }

  #requireHeader(): Header {
    if (!this.#header) throw new ProtocolError("The trace is empty. Write the page again.");
    return this.#header;
  }

  #requireGeneration(type: string): Generation {
    if (this.#generation) return this.#generation;
    if (this.#header) throw notInPlace(type);
    throw new ProtocolError("The trace does not begin with its header. Write the page again.");
  }

  #apply({ header, opens, news }: Generation, isPartial: boolean): Growth | null {
    if (opens) {
      this.#tables = newTables();
      this.#spans = [];
    }
    const { waits, edges } = this.#tables;
    const lanes = header.lanes.length;
    const loses = this.#loses(header, news);
    checkTones(news.spans);
    const named = { edges: news.edges, spans: isPartial ? new Map() : news.spans };
    checkWaitNumbers(named, lanes, (lane) => lengthAfter(waits, news.waits, lane));
    checkItemLanes(news.items, lanes);
    this.#header = header;
    this.#spans.length = Math.min(this.#spans.length, lanes);
    for (let lane = this.#spans.length; lane < lanes; lane++)
      this.#spans.push(new SpansOfStore(laneStore((wait) => waits.rowOf(lane, wait))));
    // What completes a partial one is mostly new: to begin anew is faster.
    const tells = !opens && !loses && !this.#isPartial;
    const changes = {
      waits: this.#tables.waits.take(news.waits, tells),
      holds: this.#tables.holds.take(news.holds, tells),
      events: this.#tables.events.take(news.events, tells),
      items: this.#tables.items.take(news.items, tells),
      samples: this.#tables.samples.take(news.samples, tells),
    };
    edges.take(news.edges, false);
    header.lanes.forEach(({ endNs }, lane) => {
      const { store } = this.#spans[lane];
      store.endNs = endNs;
      const change = news.spans.get(lane);
      if (!change) return;
      store.truncate(change.first);
      for (const { columns, from, length } of change.parts) {
        // Of these types: checked when they came.
        const { startNs, state, wait } = columns as unknown as Omit<LaneSpans, "length">;
        store.append({ startNs, state, object: wait, from, length }, endNs);
      }
    });
    const { toLane } = edges.columns;
    for (const { first } of news.edges.values()) toRows(edges, first, (wait, edge) => waits.rowOf(toLane[edge], wait));
    if (loses) this.#compact(header);
    const { waits: w, holds, events, items, samples } = changes;
    if (w === null || holds === null || events === null || items === null || samples === null) return null;
    const spans = new Map(Array.from(news.spans, ([lane, { first }]) => [lane, first]));
    return { waits: w, holds, events, items, samples, spans };
  }

  #lengthOf(name: TableName, group: number): number {
    return name === "spans" ? (this.#spans[group]?.length ?? 0) : this.#tables[name].lengthOf(group);
  }

  #loses({ lanes, resources, pools }: Header, news: Generation["news"]): boolean {
    const { waits, holds, items, samples } = this.#tables;
    const shorter = TABLE_NAMES.some((name) =>
      [...news[name]].some(([group, { first, length }]) => first + length < this.#lengthOf(name, group)),
    );
    const fewerGroups = lanes.length < this.#spans.length || holds.rowsBeyond(resources.length) > 0;
    const fewerRows =
      waits.rowsBeyond(lanes.length) + samples.rowsBeyond(lanes.length) + items.rowsBeyond(pools.length);
    return shorter || fewerGroups || fewerRows > 0;
  }

  #compact({ lanes, resources, pools }: Header): void {
    const moved = this.#tables.waits.compact(lanes.length);
    this.#tables.holds.compact(resources.length);
    this.#tables.items.compact(pools.length);
    this.#tables.samples.compact(lanes.length);
    const { columns, length } = this.#tables.edges;
    for (let row = 0; row < length; row++) if (columns.wait[row] >= 0) columns.wait[row] = moved[columns.wait[row]];
  }
}

/** All messages of one trace. */
export function assemble(messages: Iterable<HostMessage>): Pick<Assembler, "trace" | "findings" | "stuck"> {
  const assembler = new Assembler();
  for (const message of messages) assembler.accept(message);
  return { trace: assembler.trace, findings: assembler.findings, stuck: assembler.stuck };
}

function newTables() {
  return {
    waits: new GrowingTable("waits", false),
    holds: new GrowingTable("holds", false),
    events: new GrowingTable("events", true),
    edges: new GrowingTable("edges", true),
    items: new GrowingTable("items", false),
    samples: new GrowingTable("samples", false),
  };
}

/** Numbers of waits within their lane become rows of the table, in the rows from `first` on. */
function toRows({ columns, length }: GrowingTable, first: number, rowOf: (wait: number, row: number) => number): void {
  const { wait } = columns;
  for (let row = first; row < length; row++) if (wait[row] >= 0) wait[row] = rowOf(wait[row], row);
}

function lengthAfter(table: GrowingTable, news: TableNews, group: number): number {
  const change = news.get(group);
  return change ? change.first + change.length : table.lengthOf(group);
}

function notInPlace(type: string): ProtocolError {
  return new ProtocolError(`A part of the trace ("${type}") is not in its place. Open the trace again.`);
}
