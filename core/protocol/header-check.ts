/** The header of a trace, checked at the edge: only what the timeline relies on; fields that it does not know pass through. */
import * as v from "valibot";
import { LOCKING_ADVICE } from "../analysis/finding";
import { POOL_KINDS } from "../trace/pool-types";
import { STATES, WaitOp } from "../trace/types";
import { FITTING_MODELS, type Header, ProtocolError, WHAT_IF_ASSUMPTIONS } from "./messages";

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const index = v.pipe(v.number(), v.integer(), v.minValue(-1));
const text = v.string();

/** Where one was, in the header's tables. Its time may be any. */
const access = v.looseObject({ site: count, lane: count, timeNs: v.pipe(v.number(), v.finite()), version: v.number() });

const race = v.looseObject({
  name: text,
  lost: count,
  stale: count,
  byValue: v.boolean(),
  exact: v.boolean(),
  losses: v.array(v.looseObject({ read: access, write: access, victim: access, victimRead: v.nullable(access) })),
});

const racingAccess = v.looseObject({
  site: count,
  lane: count,
  timeNs: v.number(),
  writes: v.boolean(),
  locks: v.array(count),
});

const headerSchema = v.looseObject({
  program: v.looseObject({ argv: v.array(text), python: text, durationNs: v.number() }),
  processes: v.array(v.looseObject({ pid: v.number(), name: text })),
  lanes: v.array(
    v.looseObject({
      kind: v.picklist(["thread", "process", "task"]),
      name: text,
      process: count,
      startNs: v.number(),
      endNs: v.number(),
      parent: index,
      loop: index,
      pool: v.nullable(count),
    }),
  ),
  resources: v.array(v.looseObject({ kind: text, name: text, site: count, parameter: v.number() })),
  pools: v.array(
    v.looseObject({
      kind: v.picklist(POOL_KINDS),
      name: text,
      site: count,
      process: count,
      workers: count,
      lanes: v.array(count),
    }),
  ),
  sites: v.array(v.looseObject({ file: text, line: count, function: text })),
  findings: v.array(
    v.looseObject({
      id: text,
      rule: text,
      severity: v.picklist(["error", "warning", "info"]),
      message: text,
      advice: text,
      locations: v.array(v.looseObject({ site: count })),
      focus: v.nullable(v.looseObject({ lane: count, startNs: v.number(), endNs: v.number() })),
      variables: v.optional(v.array(count)),
      locking: v.optional(
        v.looseObject({
          advice: v.picklist(LOCKING_ADVICE),
          lock: v.nullable(count),
          bare: count,
        }),
      ),
      racing: v.optional(v.tuple([racingAccess, racingAccess])),
    }),
  ),
  races: v.array(race),
  undrawnLosses: count,
  stuck: v.array(
    v.looseObject({
      lane: count,
      op: v.picklist(Object.keys(WaitOp)),
      resource: v.nullable(count),
      pool: v.nullable(count),
      process: v.nullable(count),
      sinceNs: v.number(),
      site: count,
      holder: v.nullable(count),
      holderSite: count,
      cycle: v.nullable(v.array(count)),
    }),
  ),
  endNs: v.number(),
  losses: v.array(text),
  overheadNs: v.number(),
  run: v.looseObject({
    path: v.nullable(
      v.looseObject({
        lanes: v.array(v.looseObject({ lane: count, share: v.number() })),
        places: v.array(
          v.looseObject({
            site: count,
            state: v.picklist(STATES),
            ns: v.number(),
            share: v.number(),
            lanes: v.array(count),
          }),
        ),
      }),
    ),
    rulesOff: v.array(text),
    model: v.nullable(
      v.looseObject({
        fits: v.picklist(FITTING_MODELS),
        runNs: v.number(),
        cpuNs: v.number(),
        aloneNs: v.number(),
        aloneWaits: count,
        wouldTakeNs: v.nullable(v.number()),
      }),
    ),
    whatIf: v.array(
      v.looseObject({
        pool: count,
        workers: count,
        measuredNs: v.number(),
        units: count,
        processors: v.nullable(v.number()),
        assumes: v.array(v.picklist(WHAT_IF_ASSUMPTIONS)),
        plays: v.array(v.looseObject({ workers: count, durationNs: v.number(), utilization: v.number() })),
        isNear: v.boolean(),
      }),
    ),
  }),
});

/** Throws ProtocolError. */
export function checkHeader(header: Header): void {
  const checked = v.safeParse(headerSchema, header);
  if (!checked.success) {
    const { message, path } = checked.issues[0];
    throw damaged(path?.map((step) => String(step.key)).join(".") ?? "", message);
  }
  checkLanes(header);
  checkRaces(header);
  checkPath(header);
}

/** Rows stand where their process, pool and loop say. */
function checkLanes({ lanes, processes, pools }: Header): void {
  for (const { name, process, pool, loop } of lanes)
    if (process >= processes.length || (pool ?? -1) >= pools.length || loop >= lanes.length)
      throw damaged(`lanes.${name}`, "It names something that does not exist");
  for (const { name, process, lanes: workers } of pools)
    if (process >= processes.length || workers.some((lane) => lane >= lanes.length))
      throw damaged(`pools.${name}`, "It names something that does not exist");
}

/** What is drawn of a loss lies in rows of other tables. */
function checkRaces({ races, lanes, sites, resources, findings }: Header): void {
  races.forEach(({ losses }, variable) => {
    for (const { read, write, victim, victimRead } of losses)
      for (const at of [read, write, victim, victimRead])
        if (at && (at.lane >= lanes.length || at.site >= sites.length))
          throw damaged(`races.${variable}`, "A loss names a lane or a line that does not exist");
  });
  for (const { id, variables = [], locking, racing = [] } of findings) {
    const isThere = (locking?.lock ?? -1) < resources.length && (locking?.bare ?? 0) < sites.length;
    if (!isThere || variables.some((variable) => variable >= races.length))
      throw damaged(`findings.${id}`, "It names something that does not exist");
    for (const { lane, site, locks } of racing)
      if (lane >= lanes.length || site >= sites.length || locks.some((lock) => lock >= resources.length))
        throw damaged(`findings.${id}`, "An access names something that does not exist");
  }
}

function checkPath({ run: { path, whatIf }, lanes, sites, pools }: Header): void {
  if (whatIf.some(({ pool }) => pool >= pools.length))
    throw damaged("run.whatIf", "It names something that does not exist");
  const named = [
    ...(path?.lanes ?? []),
    ...(path?.places ?? []).flatMap((place) => place.lanes.map((lane) => ({ lane }))),
  ];
  const isThere = path?.places.every(({ site }) => site < sites.length) ?? true;
  if (!isThere || named.some(({ lane }) => lane >= lanes.length))
    throw damaged("run.path", "It names something that does not exist");
}

function damaged(where: string, why: string): ProtocolError {
  return new ProtocolError(`The header of the trace is damaged (${where}: ${why}). Write the page again.`);
}
