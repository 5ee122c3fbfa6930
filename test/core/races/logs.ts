/** Small random logs: what a few lanes did, in order, as the tables that core/races reads. */
import * as fc from "fast-check";
import { type Accesses, type AccessSite, SyncKind } from "../../../core/trace/accesses";

export type Act =
  | { what: "tell" | "learn"; lane: number; hub: number }
  | { what: "take" | "free"; lane: number; hub: number }
  | { what: "read" | "write"; lane: number; variable: number; site: number };

const LANES = 3;
const HUBS = 3;
export const LANE_COUNT = LANES;

const lane = fc.nat(LANES - 1);
const access = fc.record({
  what: fc.constantFrom("read" as const, "write" as const),
  lane,
  variable: fc.nat(1),
  site: fc.nat(3),
});
const sync = fc.record({ what: fc.constantFrom("tell" as const, "learn" as const), lane, hub: fc.nat(HUBS - 1) });
const lock = fc.record({
  what: fc.constantFrom("take" as const, "free" as const),
  lane,
  hub: fc.integer({ min: HUBS, max: HUBS + 1 }),
});

export const signalLogs: fc.Arbitrary<Act[]> = fc.array(fc.oneof(access, sync), { maxLength: 14 });

export const lockLogs: fc.Arbitrary<Act[]> = fc.array(fc.oneof(access, lock), { maxLength: 12 }).map(possible);

/** Mostly whole sections, many of them empty. */
const section = fc
  .tuple(lane, fc.integer({ min: HUBS, max: HUBS + 1 }), fc.array(access, { maxLength: 2 }))
  .map(([lane, hub, inside]): Act[] => [
    { what: "take", lane, hub },
    ...inside.map((act): Act => ({ ...act, lane })),
    { what: "free", lane, hub },
  ]);
export const sectionLogs: fc.Arbitrary<Act[]> = fc
  .array(
    fc.oneof(
      section,
      access.map((act): Act[] => [act]),
    ),
    { maxLength: 7 },
  )
  .map((parts) => possible(parts.flat()));

/** A lock is taken where it is free, and let go by who has it. */
function possible(acts: Act[]): Act[] {
  const holder = new Map<number, number>();
  return acts.filter((act) => {
    if (act.what === "take") {
      if (holder.has(act.hub)) return false;
      holder.set(act.hub, act.lane);
    } else if (act.what === "free") {
      if (holder.get(act.hub) !== act.lane) return false;
      holder.delete(act.hub);
    }
    return true;
  });
}

/** Site 0 and 1 read, 2 and 3 write: a place does always the same. */
export const siteOf = (act: Act): number => ("variable" in act ? (act.what === "write" ? 2 : 0) + (act.site & 1) : -1);

export function accessesOf(acts: readonly Act[]): Accesses {
  const accesses = acts.flatMap((act, at) => ("variable" in act ? [{ act, at }] : []));
  const syncs = acts.flatMap((act, at) => ("hub" in act ? [{ act, at }] : []));
  const sites: AccessSite[] = [0, 1, 2, 3].map((site) => ({
    site: site + 1,
    process: 0,
    function: "work",
    does: site < 2 ? "read" : "blind",
    op: site < 2 ? "load" : "store",
    flags: new Set(),
    of: [],
  }));
  return {
    length: accesses.length,
    timeNs: Float64Array.from(accesses, ({ at }) => 10 * at),
    actor: Uint32Array.from(accesses, ({ act }) => act.lane),
    thread: Uint32Array.from(accesses, ({ act }) => act.lane),
    variable: Uint32Array.from(accesses, ({ act }) => act.variable),
    site: Uint32Array.from(accesses, ({ act }) => siteOf(act)),
    variables: [0, 1].map(() => ({
      process: 0,
      kind: "global",
      scope: "app",
      name: "x",
      object: 0,
      type: "",
      lockKey: "",
      complete: true,
    })),
    sites,
    sync: {
      length: syncs.length,
      lane: Uint32Array.from(syncs, ({ act }) => act.lane),
      timeNs: Float64Array.from(syncs, ({ at }) => 10 * at),
      kind: Uint8Array.from(syncs, ({ act }) =>
        act.what === "tell" || act.what === "free" ? SyncKind.tell : SyncKind.learn,
      ),
      hub: Uint32Array.from(syncs, ({ act }) => act.hub),
      isLock: Uint8Array.from(syncs, ({ act }) => (act.what === "take" || act.what === "free" ? 1 : 0)),
      hubs: HUBS + 2,
    },
    knownUntilNs: Number.POSITIVE_INFINITY,
    areLocksWhole: true,
  };
}
