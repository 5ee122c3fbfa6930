/**
 * A pool that has any number of workers, played through: who submits what when, which unit a free worker takes, when results are
 * there. All times are exact where nothing slows the workers down; no clock, no chance.
 *
 *   a submitter   submit 0 · submit 1 · wait for two results · submit 2 …      a lane, or a unit that submits while it runs
 *   the queue     units that are submitted and that nobody runs
 *   the workers   k of them busy, all at the speed that k allows
 */
import type { Ns } from "../../units";
import { Heap } from "./heap";

/** What a submitter does next; times as measured. */
export type Step =
  | { does: "submit"; unit: number; atNs: Ns }
  /** Goes on when `results` of job `key`, or of the pool, are there; it did `lagNs` after that. */
  | { does: "wait"; key: number; results: number; fromNs: Ns; untilNs: Ns; lagNs: Ns };

export interface Submitter {
  /** The unit that does it while it runs, and when that began; -1 = a lane that goes its own way. */
  unit: number;
  beganNs: Ns;
  /** By time. */
  steps: readonly Step[];
}

/** The key of waits for any result of the pool. */
export const ANY_RESULT = 0;

export interface Work {
  /** How long a worker needs for each unit, handing over included. */
  needsNs: ArrayLike<Ns>;
  /** Key of the job of each unit, from 1. */
  keys: ArrayLike<number>;
  submitters: readonly Submitter[];
  /** Share of a unit's time in which it computes, and how many can compute at once. */
  computing: number;
  processors: number;
}

export interface Played {
  /** From the first submit to the last finish. */
  durationNs: Ns;
  /** How long workers had a unit, all together. */
  busyNs: Ns;
}

export function simulate(work: Work, workers: number): Played {
  return new Play(work, workers).run();
}

/** How fast each of `running` units gets on: 1, or so that all together compute no more than there are processors. */
export function speed({ computing, processors }: Pick<Work, "computing" | "processors">, running: number): number {
  const asked = running * computing;
  return asked > processors ? processors / asked : 1;
}

class Play {
  #nowNs = 0;
  /** How far a unit would have come that had run from the start: all that run get on equally. */
  #progressNs = 0;
  readonly #happenings = new Heap();
  readonly #running = new Heap();
  readonly #queue: number[] = [];
  #taken = 0;
  readonly #startedNs: Float64Array;
  readonly #step: Int32Array;
  /** Measured time + shift = time in the play. */
  readonly #shiftNs: Float64Array;
  readonly #results = new Map<number, number>();
  readonly #waiting = new Map<number, { submitter: number; results: number; resumeLagNs: Ns }[]>();
  readonly #submittersOf = new Map<number, number[]>();
  #firstSubmitNs = Number.POSITIVE_INFINITY;
  #lastFinishNs = 0;
  #busyNs = 0;

  constructor(
    private readonly work: Work,
    private readonly workers: number,
  ) {
    this.#startedNs = new Float64Array(work.needsNs.length);
    this.#step = new Int32Array(work.submitters.length);
    this.#shiftNs = new Float64Array(work.submitters.length);
    work.submitters.forEach(({ unit }, submitter) => {
      const others = this.#submittersOf.get(unit);
      if (unit < 0) this.#schedule(submitter);
      else if (others === undefined) this.#submittersOf.set(unit, [submitter]);
      else others.push(submitter);
    });
  }

  run(): Played {
    for (;;) {
      const finishNs = this.#nextFinishNs();
      const happensNs = this.#happenings.smallest;
      if (finishNs === Number.POSITIVE_INFINITY && happensNs === Number.POSITIVE_INFINITY) break;
      if (finishNs <= happensNs) this.#finish(finishNs);
      else {
        this.#goTo(happensNs);
        this.#act(this.#happenings.pop());
      }
      while (this.#running.size < this.workers && this.#taken < this.#queue.length)
        this.#start(this.#queue[this.#taken++]);
    }
    return { durationNs: Math.max(0, this.#lastFinishNs - this.#firstSubmitNs), busyNs: this.#busyNs };
  }

  get #speed(): number {
    return speed(this.work, this.#running.size);
  }

  #nextFinishNs(): Ns {
    if (this.#running.size === 0) return Number.POSITIVE_INFINITY;
    return this.#nowNs + Math.max(0, this.#running.smallest - this.#progressNs) / this.#speed;
  }

  #goTo(timeNs: Ns): void {
    const passedNs = Math.max(0, timeNs - this.#nowNs);
    this.#progressNs += passedNs * (this.#running.size === 0 ? 1 : this.#speed);
    this.#nowNs += passedNs;
  }

  /** The time of the submitter's next step is known: it is among what happens. */
  #schedule(submitter: number): void {
    const step = this.work.submitters[submitter].steps[this.#step[submitter]];
    if (step === undefined) return;
    const atNs = (step.does === "submit" ? step.atNs : step.fromNs) + this.#shiftNs[submitter];
    this.#happenings.push(Math.max(atNs, this.#nowNs), submitter);
  }

  #act(submitter: number): void {
    const step = this.work.submitters[submitter].steps[this.#step[submitter]];
    if (step.does === "submit") {
      this.#firstSubmitNs = Math.min(this.#firstSubmitNs, this.#nowNs);
      this.#queue.push(step.unit);
    } else if ((this.#results.get(step.key) ?? 0) < step.results) {
      const waiting = this.#waiting.get(step.key) ?? [];
      waiting.push({ submitter, results: step.results, resumeLagNs: step.lagNs });
      this.#waiting.set(step.key, waiting);
      return;
    } else this.#shiftNs[submitter] = this.#nowNs - step.untilNs;
    this.#step[submitter]++;
    this.#schedule(submitter);
  }

  #start(unit: number): void {
    this.#startedNs[unit] = this.#nowNs;
    this.#running.push(this.#progressNs + this.work.needsNs[unit], unit);
    for (const submitter of this.#submittersOf.get(unit) ?? []) {
      this.#shiftNs[submitter] = this.#nowNs - this.work.submitters[submitter].beganNs;
      this.#schedule(submitter);
    }
  }

  #finish(timeNs: Ns): void {
    this.#goTo(timeNs);
    const unit = this.#running.pop();
    this.#busyNs += this.#nowNs - this.#startedNs[unit];
    this.#lastFinishNs = Math.max(this.#lastFinishNs, this.#nowNs);
    for (const key of [this.work.keys[unit], ANY_RESULT]) {
      const results = (this.#results.get(key) ?? 0) + 1;
      this.#results.set(key, results);
      const waiting = this.#waiting.get(key);
      if (waiting === undefined) continue;
      this.#waiting.set(
        key,
        waiting.filter((one) => one.results > results),
      );
      for (const one of waiting) if (one.results <= results) this.#resume(one.submitter, one.resumeLagNs);
    }
  }

  #resume(submitter: number, lagNs: Ns): void {
    const step = this.work.submitters[submitter].steps[this.#step[submitter]++];
    if (step.does === "wait") this.#shiftNs[submitter] = this.#nowNs + lagNs - step.untilNs;
    this.#schedule(submitter);
  }
}
