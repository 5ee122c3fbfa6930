/** Adds to a drawn recording what the race observer writes of one variable. Times are microseconds. */
import type { Drawing, DrawnProcess } from "./drawing";
import { CLOCK_AT_START_NS } from "./records";

export interface DrawnAccess {
  lane: string;
  at: number;
  line: number;
  version?: number;
}

export interface DrawnVariable {
  name: string;
  kind?: string;
  count: number;
  exact?: boolean;
  byValue?: boolean;
  resetLost?: number;
  losses?: { read: DrawnAccess; victimRead?: DrawnAccess; victim: DrawnAccess; write: DrawnAccess }[];
  /** Accesses that lost nothing. */
  touches?: DrawnAccess[];
  /** The process comes to no end. */
  killed?: boolean;
  /** Times that each line was noted, 10 when left out. */
  hits?: number;
  /** Module, "app" when left out. */
  scope?: string;
}

const READ = 0;
const VALUE = 2;
const CONTROL = 3;

/** In the first process of the recording. */
export function withLostUpdates(drawing: Drawing, ...variables: DrawnVariable[]): Drawing {
  return withLostUpdatesIn(drawing, 0, ...variables);
}

export function withLostUpdatesIn(drawing: Drawing, index: number, ...variables: DrawnVariable[]): Drawing {
  const process = drawing.processes[index];
  const write = (row: object) => process.meta.push(JSON.stringify(row));
  const written = new Set<number>();
  // One access a line.
  const access = (line: number, does: number) => {
    if (!written.has(line))
      write({ k: "access", id: line, does, file: "/project/app.py", line, column: 5, endColumn: 9, function: "work" });
    written.add(line);
    return line;
  };
  const moment = ({ lane, at, line, version = 0 }: DrawnAccess, does: number) => [
    access(line, does),
    laneId(process, lane),
    at * 1000,
    version,
  ];
  write({ k: "races", tier: "on" });
  write({ k: "source", file: "/project/app.py", observed: true });
  variables.forEach((variable, index) => {
    const {
      name,
      kind = "global",
      count,
      exact = true,
      byValue = true,
      resetLost = 0,
      losses = [],
      touches = [],
      scope = "app",
    } = variable;
    const id = index + 1;
    const writes = byValue ? VALUE : CONTROL;
    write({ k: "variable", id, kind, scope, name });
    for (const { read, victimRead, victim, write: by } of losses)
      write({
        k: "loss",
        variable: id,
        read: moment(read, READ),
        victimRead: victimRead === undefined ? [0, 0, 0, 0] : moment(victimRead, READ),
        victim: moment(victim, writes),
        write: moment(by, writes),
      });
    for (const touch of touches) write({ k: "touch", variable: id, at: moment(touch, READ) });
    const hits = [...written].map((line) => [line, variable.hits ?? 10]);
    write({ k: "lost", variable: id, count, updates: 100, resetLost, stale: losses.length, byValue, exact, hits });
    if (!variable.killed) write({ k: "end", ns: CLOCK_AT_START_NS });
  });
  return drawing;
}

function laneId({ meta }: DrawnProcess, name: string): number {
  for (const line of meta) {
    const row = JSON.parse(line) as { k: string; id: number; name: string };
    if (row.k === "lane" && row.name === name) return row.id;
  }
  throw new Error(`no lane is named ${name}`);
}
