/** Programs with pools, processes and tasks that tests and pictures use. */
import type { Trace } from "../../../core/trace/types";
import { IO_KINDS, WaitOp } from "../../../core/trace/types";
import { type Item, Program, type Script } from "./program";
import { random } from "./scenes";

const MS = 1e6;

/**
 * A pool of two workers and three items of 10, 20 and 10 ms, the last one raises. Main submits all at 0 and waits for the last.
 *
 *   main      ┤░ result of 3 ░░░░░░░░░░░├
 *   worker 0  ═work═══╎═══fail══════════╎ idle
 *   worker 1  ═════work═════════════════╎ idle        queued: item 3, from 0 to 10 ms
 */
export function smallPool(): Trace {
  const program = new Program("/home/user/project/pool.py");
  const pool = program.pool("thread-pool-executor", "executor", 5, 2);
  const item = (ms: number, name: string, line: number, raises = false): Item => ({
    line,
    name,
    raises,
    *script(): Script {
      yield { do: "run", ns: ms * MS };
    },
  });
  program.thread(
    "MainThread",
    (function* (): Script {
      yield { do: "submit", to: pool, item: item(10, "work", 20), line: 30 };
      yield { do: "submit", to: pool, item: item(20, "work", 20), line: 31 };
      yield { do: "submit", to: pool, item: item(10, "fail", 24, true), line: 32 };
      yield { do: "result", of: pool, job: 3, line: 33 };
      yield { do: "run", ns: 5 * MS };
      yield { do: "shutdown", pool };
    })(),
  );
  program.worker(pool, "ThreadPoolExecutor-0_0");
  program.worker(pool, "ThreadPoolExecutor-0_1");
  return program.run();
}

/** One worker, whose item waits for an item of its own pool: nobody is left to run it. */
export function poolDeadlock(): Trace {
  const program = new Program("/home/user/project/inner.py");
  const pool = program.pool("thread-pool-executor", "executor", 5, 1);
  const inner: Item = {
    line: 20,
    name: "inner",
    *script(): Script {
      yield { do: "run", ns: MS };
    },
  };
  const outer: Item = {
    line: 24,
    name: "outer",
    *script(): Script {
      yield { do: "run", ns: 5 * MS };
      yield { do: "submit", to: pool, item: inner, line: 25 };
      yield { do: "result", of: pool, job: 2, line: 26 };
    },
  };
  program.thread(
    "MainThread",
    (function* (): Script {
      yield { do: "submit", to: pool, item: outer, line: 30 };
      yield { do: "result", of: pool, job: 1, line: 31 };
    })(),
  );
  program.worker(pool, "ThreadPoolExecutor-0_0");
  return program.run(50 * MS);
}

