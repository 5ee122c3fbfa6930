/**
 * Follows the recording of a run: reads what is new, and makes of it what a view and the editor are told.
 *
 *   poll … poll … snapshot → generation, lines … poll … end: the rest → last generation
 *
 * A program may record faster than it is read. So each poll reads a bounded piece, a generation is made of what was read by
 * then, and between any two of them the thread hears what the host asks.
 */

import { setImmediate as nextTurn } from "node:timers/promises";
import type { Rule } from "../../core/analysis/finding";
import { LivePace } from "../../core/collect/live-pace";
import { Recording } from "../../core/collect/recording";
import { writeRaceway } from "../../core/export/raceway-write";
import { type Translate, translator } from "../../core/l10n/index";
import type { Reason } from "../../core/run/interpreter";
import { causeOf } from "../../core/run/refusal";
import { whyNotTraced } from "../../core/run/untraced";
import { RECORD_BYTES } from "../../core/trace/decode";
import type { Trace } from "../../core/trace/types";
import { Generations, type Post } from "./generations";
import { Sentence } from "./sentence";
import type { Follower } from "./trace-worker";
import type { ProgramEnd } from "./worker-contract";

/** The status goes to people. */
const STATUS_MS = 250;

/**
 * A program that hangs records nothing, and that is when somebody looks: its open waits go on to its last sign of life (the
 * heartbeat). As smooth as a person needs, and where there is much to derive at a twentieth of a core.
 */
const QUIET_MS = 250;
const QUIET_PAUSE_PER_COST = 19;

/** What is written for tools is in English, whatever the user speaks. */
const ENGLISH = translator("en");

export class RecordingFollower implements Follower {
  readonly generations: Generations;
  readonly #recording: Recording;
  readonly #say: Translate;
  readonly #post: Post;
  readonly #pace: LivePace;
  #timer: NodeJS.Timeout | null = null;
  #phase: "live" | "ended" | "released" = "live";
  /** The program has ended, and the rest is being read. */
  #isEnding = false;
  #nextSnapshotMs = 0;
  /** When the next generation is due although nothing was read. */
  #nextQuietMs = 0;
  #statusAtMs = Number.NEGATIVE_INFINITY;
  #lanes = 0;
  #traceMs = 0;
  /** When what the view was sent last had been read, as Date.now(); null before the first generation. */
  #shownReadAtMs: number | null = null;

  constructor(
    folder: string,
    say: Translate,
    post: Post,
    pace = new LivePace(),
    recording = new Recording(folder, say),
    off: readonly Rule[] = [],
  ) {
    this.#pace = pace;
    this.#recording = recording;
    this.#say = say;
    this.#post = post;
    this.generations = new Generations(post, off);
  }

  start(): void {
    this.#tick();
  }

  /** Whoever looks at an empty page waits for no pace. */
  shown(): void {
    this.#nextSnapshotMs = 0;
    this.taken();
  }

