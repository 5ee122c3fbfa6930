/** Names of rows that outlive a layout, a generation and the page: indexes of lanes, resources, pools and processes never change. */
import type { Row } from "./rows";

export type RowKind = "lane" | "track" | "use" | "gil";
export interface RowName {
  kind: RowKind;
  index: number;
}

/** `lane:3`, `track:0`, `use:1` (of a pool), `gil:0`, or the id of a group. */
export function keyOf(row: Row): string {
  switch (row.kind) {
    case "group":
      return row.id;
    case "lane":
      return `lane:${row.lane}`;
    case "track":
      return `track:${row.resource}`;
    case "pool":
      return `use:${row.pool}`;
    case "gil":
      return `gil:${row.process}`;
  }
}

/** Null for a group, and for what is no key. */
export function rowNamed(key: string): RowName | null {
  const match = /^(lane|track|use|gil):(\d+)$/.exec(key);
  return match && { kind: match[1] as RowKind, index: Number(match[2]) };
}
