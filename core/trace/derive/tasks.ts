/**
 * What tasks do. Between its steps a task waits and then is ready; within one it does what its thread does:
 *
 *   thread    running            blocked   running  io (select)   running
 *   steps     |-----------------------------------|               |----------|
 *   task      running            blocked   running  waiting  ready running
 */
import { allRows, countBelow, groupOf, groupRows, sortRows } from "../column";
import type { RawTables } from "../raw";
import { Edge, type Lane, type LaneSpans, State, type Waits } from "../types";
import { STATE_OF_WAIT } from "../vocabulary";
import type { EdgeList } from "./edges";
import type { Order } from "./order";
import { SpanBuilder } from "./span-builder";

export interface TaskSteps {
  /** Raw steps by task (index in `Trace.lanes`), then by time. */
  of(lane: number): Uint32Array;
}

/** Also tells each task's lane which thread ran it first. */
export function stepsOfTasks({ steps }: RawTables, { laneIndex }: Order, lanes: Lane[]): TaskSteps {
  const { length, task, thread, startNs } = steps;
  const owner = new Int32Array(length);
  for (let step = 0; step < length; step++) owner[step] = laneIndex[task[step]];
  const groups = groupRows(owner, length, lanes.length, sortRows(allRows(length), startNs));
  lanes.forEach((lane, index) => {
    if (lane.kind === "task" && groups.offsets[index + 1] > groups.offsets[index])
      lane.loop = laneIndex[thread[groups.rows[groups.offsets[index]]]];
  });
  return { of: (lane) => groupOf(groups, lane) };
}

/** Tells each task's lane where its coroutine is defined. */
export function placeCoroutines(order: Order, lanes: readonly Lane[], siteIndex: Uint32Array): void {
  order.lanes.forEach(({ raw }, lane) => {
    const site = siteIndex[raw?.task?.site ?? 0];
    if (site > 0) lanes[lane].coroutineSite = site;
  });
}

/** From who created a task to its first step. */
export function addTaskEdges(
  { steps }: RawTables,
  { originNs }: Order,
  of: TaskSteps,
  lanes: readonly Lane[],
  edges: EdgeList,
): void {
  lanes.forEach(({ kind, parent, startNs }, lane) => {
    const first = kind === "task" && parent >= 0 ? of.of(lane)[0] : undefined;
    if (first !== undefined) edges.add(Edge.startRun, parent, startNs, lane, steps.startNs[first] - originNs, -1, -1);
  });
}

export interface TaskContext {
  raw: RawTables;
  order: Order;
  lanes: readonly Lane[];
  waits: Waits;
  /** Index = raw wait. */
  waitIndex: Uint32Array;
  /** Of threads. */
  spans: readonly LaneSpans[];
  /** Index = lane: from when on its records are lost. */
  silentFromNs: readonly number[];
}

export function spansOfTask(task: number, rows: Uint32Array, context: TaskContext): LaneSpans {
  const { raw, order, lanes, waits, waitIndex, silentFromNs } = context;
  const { steps } = raw;
  const lane = lanes[task];
  const silentNs = lane.ended || lane.loop < 0 ? Number.POSITIVE_INFINITY : silentFromNs[lane.loop];
  const builder = new SpanBuilder(lane.startNs, lane.endNs, silentNs, 4 * rows.length, State.ready);
  rows.forEach((step, i) => {
    const startNs = steps.startNs[step] - order.originNs;
    const endNs = Number.isNaN(steps.endNs[step]) ? lane.endNs : steps.endNs[step] - order.originNs;
    copySpans(builder, context.spans[order.laneIndex[steps.thread[step]]], startNs, endNs);
    const wait = steps.wait[step] < 0 ? -1 : waitIndex[steps.wait[step]];
    if (wait >= 0) builder.enter(endNs, STATE_OF_WAIT[waits.op[wait]], wait);
    // A wait may go on behind the next step, which was in vain: what ends it here is that the task was ready.
    const readyNs = i + 1 < rows.length ? steps.readyNs[rows[i + 1]] - order.originNs : Number.POSITIVE_INFINITY;
    if (wait < 0 || readyNs < lane.endNs) builder.enter(wait < 0 ? endNs : Math.max(endNs, readyNs), State.ready, -1);
  });
  return builder.finish();
}

/** What the thread did meanwhile; its waits are its own. */
function copySpans(builder: SpanBuilder, thread: LaneSpans | undefined, fromNs: number, toNs: number): void {
  if (thread === undefined) {
    builder.enter(fromNs, State.running, -1);
    return;
  }
  const { length, startNs, state } = thread;
  // Times are integers: the last span that begins no later than `fromNs`.
  const first = Math.max(0, countBelow(startNs, length, fromNs + 1) - 1);
  for (let span = first; span < length && startNs[span] < toNs; span++)
    builder.enter(Math.max(fromNs, startNs[span]), state[span], -1);
}
