/**
 * Traces of made-up programs: threads are generators that yield what they do next, a clock of whole nanoseconds moves from
 * event to event. What comes out is as consistent as a real trace (who held, who let whom go on), and the same each time.
 */
import type { Pool, PoolKind } from "../../../core/trace/pool-types";
import { Edge, type Lane, RecordKind, State, type Trace, WaitOp, WaitResult } from "../../../core/trace/types";
import { STATE_OF_WAIT } from "../../../core/trace/vocabulary";
import { type Item, ProgramTrace, type Script, type Step, type Thread, type Waiting } from "./program-trace";
import { toTrace } from "./rows-to-trace";

export type { Item, Script, Step } from "./program-trace";

interface PoolState {
  queue: { item: Item; row: number }[];
  idle: Waiting[];
  waiting: Map<number, Waiting[]>;
  down: boolean;
}
interface LockState {
  hold: number;
  holds: number;
  queue: Waiting[];
}

interface QueueState {
  depth: number;
  puts: number;
  gets: number;
  getters: Waiting[];
}

/** Runs until every thread ended or waits for ever. */
export class Program extends ProgramTrace {
  readonly #agenda: { ns: number; order: number; thread: Thread }[] = [];
  #order = 0;
  readonly #locks = new Map<number, LockState>();
  readonly #queues = new Map<number, QueueState>();
  readonly #sleepers = new Map<number, Waiting[]>();
  readonly #joiners = new Map<number, Waiting[]>();
  readonly #pools: PoolState[] = [];

  constructor(file = "/home/user/project/program.py") {
    super(file);
  }

  /** `workers`: as many as `worker` will make. */
  pool(kind: PoolKind, name: string, line: number, workers: number, process = 0): number {
    this.#pools.push({ queue: [], idle: [], waiting: new Map(), down: false });
    const counts = { submitted: 0, completed: 0, failed: 0, cancelled: 0, chunks: 0, queueWaitNs: 0, runNs: 0 };
    const times = { createdNs: 0, firstSubmitNs: Number.NaN, lastFinishNs: Number.NaN };
    const pool: Pool = { kind, name, site: this.site(line), process, workers, lanes: [], ...counts, ...times };
    return this.trace.pools.push(pool) - 1;
  }

  worker(pool: number, name: string, startNs = 0, options: Partial<Lane> = {}): number {
    const lane = this.thread(name, endless({ do: "serve", pool }), startNs, { pool, ...options });
    this.trace.pools[pool].lanes.push(lane);
    return lane;
  }

  thread(name: string, script: Script, startNs = 0, options: Partial<Lane> = {}): number {
    const lane =
      this.trace.lanes.push({
        kind: "thread",
        name,
        process: 0,
        pid: 100 + 100 * (options.process ?? 0),
        pool: null,
        internal: false,
        daemon: false,
        startNs,
        endNs: startNs,
        ended: false,
        dropped: 0,
        parent: -1,
        loop: -1,
        coroutine: null,
        cpuNs: null,
        ...options,
      }) - 1;
    this.trace.spans.push([]);
    this.#at(startNs, { lane, script });
    return lane;
  }

  /** `endNs`: where the trace ends for those that wait for ever. */
  run(endNs = 0): Trace {
    for (let next = this.#agenda.shift(); next; next = this.#agenda.shift()) {
      this.nowNs = next.ns;
      this.#advance(next.thread);
    }
    const trace = toTrace(this.trace, Math.max(this.nowNs, endNs));
    trace.program.argv = [this.file];
    return trace;
  }

  /** As far as it has come by `endNs`: what lasts longer is still open. For programs that never end. */
  runUntil(endNs: number): Trace {
    while (this.#agenda.length > 0 && this.#agenda[0].ns <= endNs) {
      const { ns, thread } = this.#agenda.shift()!;
      this.nowNs = ns;
      this.#advance(thread);
    }
    this.#agenda.length = 0;
    return this.run(endNs);
  }

