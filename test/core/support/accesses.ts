/** Adds to a drawn recording accesses of one global as the race observer writes them. Times are microseconds. */
import type { Drawing } from "./drawing";
import { absolute, LaneWriter } from "./records";

export interface DrawnUse {
  lane: string;
  at: number;
  line: number;
  writes?: boolean;
  /** As in docs/trace-format.md; else a plain read or write. */
  does?: number;
  op?: string;
  flags?: string[];
}

const OBSERVER = 9_000;
const VARIABLE = 900;
const ACCESS = 47;

/** In the first process; each line does always the same. */
export function withAccesses(drawing: Drawing, name: string, uses: readonly DrawnUse[]): Drawing {
  const process = drawing.processes[0];
  const write = (row: object) => process.meta.push(JSON.stringify(row));
  const lanes = new Map(
    process.meta.map((line) => JSON.parse(line)).flatMap((row) => (row.k === "lane" ? [[row.name, row.id]] : [])),
  );
  write({ k: "lane", id: OBSERVER, name: "Raceway", daemon: true, internal: true, observer: true });
  write({ k: "variable", id: VARIABLE, kind: "global", scope: "app", name, object: 0, type: "" });
  const written = new Set<number>();
  const words: number[] = [];
  for (const { lane, at, line, writes = false, ...other } of uses) {
    const id = VARIABLE + line;
    const { does = writes ? 2 : 0, op = writes ? "store" : "load", flags = ["one-op"] } = other;
    const place = { file: "/project/app.py", line, column: 1, endColumn: 2, function: "work" };
    if (!written.has(line)) write({ k: "access", id, does, ...place, op, flags, of: [] });
    written.add(line);
    words.push(...absolute(at * 1000), 0, VARIABLE, 0, (lanes.get(lane) ?? 0) << 8, id, ACCESS << 24);
  }
  const writer = new LaneWriter();
  writer.words.push(...words);
  process.lanes.set(OBSERVER, writer);
  return drawing;
}
