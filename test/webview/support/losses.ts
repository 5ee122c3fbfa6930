/**
 * A made-up program that loses updates of one variable, with as many lanes as one likes:
 *
 *   A  read v0 (20 ms) ──────────────────── write v2 (50)          72.5 … 102.5: the same once more, B and C
 *   B           read v0 (30) ── write v1 (40)
 */
import { analyze } from "../../../core/analysis/analyze";
import type { Finding } from "../../../core/analysis/finding";
import type { Loss, RaceAccess, RaceVariable } from "../../../core/trace/race-types";
import type { Trace } from "../../../core/trace/types";
import { Program } from "../../core/layout/program";

const MS = 1e6;
const LENGTH_MS = 125;
const READ_LINE = 26;
const WRITE_LINE = 27;

export interface Lossy {
  trace: Trace;
  findings: Finding[];
}

export interface LossyOptions {
  name?: string;
  lanes?: readonly string[];
  /** Lanes of the one that overwrites and of the one that is overwritten, and when it begins: four accesses, 10 ms apart. */
  losses?: readonly { by: number; over: number; atMs: number }[];
  variable?: Partial<RaceVariable>;
}

const TWO = [
  { by: 0, over: 1, atMs: 20 },
  { by: 1, over: 2, atMs: 72.5 },
];

export function lossy({
  name = "counter",
  lanes = ["A", "B", "C"],
  losses = TWO,
  variable = {},
}: LossyOptions = {}): Lossy {
  const program = new Program("/home/user/project/unlocked.py");
  for (const lane of lanes) {
    program.thread(
      lane,
      (function* () {
        yield { do: "sleep", ns: LENGTH_MS * MS };
      })(),
    );
  }
  const trace = program.run();
  const site = (line: number) =>
    trace.sites.push({ ...trace.sites[0], file: "/home/user/project/unlocked.py", line, column: 5, function: "add" }) -
    1;
  const [readSite, writeSite] = [site(READ_LINE), site(WRITE_LINE)];
  const access = (lane: number, atMs: number, at: number, version: number): RaceAccess => ({
    lane,
    timeNs: atMs * MS,
    site: at,
    version,
  });
  const rows = losses.map(
    ({ by, over, atMs }, i): Loss => ({
      read: access(by, atMs, readSite, 2 * i),
      victimRead: access(over, atMs + 10, readSite, 2 * i),
      victim: access(over, atMs + 20, writeSite, 2 * i + 1),
      write: access(by, atMs + 30, writeSite, 2 * i + 2),
    }),
  );
  trace.races.push({
    process: 0,
    kind: "global",
    scope: "unlocked",
    name,
    lost: rows.length,
    stale: rows.length,
    updates: 2 * rows.length,
    resetLost: 0,
    byValue: true,
    exact: true,
    accesses: [
      { site: readSite, does: "read", hits: 2 * rows.length },
      { site: writeSite, does: "value", hits: 2 * rows.length },
    ],
    touches: [],
    losses: rows,
    ...variable,
  });
  return { trace, findings: analyze(trace) };
}
