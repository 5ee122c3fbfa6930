/** What the drawn program's objects and lanes are doing: enough to number, count and pair what the records have to say. */
import { POOL_KINDS } from "../../../core/trace/pool-types";
import { RESOURCE_KINDS } from "../../../core/trace/types";
import type { Drawing, DrawnProcess } from "./drawing";
import { CLOCK_AT_START_NS, LaneWriter, NO_SITE, type SiteWord } from "./records";

export interface Step {
  timeNs: number;
  lane: string;
  verb: string;
  rest: string[];
  file: string;
  line: number;
}

export interface DrawnObject {
  id: number;
  kind: string;
  parameter: number;
  /** Semaphore value or queue depth. */
  value: number;
  unfinished: number;
  depth: number;
  /** Holds, permits, puts and gets so far. */
  holds: number;
  permits: number;
  puts: number;
  gets: number;
  waiting: number;
  generation: number;
  arrived: number;
  passed: number;
  holder: { lane: number; site: SiteWord };
}

export interface DrawnLane {
  id: number;
  process: DrawnProcess;
  writer: LaneWriter;
  site: SiteWord;
  /** Object id (0 for lanes and sleep) → record of its open wait or hold. */
  openWaits: Map<string, number>;
  openHolds: Map<string, number>;
  arrival: number;
}

/** `lock`, `asyncio.lock`, `thread-pool` → the number of the kind in a recording; -1 = there is none. */
export function kindNumber(text: string): number {
  const [kind, module] = text.split(".").reverse();
  const number = [...RESOURCE_KINDS, ...POOL_KINDS].indexOf(kind as (typeof RESOURCE_KINDS)[number]);
  return number < 0 ? -1 : number + 32 * ["", "multiprocessing", "asyncio"].indexOf(module ?? "");
}

/** Lines a file has in its code object's table: every even offset stands for the next line. */
const LINES = 400;
const CODE_OF_LINE_BYTES = 2;

export class Stage {
  private readonly processes = new Map<string, DrawnProcess>();
  private readonly lanes = new Map<string, DrawnLane>();
  private readonly objects = new Map<string, DrawnObject>();
  private readonly codes = new Map<string, number>();
  private readonly lastIds = new Map<DrawnProcess, number>();
  private readonly taskIds = new Map<string, number>();
  private current: DrawnProcess | null = null;
  private lastNs = 0;

  constructor(private readonly drawing: Drawing) {}

  /** The lane of a step; it begins when this is its first. */
  enter(step: Step): DrawnLane {
    this.lastNs = Math.max(this.lastNs, step.timeNs);
    const lane = this.lane(step.lane, step.timeNs, true);
    lane.site = this.site(lane.process, step.file, step.line);
    this.current = lane.process;
    return lane;
  }

  /** The number of a task of this lane's process; a new one when the name is. */
  task(lane: DrawnLane, name: string): number {
    const key = `${lane.process.name}/${name}`;
    let id = this.taskIds.get(key);
    if (id === undefined) {
      id = this.nextId(lane.process);
      this.taskIds.set(key, id);
    }
    return id;
  }

  /** The number of a task or thread by name, 0 for none. */
  whose(lane: DrawnLane, name: string | undefined, timeNs: number): number {
    if (name === undefined) return 0;
    return this.taskIds.get(`${lane.process.name}/${name}`) ?? this.lane(name, timeNs).id;
  }

  private nextId(process: DrawnProcess): number {
    const id = (this.lastIds.get(process) ?? 0) + 1;
    this.lastIds.set(process, id);
    return id;
  }

  /** A lane by name, from the view of another one of the same process. */
  lane(name: string, timeNs: number, begins = false, daemon = false, internal = false): DrawnLane {
    const full = name.includes("/") ? name : `main/${name}`;
    let lane = this.lanes.get(full);
    if (lane === undefined) {
      const [processName, laneName] = full.split("/");
      const process = this.process(processName, timeNs);
      const id = this.nextId(process);
      const sampler = laneName === "sampler" || undefined;
      const writer = new LaneWriter();
      process.lanes.set(id, writer);
      process.meta.push(
        JSON.stringify({
          k: "lane",
          id,
          name: laneName,
          ident: 7000 + id,
          native: 7000 + id,
          daemon,
          internal,
          sampler,
        }),
      );
      lane = { id, process, writer, site: NO_SITE, openWaits: new Map(), openHolds: new Map(), arrival: 0 };
      this.lanes.set(full, lane);
    }
    if (begins && lane.writer.length === 0) lane.writer.instant(40, timeNs, 0, 0, 0, NO_SITE);
    return lane;
  }

