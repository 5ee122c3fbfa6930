/** What starts and ends order: of threads, processes, tasks, items of pools, futures. */

import { LEARNED_CALL } from "../../raw-accesses";
import { Edge, RecordKind, WaitOp, WaitResult } from "../../types";
import type { Hubs } from "./hubs";
import type { SyncSources } from "./index";

/** Who learned at what time that this lane had ended. */
interface Ends {
  learn(of: number, lane: number, timeNs: number): void;
}

/**
 * Edges that the search for wakers found: starts, items handed on, waits that somebody ended. What lets go of a lock or gives a
 * permit back orders more than those who had to wait for it (locks.ts, objects.ts).
 */
export function orderByEdges({ edges }: SyncSources, hubs: Hubs): void {
  const { length, kind, fromLane, fromNs, toLane, toNs } = edges;
  for (let edge = 0; edge < length; edge++)
    if (kind[edge] !== Edge.releaseAcquire) hubs.edge(fromLane[edge], fromNs[edge], toLane[edge], toNs[edge]);
}

export function orderByEnds(sources: SyncSources, hubs: Hubs): void {
  const { waits, lanes, pools } = sources;
  const learned = new Map<number, { lane: number; timeNs: number }[]>();
  const ends: Ends = {
    learn(of, lane, timeNs) {
      if (of < 0 || of === lane) return;
      const known = learned.get(of);
      if (known === undefined) learned.set(of, [{ lane, timeNs }]);
      else known.push({ lane, timeNs });
    },
  };
  const lanesOf = (process: number) => lanes.flatMap((lane, index) => (lane.process === process ? [index] : []));
  const endedBy = (rows: readonly number[], timeNs: number) =>
    rows.filter((lane) => lanes[lane].ended && lanes[lane].endNs <= timeNs);
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.result[wait] !== WaitResult.got) continue;
    const [lane, timeNs, object] = [waits.lane[wait], waits.endNs[wait], waits.object[wait]];
    if (waits.op[wait] === WaitOp.threadJoin) {
      if (object >= 0) ends.learn(object, lane, timeNs);
      else for (const of of endedBy(lanesOf(lanes[lane].process), timeNs)) ends.learn(of, lane, timeNs);
    } else if (waits.op[wait] === WaitOp.processJoin && object >= 0) {
      for (const of of lanesOf(object)) ends.learn(of, lane, timeNs);
    } else if (waits.op[wait] === WaitOp.poolJoin && object >= 0) {
      for (const of of endedBy(pools[object].lanes, timeNs)) ends.learn(of, lane, timeNs);
    }
  }
  for (const { lane, timeNs, object } of sources.learnedBy(WaitOp.threadJoin))
    ends.learn(sources.laneIndex[object], lane, timeNs);
  for (const { lane, timeNs, told } of sources.learnedBy(WaitOp.processJoin))
    for (const of of lanesOf(sources.processOf(told, lanes[lane].process, timeNs))) ends.learn(of, lane, timeNs);
  for (const [of, learners] of learned) {
    const hub = hubs.hubOfItsOwn();
    // Its end may have been noted a tick after it.
    hubs.tell(of, Math.min(lanes[of].endNs, ...learners.map(({ timeNs }) => timeNs)), hub);
    for (const { lane, timeNs } of learners) hubs.learn(lane, timeNs, hub);
  }
}

/** Results: who has one knows what its item did; callbacks know what those did that asked for them. */
export function orderByResults(sources: SyncSources, hubs: Hubs): void {
  const { items, waits, raw, laneIndex, originNs } = sources;
  const hubOfJob = (pool: number, job: number) => hubs.hubOf(`job ${pool} ${job}`);
  const asked = new Set<string>();
  const learn = (lane: number, timeNs: number, pool: number, job: number) => {
    asked.add(`${pool} ${job}`);
    hubs.learn(lane, timeNs, hubOfJob(pool, job));
  };
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.op[wait] !== WaitOp.future || waits.result[wait] === WaitResult.open || waits.argument[wait] === 0)
      continue;
    const process = sources.lanes[waits.lane[wait]].process;
    if (waits.object[wait] >= 0) learn(waits.lane[wait], waits.endNs[wait], waits.object[wait], waits.argument[wait]);
    else hubs.learn(waits.lane[wait], waits.endNs[wait], hubs.hubOf(`future ${process} ${waits.argument[wait]}`));
  }
  for (const { lane, timeNs, object, told } of sources.learnedBy(WaitOp.future)) {
    if (object >= 0) learn(lane, timeNs, sources.poolIndex[sources.things.objectOf[object]], told);
    else hubs.learn(lane, timeNs, hubs.hubOf(`future ${sources.lanes[lane].process} ${told}`));
  }
  for (let item = 0; item < items.length; item++) {
    if (items.lane[item] < 0 || Number.isNaN(items.endNs[item])) continue;
    if (asked.has(`${items.pool[item]} ${items.job[item]}`))
      hubs.tell(items.lane[item], items.endNs[item], hubOfJob(items.pool[item], items.job[item]));
  }
  const { learned } = raw;
  for (let row = 0; row < learned.length; row++) {
    if (learned.kind[row] !== RecordKind.futureSet) continue;
    const lane = laneIndex[learned.lane[row]];
    const hub = hubs.hubOf(`future ${sources.lanes[lane].process} ${learned.seq[row]}`);
    hubs.tell(lane, learned.timeNs[row] - originNs, hub);
  }
  for (const { lane, timeNs, object, told } of sources.learnedBy(LEARNED_CALL))
    hubs.edge(laneIndex[object], told - originNs, lane, timeNs);
}

/**
 * Tasks: a step knows what its loop's thread did outside of all tasks, and what tasks did that have ended; so does the thread. That
 * they run in one thread orders them no further.
 */
export function orderBySteps({ raw, lanes, laneIndex, originNs }: SyncSources, hubs: Hubs): void {
  const { steps } = raw;
  for (let step = 0; step < steps.length; step++) {
    const [task, thread] = [laneIndex[steps.task[step]], laneIndex[steps.thread[step]]];
    const startNs = steps.startNs[step] - originNs;
    hubs.step(task, startNs);
    hubs.edge(thread, startNs, task, startNs);
    const endNs = steps.endNs[step] - originNs;
    if (lanes[task].ended && endNs >= lanes[task].endNs) hubs.edge(task, endNs, thread, endNs);
  }
}
