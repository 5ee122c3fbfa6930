/** Lost updates: a part of the model (`types.ts`). */
import type { LaneIndex, Ns, SiteIndex } from "../units";
import type { AccessKind, VariableKind } from "./races-meta";

/** One access of a variable that threads share. */
export interface RaceAccess {
  site: SiteIndex;
  lane: LaneIndex;
  timeNs: Ns;
  /** Of the variable: which value was read, or is written. Versions count from 1; 0 = from before there were threads. */
  version: number;
}

/** An update that was overwritten: `write` put down what was computed from `read`, and `victim` had come in between. */
export interface Loss {
  read: RaceAccess;
  write: RaceAccess;
  victim: RaceAccess;
  /** What the victim had read before; null for an update in one step. */
  victimRead: RaceAccess | null;
}

/** A variable of which updates were lost. */
export interface RaceVariable {
  process: number;
  kind: VariableKind;
  /** Module of a global, function of a nonlocal, else "". */
  scope: string;
  name: string;
  lost: number;
  /** Writes that lost something: one may undo many updates. `losses` has the first of them. */
  stale: number;
  /** Updates made since the last write that depends on nothing. */
  updates: number;
  /** Writes that depend on nothing (resets) that were overwritten by an update read before them; not in `lost`. */
  resetLost: number;
  /** False: only by writes that a test of the variable decided upon (check, then act). */
  byValue: boolean;
  /** False: some accesses were not noted, so `lost` is at least so much. */
  exact: boolean;
  accesses: { site: SiteIndex; does: AccessKind; hits: number }[];
  /** The first accesses of each site. */
  touches: RaceAccess[];
  /** The first losses. */
  losses: Loss[];
}
