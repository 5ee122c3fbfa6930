/** From (code object, offset) to file, line and function: each raw site is resolved once, equal places become one row. */
import { positionOf } from "../lines";
import type { CodeRow } from "../meta";
import type { ProcessTables } from "../process-tables";
import type { RawTables } from "../raw";
import type { Site } from "../types";

export const UNKNOWN_SITE: Site = { file: "", line: 0, column: 0, function: "", program: false };

export interface Sites {
  sites: Site[];
  /** Index = raw site. */
  siteIndex: Uint32Array;
}

/** Sites sorted by file, line, column and function; 0 is the unknown one. */
export function deriveSites(raw: RawTables, processes: readonly ProcessTables[]): Sites {
  const byKey = new Map<string, { site: Site; raws: number[] }>();
  const siteIndex = new Uint32Array(raw.sites.length);
  for (let row = 1; row < raw.sites.length; row++) {
    const site = raw.sites.places.get(row) ?? siteInCode(raw, row, processes);
    if (site === null) continue;
    const key = JSON.stringify([site.file, site.line, site.column, site.function, site.program]);
    const known = byKey.get(key);
    if (known === undefined) byKey.set(key, { site, raws: [row] });
    else known.raws.push(row);
  }
  const sorted = [...byKey.values()].sort((a, b) => compareSites(a.site, b.site));
  sorted.forEach(({ raws }, index) => {
    for (const row of raws) siteIndex[row] = index + 1;
  });
  return { sites: [UNKNOWN_SITE, ...sorted.map(({ site }) => site)], siteIndex };
}

function siteInCode({ sites }: RawTables, row: number, processes: readonly ProcessTables[]): Site | null {
  const code = codeOf(processes[sites.process[row]], sites.code[row], processes);
  if (code === undefined) return null;
  const { line, column } = positionOf(code, sites.lasti[row]);
  // Offset 0 stands for the function itself, and no call can stand there; up to 3.10 it belongs to the first line of the body.
  const ofFunction = sites.lasti[row] === 0;
  return {
    file: code.file,
    line: ofFunction ? code.first : line,
    column,
    function: code.qualname,
    program: code.program,
  };
}

/** A forked child goes on using its parent's code numbers, and may never write a line for them itself. */
export function codeOf(process: ProcessTables, code: number, processes: readonly ProcessTables[]): CodeRow | undefined {
  for (const ancestor of lineage(process, processes)) {
    const row = ancestor.codes.get(code);
    if (row !== undefined) return row;
  }
  return undefined;
}

/** The process, then the one it was forked from, and so on. */
export function* lineage(process: ProcessTables, processes: readonly ProcessTables[]): Generator<ProcessTables> {
  const seen = new Set<ProcessTables>();
  for (let current: ProcessTables | undefined = process; current !== undefined && !seen.has(current); ) {
    yield current;
    seen.add(current);
    current = forkedFrom(current, processes);
  }
}

/** Whose numbers a forked child goes on using: the process that it names, else the one that its parent's pid belonged to. */
function forkedFrom({ row, startNs }: ProcessTables, processes: readonly ProcessTables[]): ProcessTables | undefined {
  if (row === null || row.startMethod !== "fork") return undefined;
  if (row.inherits !== null) return processes.find(({ name }) => name === row.inherits);
  const parents = processes.filter((candidate) => candidate.row?.pid === row.ppid && candidate.startNs <= startNs);
  return parents.sort((a, b) => b.startNs - a.startNs)[0];
}

function compareSites(a: Site, b: Site): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  if (a.line !== b.line) return a.line - b.line;
  if (a.column !== b.column) return a.column - b.column;
  if (a.function !== b.function) return a.function < b.function ? -1 : 1;
  return Number(a.program) - Number(b.program);
}
