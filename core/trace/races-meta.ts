/** Lines of `meta.jsonl` that the race observer writes (docs/trace-format.md, "Lost updates"). */

/** How much this process observes; `unsupported`: it would, but not on this Python. */
export const OBSERVER_TIERS = ["on", "exact", "off", "unsupported"] as const;
export type ObserverTier = (typeof OBSERVER_TIERS)[number];

export interface RacesRow {
  k: "races";
  tier: ObserverTier;
}
/** A file of the program that was loaded: observed, or why not. */
export interface SourceRow {
  k: "source";
  file: string;
  observed: boolean;
  reason: string;
}
export interface VariableRow {
  k: "variable";
  id: number;
  kind: VariableKind;
  scope: string;
  name: string;
  /** Whose it is: a number unique in the process; 0 = a global's, or not told. */
  object: number;
  /** Of items and containers: the type of the container. */
  type: string;
  /** Of shared memory: the key of its lock, and `[index]` of an item; several processes have it. Else "". */
  key: string;
}
/** A place that reads or writes a variable. */
export interface AccessRow {
  k: "access";
  id: number;
  does: AccessKind;
  file: string;
  line: number;
  /** 1-based, in UTF-8 bytes; 0 = unknown. */
  column: number;
  function: string;
  /** What stands in the source; "" = in a recording made before there were accesses. */
  op: string;
  flags: string[];
  /** Accesses that read what this one writes by. */
  of: number[];
}
/** How much was noted of a variable whose accesses are in the recording. */
export interface NotedRow {
  k: "noted";
  variable: number;
  complete: boolean;
}
/** The count of a variable as it stands; the last line holds. */
export interface LostRow {
  k: "lost";
  variable: number;
  count: number;
  updates: number;
  resetLost: number;
  stale: number;
  byValue: boolean;
  exact: boolean;
  /** [access, how often] */
  hits: [number, number][];
}
/** [access, lane, ns since the process's start, version read or written]; access 0 = not seen. */
export type Moment = [access: number, lane: number, ns: number, version: number];
export interface LossRow {
  k: "loss";
  variable: number;
  read: Moment;
  victimRead: Moment;
  victim: Moment;
  write: Moment;
}
/** An access that lost nothing by itself; it tells which locks are held there. */
export interface TouchRow {
  k: "touch";
  variable: number;
  at: Moment;
}
export type RaceRow = RacesRow | SourceRow | VariableRow | AccessRow | LostRow | LossRow | TouchRow | NotedRow;

export const VARIABLE_KINDS = ["global", "nonlocal", "attribute", "item", "container"] as const;
export type VariableKind = (typeof VARIABLE_KINDS)[number];

/** Index = number in the recording. */
export const ACCESS_KINDS = ["read", "update", "value", "control", "blind", "unsure"] as const;
export type AccessKind = (typeof ACCESS_KINDS)[number];

type Fields = Record<string, unknown>;
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const whole = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0);
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const oneOf = <T extends string>(known: readonly T[], value: unknown, otherwise: T): T =>
  known.includes(value as T) ? (value as T) : otherwise;

const moment = (value: unknown): Moment => {
  const [access, lane, ns, version] = list(value);
  return [whole(access), whole(lane), whole(ns), whole(version)];
};

/** Null for a line of another kind. */
export function parseRaceRow(fields: Fields): RaceRow | null {
  switch (fields.k) {
    case "races":
      return { k: "races", tier: oneOf(OBSERVER_TIERS, fields.tier, "off") };
    case "source":
      return {
        k: "source",
        file: text(fields.file),
        observed: fields.observed === true,
        reason: text(fields.reason),
      };
    case "variable":
      return {
        k: "variable",
        id: whole(fields.id),
        kind: oneOf(VARIABLE_KINDS, fields.kind, "global"),
        scope: text(fields.scope),
        name: text(fields.name),
        object: whole(fields.object),
        type: text(fields.type),
        key: text(fields.key),
      };
    case "noted":
      return { k: "noted", variable: whole(fields.variable), complete: fields.complete === true };
    case "access":
      return {
        k: "access",
        id: whole(fields.id),
        does: ACCESS_KINDS[whole(fields.does)] ?? "read",
        file: text(fields.file),
        line: whole(fields.line),
        column: whole(fields.column),
        function: text(fields.function),
        op: text(fields.op),
        flags: list(fields.flags).map(text),
        of: list(fields.of).map(whole),
      };
    case "lost":
      return {
        k: "lost",
        variable: whole(fields.variable),
        count: whole(fields.count),
        updates: whole(fields.updates),
        resetLost: whole(fields.resetLost),
        stale: whole(fields.stale),
        byValue: fields.byValue === true,
        exact: fields.exact === true,
        hits: list(fields.hits).map((hit) => [whole(list(hit)[0]), whole(list(hit)[1])]),
      };
    case "loss":
      return {
        k: "loss",
        variable: whole(fields.variable),
        read: moment(fields.read),
        victimRead: moment(fields.victimRead),
        victim: moment(fields.victim),
        write: moment(fields.write),
      };
    case "touch":
      return { k: "touch", variable: whole(fields.variable), at: moment(fields.at) };
    default:
      return null;
  }
}
