/** What a made-up program may do, and the rows that it leaves. */
import {
  type Process,
  type Resource,
  type ResourceKind,
  type Site,
  State,
  WaitResult,
} from "../../../core/trace/types";
import { emptyTrace, type WaitRow } from "./rows-to-trace";

export type Step =
  | { do: "run" | "sleep"; ns: number }
  | { do: "acquire" | "release" | "put" | "get" | "await" | "notify"; on: number; line: number }
  | { do: "join"; lane: number; line: number }
  /** A state that nobody ends, or one that only time does: `op` says what is waited for. */
  | { do: "gil" | "ready" | "unknown"; ns: number }
  | { do: "pause"; op: number; object: number; ns: number; line: number }
  | { do: "submit"; to: number; item: Item; line: number }
  /** The result of the pool's job of this number (1, 2, …). */
  | { do: "result"; of: number; job: number; line: number }
  /** A worker's next item: when there is one, it is run; when the pool is shut down, the worker ends. */
  | { do: "serve"; pool: number }
  | { do: "shutdown"; pool: number };
export type Script = Generator<Step, void, void>;

/** A call of a function that a pool runs. */
export interface Item {
  /** Where the function begins, and its name. */
  line: number;
  name: string;
  script: () => Script;
  raises?: boolean;
}

export interface Thread {
  lane: number;
  script: Script;
  /** What it runs for a pool, and its row. */
  item?: { script: Script; row: number; raises: boolean } | undefined;
}
export interface Waiting {
  thread: Thread;
  wait: number;
}

/** The rows of a trace, written at the moment `nowNs`. */
export class ProgramTrace {
  readonly trace = emptyTrace();
  protected nowNs = 0;

  constructor(readonly file: string) {}

  resource(kind: ResourceKind, name: string, line: number, parameter = 0): number {
    const resource: Resource = {
      kind,
      module: kind.endsWith("queue") ? "queue" : "threading",
      name,
      site: this.site(line),
      processes: [100],
      instances: 1,
      createdNs: 0,
      parameter,
      counted: null,
    };
    return this.trace.resources.push(resource) - 1;
  }

  process(options: Partial<Process>): number {
    return this.trace.processes.push(options) - 1;
  }

  protected wait(thread: Thread, op: number, object: number, line: number, state: number): Waiting {
    const row: WaitRow = {
      lane: thread.lane,
      startNs: this.nowNs,
      endNs: Number.NaN,
      op,
      result: WaitResult.open,
      object,
      site: line > 0 ? this.site(line) : 0,
      holderLane: -1,
      holderSite: 0,
      wakerLane: -1,
      wakerNs: Number.NaN,
      wakerSite: 0,
      argument: 0,
    };
    const wait = this.trace.waits.push(row) - 1;
    this.span(thread, state, wait);
    return { thread, wait };
  }

  protected finish(wait: number, endNs: number): void {
    Object.assign(this.trace.waits[wait], { endNs, result: WaitResult.got });
  }

  /** Spans that would last no time are overwritten, neighbours of one running state are one. */
  protected span({ lane }: Thread, state: number, wait: number): void {
    const spans = this.trace.spans[lane];
    if (spans.at(-1)?.startNs === this.nowNs) spans.pop();
    if (state === State.running && spans.at(-1)?.state === State.running) return;
    spans.push({ startNs: this.nowNs, state, wait });
  }

  protected event({ lane }: Thread, kind: number, resource: number, arg: number, seq: number, line: number): void {
    this.trace.events.push({ lane, timeNs: this.nowNs, kind, resource, arg, seq, site: this.site(line) });
  }

  protected site(line: number, name = "work"): number {
    const { sites } = this.trace;
    const have = sites.findIndex((site) => site.line === line);
    if (have >= 0) return have;
    const site: Site = { file: this.file, line, column: 0, function: name, program: true };
    return sites.push(site) - 1;
  }
}
