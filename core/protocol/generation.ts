/** The messages of one generation, collected and checked until its `commit`: nothing of it counts before. */

import type { Replacement } from "./growing-table";
import { checkHeader } from "./header-check";
import {
  type AppendMessage,
  type Column,
  type ColumnType,
  GROUPS,
  type Header,
  PROTOCOL_VERSION,
  ProtocolError,
  sentColumns,
  TABLES,
  type TableName,
} from "./messages";

/** Replacements of a table by group. */
export type TableNews = Map<number, Replacement>;

export class Generation {
  readonly news: Record<TableName, TableNews> = {
    waits: new Map(),
    spans: new Map(),
    holds: new Map(),
    events: new Map(),
    edges: new Map(),
    items: new Map(),
    samples: new Map(),
  };

  /** @param opens it is the first one of a trace */
  constructor(
    readonly header: Header,
    readonly opens: boolean,
  ) {
    checkHeader(header);
  }

  /** @param rowsNow how many rows a group had before this generation */
  append(message: AppendMessage, rowsNow: (table: TableName, group: number) => number): void {
    const { table, runs } = message;
    if (!Object.hasOwn(TABLES, table) || !Array.isArray(runs)) throw damaged(`There is no table "${table}".`);
    const columns = checkedColumns(message);
    let from = 0;
    for (let i = 0; i < runs.length; i += 3) {
      const [group, first, length] = [runs[i], runs[i + 1], runs[i + 2]];
      if (![group, first, length].every((number) => Number.isInteger(number) && number >= 0))
        throw damaged(`The runs of table ${table} are no row numbers.`);
      if (group >= this.#groupsOf(table))
        throw damaged(`Table ${table} has rows of group ${group}, which does not exist.`);
      this.#add(table, group, first, { columns, from, length }, rowsNow);
      from += length;
    }
    if (from !== message.length) throw damaged(`The runs of table ${table} do not cover its rows.`);
  }

  #add(
    table: TableName,
    group: number,
    first: number,
    part: Replacement["parts"][number],
    rowsNow: (table: TableName, group: number) => number,
  ): void {
    const known = this.news[table].get(group);
    const follows = known ? first === known.first + known.length : first <= rowsNow(table, group);
    if (!follows)
      throw new ProtocolError(`Rows of table ${table} do not follow what was sent before. Open the trace again.`);
    if (known) {
      known.parts.push(part);
      known.length += part.length;
    } else this.news[table].set(group, { first, length: part.length, parts: [part] });
  }

  #groupsOf(table: TableName): number {
    const { by } = GROUPS[table];
    return by === null ? 1 : this.header[by].length;
  }
}

export function checkVersion(version: number): void {
  if (version === PROTOCOL_VERSION) return;
  throw new ProtocolError(
    `The trace speaks version ${version}, this page version ${PROTOCOL_VERSION}. Write the page again with one version of Raceway.`,
  );
}

function checkedColumns({ table, length, columns }: AppendMessage): Record<string, Column> {
  for (const [name, type] of sentColumns(table)) {
    const rows = columns[name];
    if (!rows || rows.length !== length || typeOf(rows) !== type)
      throw damaged(`Column ${name} of table ${table} is damaged.`);
  }
  return columns;
}

function damaged(what: string): ProtocolError {
  return new ProtocolError(`${what} Open the trace again, or write the page again.`);
}

function typeOf(column: Column): ColumnType {
  if (column instanceof Uint8Array) return "u8";
  if (column instanceof Uint32Array) return "u32";
  if (column instanceof Int32Array) return "i32";
  return "f64";
}
