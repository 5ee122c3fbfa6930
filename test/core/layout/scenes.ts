/** Programs that tests and pictures use. */
import type { Finding } from "../../../core/analysis/finding";
import { State, type Trace } from "../../../core/trace/types";
import { Program, type Script } from "./program";
import { emptyTrace, toTrace } from "./rows-to-trace";

const MS = 1e6;

/** A generator of numbers in [0, 1) that is the same on every machine (mulberry32). */
export function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/**
 * Three threads and one lock: C holds it from 0 to 30 ms, B gets it then and holds it until 60 ms, A waits from 10 to 60 ms.
 *
 *   A  ──┤▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒▒├══
 *   B  ┤▒▒▒▒▒▒▒▒├════════════════──
 *   C  ═════════──
 */
export function handOver(): Trace {
  const program = new Program("/home/user/project/hand_over.py");
  const lock = program.resource("lock", "counter_lock", 4);
  function* hold(beforeNs: number, heldNs: number, afterNs: number): Script {
    if (beforeNs > 0) yield { do: "run", ns: beforeNs };
    yield { do: "acquire", on: lock, line: 12 };
    yield { do: "run", ns: heldNs };
    yield { do: "release", on: lock, line: 14 };
    yield { do: "run", ns: afterNs };
  }
  program.thread("A", hold(10 * MS, 20 * MS, 20 * MS));
  program.thread("B", hold(5 * MS, 30 * MS, 40 * MS));
  program.thread("C", hold(0, 30 * MS, 70 * MS));
  return program.run();
}

/** One thread that never waits. */
export function alone(): Trace {
  const program = new Program();
  program.thread(
    "MainThread",
    (function* (): Script {
      yield { do: "run", ns: 1000 };
    })(),
  );
  return program.run();
}

/** Two threads take two locks in opposite order and never come back. */
export function deadlock(): Trace {
  const program = new Program("/home/user/project/deadlock.py");
  const left = program.resource("lock", "left", 3);
  const right = program.resource("lock", "right", 4);
  function* take(first: number, second: number, line: number): Script {
    yield { do: "acquire", on: first, line };
    yield { do: "run", ns: 10 * MS };
    yield { do: "acquire", on: second, line: line + 1 };
  }
  program.thread("T1", take(left, right, 10));
  program.thread("T2", take(right, left, 20));
  return program.run(100 * MS);
}

/** A small office: a main thread that waits, a producer, six workers on one lock and one queue, two daemons. */
export function office(seed = 7, rounds = 28): Trace {
  const program = new Program("/home/user/project/office.py");
  const next = random(seed);
  const some = (ms: number) => Math.round((0.25 + 1.5 * next()) * ms * MS);
  const lock = program.resource("lock", "counter_lock", 9);
  const log = program.resource("rlock", "Account.log_lock", 10);
  const tasks = program.resource("queue", "tasks", 11, 16);
  const done = program.resource("condition", "all_done", 12);
  const stop = { now: false };
  function* producer(): Script {
    for (let i = 0; i < rounds * 6; i++) {
      yield { do: "run", ns: some(0.5) };
      yield { do: "put", on: tasks, line: 21 };
      if (next() < 0.3) yield { do: "sleep", ns: some(4) };
    }
  }
  function* worker(): Script {
    for (let i = 0; i < rounds; i++) {
      yield { do: "get", on: tasks, line: 30 };
      yield { do: "run", ns: some(3) };
      yield { do: "acquire", on: lock, line: 32 };
      yield { do: "run", ns: some(1.6) };
      if (next() < 0.25) {
        yield { do: "acquire", on: log, line: 34 };
        yield { do: "run", ns: some(0.8) };
        yield { do: "release", on: log, line: 36 };
      }
      yield { do: "release", on: lock, line: 37 };
      yield { do: "run", ns: some(1) };
      if (next() < 0.2) yield { do: "sleep", ns: some(5) };
    }
    yield { do: "notify", on: done, line: 40 };
  }
  function* main(): Script {
    yield { do: "run", ns: some(2) };
    for (let i = 0; i < 6; i++) {
      yield { do: "await", on: done, line: 50 };
      yield { do: "run", ns: some(3) };
    }
    for (const lane of workers) yield { do: "join", lane, line: 52 };
    stop.now = true;
  }
  function* heartbeat(everyMs: number): Script {
    while (!stop.now) {
      yield { do: "sleep", ns: everyMs * MS };
      yield { do: "acquire", on: log, line: 60 };
      yield { do: "run", ns: 0.3 * MS };
      yield { do: "release", on: log, line: 62 };
    }
  }
  program.thread("MainThread", main());
  program.thread("producer-1", producer(), 1 * MS, { parent: 0 });
  const workers = Array.from({ length: 6 }, (_, i) =>
    program.thread(`ThreadPool-0_${i}`, worker(), (2 + i) * MS, { parent: 0 }),
  );
  program.thread("logger", heartbeat(11), 2 * MS, { daemon: true });
  program.thread("heartbeat", heartbeat(25), 3 * MS, { daemon: true });
  program.thread("QueueFeederThread", heartbeat(40), 3 * MS, { daemon: true, internal: true });
  const trace = program.run();
  trace.program.argv = ["/home/user/project/office.py", "--workers", "6"];
  return trace;
}

/** Random running, blocked, waiting and sleeping spans without any reason behind them: only for volume. */
export function noise(lanes: number, spansPerLane: number, seed = 1): Trace {
  const next = random(seed);
  const trace = toTrace(emptyTrace(), 0);
  const waitStates = [State.blocked, State.waiting, State.sleeping, State.gil];
  let endNs = 0;
  for (let lane = 0; lane < lanes; lane++) {
    const startNs = new Float64Array(spansPerLane);
    const state = new Uint8Array(spansPerLane);
    let atNs = Math.floor(next() * 1e6);
    for (let i = 0; i < spansPerLane; i++) {
      startNs[i] = atNs;
      state[i] = i % 2 === 0 ? State.running : waitStates[Math.floor(next() ** 2 * 4)];
      atNs += 1 + Math.floor(-Math.log(1 - next()) * 50_000);
    }
    trace.laneSpans.push({ length: spansPerLane, startNs, state, wait: new Int32Array(spansPerLane).fill(-1) });
    trace.lanes.push({
      kind: "thread",
      name: `worker-${lane}`,
      process: 0,
      pid: 100,
      pool: null,
      internal: false,
      daemon: false,
      startNs: startNs[0],
      endNs: atNs,
      ended: true,
      dropped: 0,
      parent: -1,
      loop: -1,
      coroutine: null,
      cpuNs: null,
    });
    endNs = Math.max(endNs, atNs);
  }
  trace.endNs = endNs;
  trace.program.durationNs = endNs;
  return trace;
}

export function findingAt(
  trace: Trace,
  lane: number,
  startNs: number,
  endNs: number,
  more: Partial<Finding> = {},
): Finding {
  return {
    id: `f-${lane}-${startNs}`,
    rule: "lock-contention",
    severity: "info",
    certainty: "observed",
    message: "counter_lock made 6 lanes wait 81 times: 814 ms in all, 31.7 ms at worst.",
    advice: "Hold it for a shorter time.",
    messageKey: "finding.lockContention.unknownHolder",
    params: { name: trace.resources[0]?.name ?? "lock", lanes: 6, waits: 81, blocked: "814 ms", worst: "31.7 ms" },
    count: 81,
    costNs: 814e6,
    locations: [{ site: Math.min(3, trace.sites.length - 1), lane, role: "acquire" }],
    focus: { lane, startNs, endNs },
    data: {},
    ...more,
  };
}
