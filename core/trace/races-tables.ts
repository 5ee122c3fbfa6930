/** What the race observer of one process has written so far: rows by the numbers that refer to them. */
import type { Ignore } from "./ignores";
import type {
  AccessRow,
  LossRow,
  LostRow,
  NotedRow,
  ObserverTier,
  RaceRow,
  SourceRow,
  TouchRow,
  VariableRow,
} from "./races-meta";

export class RaceTables {
  /** Null while the process has not said; recordings made before there was an observer never do. */
  tier: ObserverTier | null = null;
  readonly variables = new Map<number, VariableRow>();
  readonly accesses = new Map<number, AccessRow>();
  /** By variable: the newest line. */
  readonly lost = new Map<number, LostRow>();
  readonly losses: LossRow[] = [];
  readonly touches: TouchRow[] = [];
  /** By variable. */
  readonly noted = new Map<number, NotedRow>();
  /** By file: lines whose findings are known to who wrote them. */
  readonly ignores = new Map<string, Ignore[]>();
  /** By file: a file that was loaded twice counts as not observed when it was not once. */
  readonly sources = new Map<string, SourceRow>();

  take(row: RaceRow): void {
    switch (row.k) {
      case "races":
        this.tier = row.tier;
        return;
      case "source":
        if (this.sources.get(row.file)?.observed !== false) this.sources.set(row.file, row);
        return;
      case "variable":
        this.variables.set(row.id, row);
        return;
      case "access":
        this.accesses.set(row.id, row);
        return;
      case "lost":
        this.lost.set(row.variable, row);
        return;
      case "loss":
        this.losses.push(row);
        return;
      case "noted":
        this.noted.set(row.variable, row);
        return;
      case "touch":
        this.touches.push(row);
        return;
    }
  }
}