  #at(ns: number, thread: Thread): void {
    const entry = { ns, order: this.#order++, thread };
    let at = this.#agenda.length;
    while (at > 0 && this.#agenda[at - 1].ns > ns) at--;
    this.#agenda.splice(at, 0, entry);
  }

  /** Lets a thread act at this moment until it takes time or has to wait. */
  #advance(thread: Thread): void {
    for (;;) {
      const { value: step, done } = (thread.item ?? thread).script.next();
      if (done && thread.item) {
        this.#finishItem(thread);
        continue;
      }
      if (done) {
        this.#end(thread);
        return;
      }
      if (!this.#perform(thread, step)) return;
    }
  }

  /** True when the thread can go on at once. */
  #perform(thread: Thread, step: Step): boolean {
    switch (step.do) {
      case "run":
        this.span(thread, State.running, -1);
        this.#at(this.nowNs + step.ns, thread);
        return false;
      case "sleep": {
        const wait = this.wait(thread, WaitOp.sleep, -1, 0, State.sleeping);
        this.finish(wait.wait, this.nowNs + step.ns);
        this.#at(this.nowNs + step.ns, thread);
        return false;
      }
      case "acquire":
        return this.#acquire(thread, step.on, step.line);
      case "release":
        this.#release(thread, step.on, step.line);
        return true;
      case "put":
        this.#put(thread, step.on, step.line);
        return true;
      case "get":
        return this.#get(thread, step.on, step.line);
      case "await":
        this.#list(this.#sleepers, step.on).push(
          this.wait(thread, WaitOp.condition, step.on, step.line, State.waiting),
        );
        return false;
      case "notify":
        for (const waiting of this.#list(this.#sleepers, step.on).splice(0)) {
          this.#wake(waiting, thread, step.line, Edge.notifyWake);
        }
        return true;
      case "join":
        if (this.trace.lanes[step.lane].ended) return true;
        this.#list(this.#joiners, step.lane).push(
          this.wait(thread, WaitOp.threadJoin, step.lane, step.line, State.waiting),
        );
        return false;
      case "gil":
      case "ready":
      case "unknown":
        this.span(thread, State[step.do], -1);
        this.#at(this.nowNs + step.ns, thread);
        return false;
      case "pause": {
        const wait = this.wait(thread, step.op, step.object, step.line, STATE_OF_WAIT[step.op]);
        this.finish(wait.wait, this.nowNs + step.ns);
        this.#at(this.nowNs + step.ns, thread);
        return false;
      }
      case "submit":
        this.#submit(thread, step.to, step.item, step.line);
        return true;
      case "result":
        return this.#result(thread, step.of, step.job, step.line);
      case "serve":
        return this.#serve(thread, step.pool);
      case "shutdown":
        this.#pools[step.pool].down = true;
        for (const waiting of this.#pools[step.pool].idle.splice(0)) this.#wake(waiting, thread, 0, Edge.submitStart);
        return true;
    }
  }

  #submit({ lane }: Thread, to: number, item: Item, line: number): void {
    const pool = this.trace.pools[to];
    if (pool.submitted++ === 0) pool.firstSubmitNs = this.nowNs;
    const row = {
      pool: to,
      job: pool.submitted,
      index: 0,
      offset: 0,
      count: 1,
      submitLane: lane,
      submitNs: this.nowNs,
      submitSite: this.site(line),
      lane: -1,
      startNs: Number.NaN,
      endNs: Number.NaN,
      result: WaitResult.open,
      functionSite: this.site(item.line, item.name),
    };
    const state = this.#pools[to];
    state.queue.push({ item, row: this.trace.items.push(row) - 1 });
    const idle = state.idle.shift();
    if (idle) this.#wake(idle, { lane, script: endless({ do: "serve", pool: to }) }, line, Edge.submitStart);
  }

  #serve(thread: Thread, pool: number): boolean {
    const state = this.#pools[pool];
    const next = state.queue.shift();
    if (next) {
      Object.assign(this.trace.items[next.row], { lane: thread.lane, startNs: this.nowNs });
      thread.item = { script: next.item.script(), row: next.row, raises: next.item.raises === true };
      this.span(thread, State.running, -1);
      return true;
    }
    if (state.down) {
      thread.script.return();
      return true;
    }
    state.idle.push(this.wait(thread, WaitOp.idle, pool, 0, State.idle));
    return false;
  }

  #finishItem(thread: Thread): void {
    const { row, raises } = thread.item!;
    thread.item = undefined;
    const item = this.trace.items[row];
    const pool = this.trace.pools[item.pool];
    Object.assign(item, { endNs: this.nowNs, result: raises ? WaitResult.exception : WaitResult.got });
    if (raises) pool.failed++;
    else pool.completed++;
    pool.lastFinishNs = this.nowNs;
    pool.queueWaitNs += item.startNs - item.submitNs;
    pool.runNs += item.endNs - item.startNs;
    const waiting = this.#pools[item.pool].waiting.get(item.job) ?? [];
    for (const each of waiting) this.#wake(each, thread, 0, Edge.finishResult);
  }

  #result(thread: Thread, pool: number, job: number, line: number): boolean {
    const item = this.trace.items.find((row) => row.pool === pool && row.job === job);
    if (item && !Number.isNaN(item.endNs)) return true;
    const waiting = this.wait(thread, WaitOp.future, pool, line, State.waiting);
    this.trace.waits[waiting.wait].argument = job;
    entry(this.#pools[pool].waiting, job, () => []).push(waiting);
    return false;
  }

  #acquire(thread: Thread, lock: number, line: number): boolean {
    const state = this.#lock(lock);
    if (state.hold < 0) {
      this.#hold(thread, lock, line);
      return true;
    }
    const waiting = this.wait(thread, WaitOp.lock, lock, line, State.blocked);
    const { lane, site } = this.trace.holds[state.hold];
    Object.assign(this.trace.waits[waiting.wait], { holderLane: lane, holderSite: site });
    state.queue.push(waiting);
    return false;
  }

  #release(thread: Thread, lock: number, line: number): void {
    const state = this.#lock(lock);
    Object.assign(this.trace.holds[state.hold], { endNs: this.nowNs, closed: 1 });
    state.hold = -1;
    const next = state.queue.shift();
    if (!next) return;
    this.#hold(next.thread, lock, this.trace.sites[this.trace.waits[next.wait].site].line);
    this.#wake(next, thread, line, Edge.releaseAcquire);
  }

  #put(thread: Thread, queue: number, line: number): void {
    const state = this.#queue(queue);
    this.event(thread, RecordKind.put, queue, ++state.depth, ++state.puts, line);
    const getter = state.getters.shift();
    if (!getter) return;
    this.event(getter.thread, RecordKind.get, queue, --state.depth, ++state.gets, line);
    this.#wake(getter, thread, line, Edge.putGet);
  }

  #get(thread: Thread, queue: number, line: number): boolean {
    const state = this.#queue(queue);
    if (state.depth === 0) {
      state.getters.push(this.wait(thread, WaitOp.get, queue, line, State.waiting));
      return false;
    }
    this.event(thread, RecordKind.get, queue, --state.depth, ++state.gets, line);
    return true;
  }

  #hold({ lane }: Thread, resource: number, line: number): void {
    const state = this.#lock(resource);
    const row = {
      resource,
      lane,
      seq: ++state.holds,
      startNs: this.nowNs,
      endNs: Number.NaN,
      closed: 0,
      again: 0,
      site: this.site(line),
    };
    state.hold = this.trace.holds.push(row) - 1;
  }

  #wake({ thread, wait }: Waiting, by: Thread, line: number, kind: number): void {
    this.finish(wait, this.nowNs);
    Object.assign(this.trace.waits[wait], {
      wakerLane: by.lane,
      wakerNs: this.nowNs,
      wakerSite: line > 0 ? this.site(line) : 0,
    });
    const { object } = this.trace.waits[wait];
    this.trace.edges.push({
      kind,
      fromLane: by.lane,
      fromNs: this.nowNs,
      toLane: thread.lane,
      toNs: this.nowNs,
      wait,
      resource: NAMES_RESOURCE.has(kind) ? object : -1,
    });
    this.span(thread, State.running, -1);
    this.#at(this.nowNs, thread);
  }

  #end(thread: Thread): void {
    Object.assign(this.trace.lanes[thread.lane], { endNs: this.nowNs, ended: true });
    for (const waiting of this.#list(this.#joiners, thread.lane)) this.#wake(waiting, thread, 0, Edge.endJoin);
  }

  #lock(lock: number): LockState {
    return entry(this.#locks, lock, () => ({ hold: -1, holds: 0, queue: [] }));
  }

  #queue(queue: number): QueueState {
    return entry(this.#queues, queue, () => ({ depth: 0, puts: 0, gets: 0, getters: [] }));
  }

  #list(lists: Map<number, Waiting[]>, key: number): Waiting[] {
    return entry(lists, key, () => []);
  }
}

const NAMES_RESOURCE: ReadonlySet<number> = new Set([Edge.releaseAcquire, Edge.setWake, Edge.notifyWake, Edge.putGet]);

function* endless(step: Step): Script {
  for (;;) yield step;
}

function entry<V>(map: Map<number, V>, key: number, make: () => V): V {
  const have = map.get(key);
  if (have !== undefined) return have;
  const made = make();
  map.set(key, made);
  return made;
}