  /** The next generation is made as soon as the pace allows. */
  taken(): void {
    if (this.#phase === "live") this.#schedule();
    else if (this.generations.isAwaited) this.#tellAll();
  }

  async end(end: ProgramEnd): Promise<Reason | null> {
    this.#stopTicking();
    this.#isEnding = true;
    do {
      this.#turn();
      await nextTurn();
    } while (this.#recording.hasMore && this.#phase === "live");
    this.#recording.finish();
    this.#recording.host = end.facts;
    this.#phase = "ended";
    const trace = this.#recording.snapshot();
    const reason = await this.#whyNotTraced(trace, end);
    this.generations.outdate();
    if (reason === null) this.#tellAll(trace);
    else this.#tellUntraced(reason, end);
    return reason;
  }

  save(path: string): void {
    if (this.#phase === "released") throw new Sentence(this.#say("editor.recordingGone"));
    if (this.#phase === "live") this.#readWhatIsThere();
    if (this.#recording.processes.length === 0) throw new Sentence(this.#say("editor.nothingRecorded"));
    try {
      const { host } = this.#recording;
      writeRaceway(
        path,
        this.#recording,
        this.#phase === "live" && !this.#isEnding ? { ...host, stillRunning: true } : host,
      );
    } catch (error) {
      throw new Sentence(this.#say("editor.cannotSave", { path, cause: causeOf(error) }), { cause: error });
    }
  }

  /** Not what comes meanwhile: that may be more than can be read. */
  #readWhatIsThere(): void {
    const { bytes } = this.#recording.totals;
    do this.#poll();
    while (this.#recording.hasMore && this.#recording.totals.records * RECORD_BYTES < bytes);
  }

  release(): void {
    this.#stopTicking();
    this.#phase = "released";
    this.#recording.close();
  }

  #whyNotTraced({ program }: Trace, { interpreter, envChanges, ...end }: ProgramEnd): Promise<Reason | null> {
    const env = { ...process.env, ...envChanges };
    const { folder: path } = this.#recording;
    return whyNotTraced(program, { executable: interpreter.executable, env, path, ...end });
  }

  #tellUntraced({ key, params }: Reason, { facts, interpreter }: ProgramEnd): void {
    const { version: python, implementation, gil } = interpreter;
    const notTracedReason = ENGLISH(key, params);
    this.#recording.host = { ...facts, notTracedReason, interpreter: { python, implementation, gil } };
    this.#tellAll();
  }

  #tick(): void {
    this.#turn();
    this.#schedule();
  }

  #turn(): void {
    this.#poll();
    const nowMs = performance.now();
    // Before the snapshot, which may take long: then the host knows since when the view has been behind.
    if (nowMs - this.#statusAtMs >= STATUS_MS) this.#tellStatus();
    if (nowMs >= this.#nextSnapshotMs && this.#isWanted()) this.#tellAll();
  }

  #poll(): void {
    const isQuietDue = this.#recording.processes.length > 0 && performance.now() >= this.#nextQuietMs;
    if (this.#recording.poll() || isQuietDue) this.generations.outdate();
  }

  #isWanted(): boolean {
    return this.generations.isAwaited || this.generations.linesAreDue;
  }

  #schedule(): void {
    this.#stopTicking();
    if (this.#isEnding) return;
    const untilPollMs = this.#recording.pollDelayMs(this.generations.hasView);
    const untilSnapshotMs = this.generations.isAwaited
      ? this.#nextSnapshotMs - performance.now()
      : Number.POSITIVE_INFINITY;
    this.#timer = setTimeout(() => this.#tick(), Math.max(0, Math.min(untilPollMs, untilSnapshotMs)));
  }

  #stopTicking(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  /** @param known a snapshot that has everything already */
  #tellAll(known?: Trace): void {
    const startedMs = performance.now();
    const readAtMs = this.#phase === "live" ? this.#recording.readUntilMs : Date.now();
    const trace = known ?? this.#recording.snapshot();
    this.#lanes = visibleLanes(trace);
    this.#traceMs = trace.endNs / 1e6;
    if (this.generations.tell(trace, this.#phase !== "live")) this.#shownReadAtMs = readAtMs;
    this.#tellStatus();
    const endedMs = performance.now();
    this.#pace.took(endedMs - startedMs);
    this.#nextSnapshotMs = endedMs + this.#pace.delayMs();
    this.#nextQuietMs = endedMs + Math.max(QUIET_MS, (endedMs - startedMs) * QUIET_PAUSE_PER_COST);
  }

  #tellStatus(): void {
    this.#statusAtMs = performance.now();
    const { records, lost, bytes } = this.#recording.totals;
    const isBehind = this.#phase === "live" && this.generations.isBehind;
    const behindSinceMs = isBehind ? this.#shownReadAtMs : null;
    const [lanes, traceMs] = [this.#lanes, this.#traceMs];
    this.#post({ type: "status", status: { lanes, records, dropped: lost, bytes, traceMs, behindSinceMs } });
  }
}

/** Lanes as a person counts them: those that libraries start for themselves are not meant. */
export function visibleLanes({ lanes }: Trace): number {
  return lanes.filter(({ internal }) => !internal).length;
}
