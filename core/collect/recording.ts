/**
 * A recording folder as a source of traces: growing, finished, or left behind by a writer or host that was killed.
 *
 *   const recording = openRecording(folder);
 *   while (running) { recording.poll(); await delay(recording.pollDelayMs()); }
 *   recording.finish();
 *   const trace = recording.snapshot();
 *
 * Damage is never thrown: what could not be read is a sentence in `Trace.losses`.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import type { Translate } from "../l10n";
import { TraceBuilder } from "../trace/builder";
import { FORMAT_VERSION } from "../trace/decode";
import { type HostFacts, hostSchema, UNKNOWN_HOST } from "../trace/host-facts";
import type { Trace } from "../trace/types";
import { errnoOf, newerVersion, noSuchFile, notARecording, notReadable } from "./input-error";
import { PollPace } from "./poll-pace";
import { ProcessReader, type RecordingTotals } from "./process-reader";
import { ReadClock } from "./read-clock";
import { SourceNames } from "./source-names";

/** A poll holds up whoever asks in between: a quarter of a million records take some hundredths of a second. */
const BYTES_A_POLL = 8 << 20;
/** At the end nobody asks in between; what is held in memory is bounded still. */
const BYTES_A_LAST_POLL = 64 << 20;

const PROCESS_FOLDER = /^process-\d+-\d+$/;

/**
 * @param folder the recording folder; it need not hold any process yet
 * @param say the language in which losses are told; English when left out
 * @throws InputError when it is not there, is no recording, or was written by a newer version
 */
export function openRecording(folder: string, say?: Translate): Recording {
  let entries: string[];
  try {
    entries = readdirSync(folder);
  } catch (error) {
    const code = errnoOf(error);
    if (code === "ENOENT") throw noSuchFile(folder);
    throw code === "ENOTDIR" ? notARecording(folder) : notReadable(folder, code);
  }
  const run = readRun(folder);
  if (run === null && !entries.some((entry) => PROCESS_FOLDER.test(entry))) throw notARecording(folder);
  if (run !== null && run.version > FORMAT_VERSION) throw newerVersion(folder, run.version, FORMAT_VERSION);
  const recording = new Recording(folder, say);
  if (run?.host !== undefined) recording.host = run.host;
  return recording;
}

/** What is needed of run.json; `host` is there once the run is over. */
const runSchema = v.object({ version: v.number(), host: v.fallback(v.optional(hostSchema), undefined) });

/** run.json, or null when it is missing or damaged. */
function readRun(folder: string): v.InferOutput<typeof runSchema> | null {
  try {
    return v.parse(runSchema, JSON.parse(readFileSync(join(folder, "run.json"), "utf8")));
  } catch {
    // A damaged run.json costs the host's facts; the records beside it are read all the same.
    return null;
  }
}

export class Recording {
  private readonly builder: TraceBuilder;
  private readonly names = new SourceNames();
  private readonly readers = new Map<string, ProcessReader>();
  private readonly pace = new PollPace();
  private readonly clock = new ReadClock();
  /** Which process has the first turn in the next poll. */
  private turn = 0;

  /** @param bytesAPoll after so many bytes of records a poll stops early: see `hasMore` */
  constructor(
    readonly folder: string,
    say?: Translate,
    private readonly bytesAPoll = BYTES_A_POLL,
  ) {
    this.builder = new TraceBuilder(say);
  }

  /** What the host of the run knows; set it before the last snapshot. */
  set host(facts: Partial<HostFacts>) {
    this.builder.host = { ...UNKNOWN_HOST, ...facts };
  }

  get host(): HostFacts {
    return this.builder.host;
  }

  /** Processes found so far, in the order of their folders' names. */
  get processes(): ProcessReader[] {
    return [...this.readers.values()];
  }

  /** Of all processes together. */
  get totals(): RecordingTotals {
    const all = { records: 0, lost: 0, bytes: 0 };
    for (const { totals } of this.readers.values()) {
      all.records += totals.records;
      all.lost += totals.lost;
      all.bytes += totals.bytes;
    }
    return all;
  }

  /** Reads what is new, in bounded time. Returns true when there was anything. */
  poll(): boolean {
    const startedMs = performance.now();
    const startedAtMs = Date.now();
    const news = this.pollProcesses(false);
    this.pace.polled(news, performance.now() - startedMs);
    this.clock.polled(startedAtMs, this.builder.newestNs, Math.min(...this.processes.map((each) => each.readUntilNs)));
    return news;
  }

  /**
   * How long to wait before the next poll, in milliseconds.
   * @param isWatched somebody waits to see it: as long as there is more to read, half of a core goes into it
   */
  pollDelayMs(isWatched = false): number {
    return this.pace.delayMs(isWatched && this.hasMore);
  }

  /** Up to when everything that was written has been read, as Date.now(). */
  get readUntilMs(): number {
    return this.clock.readUntilMs;
  }

  /** The run is over: reads all that is left, and says what is missing. May be called again if the program still lived. */
  finish(): void {
    while (this.pollProcesses(true)) if (!this.hasMore) break;
  }

  /** Looks up names of resources in the source, for places that are new. */
  resolveNames(): void {
    this.names.resolve(this.builder);
  }

  /** The last poll stopped early: there is more to read now. */
  get hasMore(): boolean {
    return this.processes.some(({ more }) => more);
  }

  /** What could not be read, in sentences. */
  get losses(): string[] {
    return this.builder.readingLosses;
  }

  /** All that was read so far as one model. */
  snapshot(): Trace {
    this.resolveNames();
    return this.builder.snapshot();
  }

  /** Closes the files. The recording can be asked for snapshots afterwards, but neither polled nor saved. */
  close(): void {
    for (const reader of this.readers.values()) reader.close();
  }

  private pollProcesses(last: boolean): boolean {
    this.findProcesses();
    const readers = this.processes;
    const mostBytes = last ? BYTES_A_LAST_POLL : this.bytesAPoll;
    // Each has its turn first once, for the first one of them may have more than there is room for.
    const first = readers.length > 0 ? this.turn++ % readers.length : 0;
    let news = 0;
    for (const reader of [...readers.slice(first), ...readers.slice(0, first)]) {
      news += reader.poll(last, last ? mostBytes : Math.max(0, mostBytes - news));
    }
    return news > 0;
  }

  private findProcesses(): void {
    let entries: string[];
    try {
      entries = readdirSync(this.folder).filter((entry) => PROCESS_FOLDER.test(entry));
    } catch (error) {
      this.builder.lose("loss.folder", { path: this.folder, cause: errnoOf(error) });
      return;
    }
    for (const name of entries.sort()) {
      if (this.readers.has(name)) continue;
      const reader = new ProcessReader(join(this.folder, name), this.builder.process(name), this.builder);
      this.readers.set(name, reader);
    }
  }
}
