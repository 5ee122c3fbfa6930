/** Which rows may change places with each other. */
import { PINNED, type Row, type RowLayout } from "./rows";

/** From top to bottom, with the row itself; none where it has its place. */
export function siblingsOf({ rows }: RowLayout, row: Row): Row[] {
  if (row.within === PINNED) return rows.filter(({ within }) => within === PINNED);
  if (!isMovable(row)) return [];
  return rows.filter((each) => each.kind === row.kind && each.within === row.within && isMovable(each));
}

/** Lanes among the lanes of their group, tracks among tracks, processes among processes. */
function isMovable(row: Row): boolean {
  return row.kind === "lane" || row.kind === "track" || (row.kind === "group" && row.title.kind === "process");
}
