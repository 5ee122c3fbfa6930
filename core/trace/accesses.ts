/** Accesses of shared variables in the order in which they happened, and all that orders them: what core/races judges. */
import type { LaneIndex, SiteIndex } from "../units";
import type { AccessKind, VariableKind } from "./races-meta";

/** Where a variable is accessed. */
export interface AccessSite {
  site: SiteIndex;
  process: number;
  function: string;
  does: AccessKind;
  op: string;
  flags: ReadonlySet<string>;
  /** Indexes of the sites whose reads decide what this one writes. */
  of: readonly number[];
}

export interface AccessedVariable {
  process: number;
  kind: VariableKind;
  scope: string;
  name: string;
  /** Equal numbers in one process: of one object. */
  object: number;
  /** Of items and containers: the container's type. */
  type: string;
  /** Of memory that processes share: what all of them know its lock by; else "". */
  lockKey: string;
  /** Every access was noted. */
  complete: boolean;
}

export const SyncKind = { tell: 0, learn: 1, step: 2 } as const;

/**
 * What orders the lanes, by time. A *hub* is something through which one lane's past becomes known to others: who tells it adds
 * all it knows, who learns of it knows from then on all that was told.
 */
export interface SyncRows {
  length: number;
  lane: Uint32Array;
  timeNs: Float64Array;
  /** SyncKind; `step`: a task begins its next step. */
  kind: Uint8Array;
  hub: Uint32Array;
  /** 1 = which lock's hand-over it is was a matter of who came first: `hub` is a lock's. */
  isLock: Uint8Array;
  hubs: number;
}

export interface Accesses {
  length: number;
  timeNs: Float64Array;
  /** Whose doing it is: a task where one ran, else the thread. */
  actor: Uint32Array;
  thread: Uint32Array;
  /** Index into `variables`. */
  variable: Uint32Array;
  /** Index into `sites`. */
  site: Uint32Array;
  variables: AccessedVariable[];
  sites: AccessSite[];
  sync: SyncRows;
  /** Nothing is known of the order after this time; Infinity = all is. */
  knownUntilNs: number;
  /** Every hold of every lock is recorded: none was only counted. */
  areLocksWhole: boolean;
}

export const isWrite = ({ does }: AccessSite): boolean => does !== "read";

export type ActorIndex = LaneIndex;