  hasLane(name: string): boolean {
    return this.lanes.has(name.includes("/") ? name : `main/${name}`);
  }

  create(lane: DrawnLane, kind: string, name: string, parameter: number): DrawnObject {
    if (kindNumber(kind) < 1) throw new Error(`no such kind of resource: ${kind}`);
    const object: DrawnObject = {
      id: this.objects.size + 1,
      kind: kind.slice(kind.indexOf(".") + 1),
      parameter,
      value: kind.includes("semaphore") ? parameter : 0,
      unfinished: 0,
      depth: 0,
      holds: 0,
      permits: 0,
      puts: 0,
      gets: 0,
      waiting: 0,
      generation: 0,
      arrived: 0,
      passed: 0,
      holder: { lane: 0, site: NO_SITE },
    };
    this.objects.set(name, object);
    lane.process.names.push({ ...lane.site, name });
    return object;
  }

  /** The same thing in the process of the step: with a number and counts of its own there, but for the one that created it. */
  share(name: string, key = name): void {
    const process = this.current!;
    const original = this.object(name);
    const isCreator = process.names.some((named) => named.name === name);
    const object = isCreator
      ? original
      : { ...original, id: this.objects.size + 1, holds: 0, permits: 0, puts: 0, gets: 0 };
    if (!isCreator) this.objects.set(`${process.name}/${name}`, object);
    process.meta.push(JSON.stringify({ k: "shared", object: object.id, key }));
  }

  object(name: string): DrawnObject {
    const object = this.objects.get(`${this.current?.name}/${name}`) ?? this.objects.get(name);
    if (object === undefined) throw new Error(`nothing named ${name} was created`);
    return object;
  }

  hasObject(name: string): boolean {
    return this.objects.has(name);
  }

  finish(): void {
    for (const process of this.processes.values()) process.heartbeatNs = this.lastNs;
  }

  private process(name: string, timeNs: number): DrawnProcess {
    let process = this.processes.get(name);
    if (process === undefined) {
      const pid = 1000 + this.processes.size;
      const startMethod = this.processes.size === 0 ? "main" : "spawn";
      process = {
        name: `process-${pid}-0`,
        meta: [processLine(pid, startMethod, timeNs)],
        lanes: new Map(),
        lost: new Map(),
        cells: new Map(),
        names: [],
        heartbeatNs: 0,
      };
      this.processes.set(name, process);
      this.drawing.processes.push(process);
    }
    return process;
  }

  /** One code object a file, whose table gives line n to offset 2 · (n − 1), in the format of CPython 3.10. */
  private site(process: DrawnProcess, file: string, line: number): SiteWord {
    const key = `${process.name} ${file}`;
    let code = this.codes.get(key);
    if (code === undefined) {
      code = this.codes.size + 1;
      this.codes.set(key, code);
      process.meta.push(codeLine(code, file));
    }
    return { code, lasti: (line - 1) * CODE_OF_LINE_BYTES };
  }
}

function processLine(pid: number, startMethod: string, timeNs: number): string {
  return JSON.stringify({
    k: "process",
    v: 1,
    pid,
    ppid: startMethod === "main" ? 999 : 1000,
    argv: ["/project/app.py"],
    orig: null,
    python: "3.10.13",
    implementation: "CPython",
    gil: true,
    executable: "/usr/bin/python3",
    prefix: "/usr",
    cwd: "/project",
    startNs: CLOCK_AT_START_NS + timeNs,
    startMethod,
    platform: "linux",
    inherits: null,
  });
}

function codeLine(id: number, file: string): string {
  const table = new Uint8Array(2 * LINES);
  for (let line = 0; line < LINES; line++) {
    table[2 * line] = CODE_OF_LINE_BYTES;
    table[2 * line + 1] = line === 0 ? 0 : 1;
  }
  return JSON.stringify({
    k: "code",
    id,
    file,
    name: "work",
    qualname: "work",
    first: 1,
    program: true,
    format: "linetable310",
    table: Buffer.from(table).toString("base64"),
  });
}
