/** Messages become a trace again. Everything is checked here, so that nothing behind this edge has to. */
import * as v from "valibot";
import type { Finding } from "../analysis/finding";
import type { Edges, Events, Holds, LaneSpans, Trace, Waits } from "../trace/types";
import {
  type AppendMessage,
  type Column,
  type ColumnType,
  type Header,
  type HostMessage,
  newColumn,
  PROTOCOL_VERSION,
  ProtocolError,
  type StuckLane,
  TABLES,
  type TableName,
} from "./messages";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const index = v.pipe(v.number(), v.integer(), v.minValue(-1));
const text = v.string();

/** Only what the timeline relies on; fields that it does not know pass through. */
const headerSchema = v.looseObject({
  program: v.looseObject({ argv: v.array(text), python: text, durationNs: v.number() }),
  processes: v.array(v.looseObject({ pid: v.number(), name: text })),
  lanes: v.array(
    v.looseObject({
      kind: v.picklist(["thread", "process", "task"]),
      name: text,
      process: count,
      startNs: v.number(),
      endNs: v.number(),
      parent: index,
    }),
  ),
  resources: v.array(v.looseObject({ kind: text, name: text, site: count, parameter: v.number() })),
  sites: v.array(v.looseObject({ file: text, line: count, function: text })),
  findings: v.array(
    v.looseObject({
      id: text,
      rule: text,
      severity: v.picklist(["error", "warning", "info"]),
      message: text,
      advice: text,
      locations: v.array(v.looseObject({ site: count })),
      focus: v.nullable(v.looseObject({ lane: count, startNs: v.number(), endNs: v.number() })),
    }),
  ),
  stuck: v.array(
    v.looseObject({
      lane: count,
      resource: v.nullable(count),
      sinceNs: v.number(),
      site: count,
      holder: v.nullable(count),
      holderSite: count,
      cycle: v.nullable(v.array(count)),
    }),
  ),
  endNs: v.number(),
  losses: v.array(text),
});

/** One table under construction: arrays double when they are full, `length` rows are valid. */
interface Building {
  length: number;
  [column: string]: Column | number;
}

/** Takes messages one by one; `trace` is whole at any moment. Throws ProtocolError. */
export class Assembler {
  #seq = 0;
  #header: Header | null = null;
  #spans: Building[] = [];
  #tables = { waits: empty("waits"), holds: empty("holds"), events: empty("events"), edges: empty("edges") };
  /** True after the last message of a trace that is not live. */
  ended = false;

  accept(message: HostMessage): void {
    if (message.seq !== this.#seq) {
      throw new ProtocolError(
        `Part ${this.#seq} of the trace is missing (got part ${message.seq}). Open the trace again.`,
      );
    }
    this.#seq++;
    if (message.type !== "open" && this.#header === null) {
      throw new ProtocolError("The trace does not begin with its header. Write the page again.");
    }
    switch (message.type) {
      case "open":
        if (message.version !== PROTOCOL_VERSION) {
          throw new ProtocolError(
            `The trace speaks version ${message.version}, this page version ${PROTOCOL_VERSION}. Write the page again with one version of Raceway.`,
          );
        }
        this.#setHeader(message.header);
        break;
      case "header":
        this.#setHeader(message.header);
        break;
      case "append":
        this.#append(message);
        break;
      case "end":
        this.ended = true;
        break;
      default:
        message satisfies never;
        throw new ProtocolError(
          `Unknown part "${(message as { type: string }).type}" in the trace. Write the page again.`,
        );
    }
  }

  get trace(): Trace {
    const header = this.#requireHeader();
    const { findings: _1, stuck: _2, ...facts } = header;
    // The tables have exactly the columns that TABLES names, of its types: `empty` and `#append` see to it.
    const tables = this.#tables as unknown as { waits: Waits; holds: Holds; events: Events; edges: Edges };
    return { ...facts, ...tables, laneSpans: this.#spans as unknown as LaneSpans[] };
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

  #setHeader(header: Header): void {
    const checked = v.safeParse(headerSchema, header);
    if (!checked.success) {
      const { message, path } = checked.issues[0];
      const where = path?.map((step) => String(step.key)).join(".") ?? "";
      throw new ProtocolError(`The header of the trace is damaged (${where}: ${message}). Write the page again.`);
    }
    this.#header = header;
    while (this.#spans.length < header.lanes.length) this.#spans.push(empty("spans"));
  }

  #append({ table, lane, first, length, columns }: AppendMessage): void {
    const target = table === "spans" ? this.#spans[lane] : this.#tables[table];
    if (!target || first !== target.length) {
      throw new ProtocolError(`Rows of table ${table} do not follow what was sent before. Open the trace again.`);
    }
    for (const [name, type] of Object.entries(TABLES[table])) {
      const rows = columns[name];
      if (!rows || rows.length !== length || typeOf(rows) !== type) {
        throw new ProtocolError(`Column ${name} of table ${table} is damaged. Write the page again.`);
      }
      target[name] = joined(target[name] as Column, target.length, rows, type);
    }
    target.length += length;
  }
}

/** All messages of one trace. */
export function assemble(messages: Iterable<HostMessage>): Pick<Assembler, "trace" | "findings" | "stuck"> {
  const assembler = new Assembler();
  for (const message of messages) assembler.accept(message);
  return { trace: assembler.trace, findings: assembler.findings, stuck: assembler.stuck };
}

function empty(table: TableName): Building {
  const building: Building = { length: 0 };
  for (const [name, type] of Object.entries(TABLES[table])) building[name] = newColumn(type, 0);
  return building;
}

/** The first rows are taken as they are: a trace that comes in one part is never copied. */
function joined(have: Column, used: number, rows: Column, type: ColumnType): Column {
  if (used === 0) return rows;
  let target = have;
  if (target.length < used + rows.length) {
    target = newColumn(type, Math.max(used + rows.length, 2 * used));
    target.set(have.subarray(0, used));
  }
  target.set(rows, used);
  return target;
}

function typeOf(column: Column): ColumnType {
  if (column instanceof Uint8Array) return "u8";
  if (column instanceof Uint32Array) return "u32";
  if (column instanceof Int32Array) return "i32";
  return "f64";
}