/** A bit of everything: a thread pool on one lock, a process pool, an event loop with tasks, a child that is no Python. */
export function crew(seed = 5, untilNs = Number.POSITIVE_INFINITY): Trace {
  const program = new Program("/home/user/project/crew.py");
  const next = random(seed);
  const some = (ms: number) => Math.round((0.3 + 1.4 * next()) * ms * MS);
  const lock = program.resource("lock", "totals_lock", 8);
  const inbox = program.resource("joinable-queue", "inbox", 9);
  const threads = program.pool("thread-pool-executor", "executor", 10, 4);
  const squares = program.pool("process-pool", "squares", 11, 2);
  const io = IO_KINDS.indexOf("receive");
  const fetch = (raises: boolean): Item => ({
    line: 20,
    name: "fetch",
    raises,
    *script(): Script {
      yield { do: "run", ns: some(0.4) };
      yield { do: "pause", op: WaitOp.io, object: io, ns: some(5), line: 22 };
      if (next() < 0.7) yield { do: "gil", ns: some(0.9) };
      yield { do: "run", ns: some(2) };
      yield { do: "acquire", on: lock, line: 23 };
      yield { do: "run", ns: some(0.9) };
      yield { do: "release", on: lock, line: 24 };
    },
  });
  const square: Item = {
    line: 28,
    name: "square",
    *script(): Script {
      yield { do: "run", ns: some(6) };
      yield { do: "put", on: inbox, line: 29 };
    },
  };
  const rounds = 14;
  program.thread(
    "MainThread",
    (function* (): Script {
      yield { do: "run", ns: 2 * MS };
      for (let round = 0; round < rounds; round++) {
        for (let i = 0; i < 3; i++) yield { do: "submit", to: threads, item: fetch(round === 6 && i === 1), line: 41 };
        yield { do: "submit", to: squares, item: square, line: 42 };
        if (next() < 0.5) yield { do: "submit", to: squares, item: square, line: 43 };
        yield { do: "run", ns: some(2) };
        if (round % 4 === 3) yield { do: "result", of: threads, job: 3 * round, line: 45 };
      }
      yield { do: "result", of: threads, job: 3 * rounds, line: 47 };
      yield { do: "result", of: squares, job: rounds, line: 48 };
      yield { do: "shutdown", pool: threads };
      yield { do: "shutdown", pool: squares };
      yield { do: "run", ns: 2 * MS };
    })(),
  );
  for (let i = 0; i < 4; i++) program.worker(threads, `ThreadPoolExecutor-0_${i}`, (2 + i) * MS, { parent: 0 });
  const loop = program.thread(
    "loop",
    (function* (): Script {
      for (let i = 0; i < 30; i++) {
        yield { do: "run", ns: some(1) };
        yield { do: "pause", op: WaitOp.io, object: IO_KINDS.indexOf("select"), ns: some(2), line: 60 };
      }
    })(),
    1 * MS,
    { daemon: true, parent: 0 },
  );
  for (let task = 1; task <= 5; task++)
    program.thread(
      `Task-${task} (poll)`,
      (function* (): Script {
        for (let i = 0; i < 8; i++) {
          yield { do: "run", ns: some(0.8) };
          yield { do: "sleep", ns: some(5) };
          yield { do: "ready", ns: some(1) };
        }
      })(),
      (1 + task) * MS,
      { kind: "task", loop, coroutine: "poll", parent: loop },
    );
  for (let i = 1; i <= 2; i++) {
    const process = program.process({ name: `ForkPoolWorker-${i}`, pid: 4710 + i });
    program.worker(squares, "MainThread", (3 + i) * MS, { process, pid: 4710 + i, parent: 0 });
    program.thread("QueueFeederThread", running(30), 6 * MS, { process, pid: 4710 + i, internal: true, daemon: true });
  }
  const child = program.process({ name: "Consumer-1", pid: 4720, exitCode: -9 });
  program.thread(
    "MainThread",
    (function* (): Script {
      for (let i = 0; i < rounds; i++) {
        yield { do: "get", on: inbox, line: 70 };
        yield { do: "run", ns: some(2) };
        yield { do: "acquire", on: lock, line: 72 };
        yield { do: "run", ns: some(0.5) };
        yield { do: "release", on: lock, line: 74 };
      }
    })(),
    4 * MS,
    { process: child, pid: 4720, parent: 0 },
  );
  const curl = program.process({
    name: "curl",
    pid: 4730,
    startMethod: "subprocess",
    traced: false,
    notTracedReason: "not a Python program",
  });
  program.thread("curl", unknown(40), 10 * MS, { kind: "process", process: curl, pid: 4730, parent: 0 });
  const workers = program.trace.pools[threads].lanes;
  for (const lane of workers)
    for (let ms = 5; ms < 105; ms += 5)
      if ((ms + 5) * MS <= untilNs)
        program.trace.samples.push({
          lane,
          startNs: ms * MS,
          endNs: (ms + 5) * MS,
          cpuNs: ((7 * ms + lane) % 20) * 1e5,
        });
  const trace = untilNs < Number.POSITIVE_INFINITY ? program.runUntil(untilNs) : program.run();
  trace.program.argv = ["/home/user/project/crew.py"];
  trace.resources[lock].processes = [100, 4720];
  trace.resources[inbox].processes = [100, 4711, 4712, 4720];
  return trace;
}

function* unknown(ms: number): Script {
  yield { do: "unknown", ns: ms * MS };
}

function* running(ms: number): Script {
  yield { do: "run", ns: ms * MS };
}

/** Very many tasks of one event loop, and many threads that live briefly. */
export function swarm(tasks: number, threads: number): Trace {
  const program = new Program("/home/user/project/swarm.py");
  const main = program.thread("MainThread", running(1000));
  for (let i = 0; i < tasks; i++)
    program.thread(`Task-${i} (fetch)`, running(5), i * 0.09 * MS, { kind: "task", loop: main, coroutine: "fetch" });
  for (let i = 0; i < threads; i++) program.thread(`Thread-${i} (work)`, running(2), i * 0.4 * MS);
  return program.run();
}
