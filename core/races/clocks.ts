/**
 * Vector clocks of all lanes. Only lanes that access variables have a component: nobody asks what is known of the others. A clock
 * that was handed on is shared until its lane learns or ticks.
 */

/** More actors than these are not told apart in clocks; their accesses are not judged. */
export const MOST_ACTORS = 2_048;

export class Clocks {
  /** Lane → component; -1 = it has none. */
  readonly slot: Int32Array;
  private readonly size: number;
  private readonly ofLane: (Uint32Array | undefined)[];
  private readonly isShared: Uint8Array;
  /** 1 = what the lane does from now on nobody has been told of. */
  private readonly hasTold: Uint8Array;
  /** When it told last. */
  private readonly toldNs: Float64Array;
  private readonly ofHub = new Map<number, Uint32Array>();

  constructor(lanes: number, actors: Uint32Array) {
    this.slot = new Int32Array(lanes).fill(-1);
    let size = 0;
    for (const actor of actors) if (this.slot[actor] < 0 && size < MOST_ACTORS) this.slot[actor] = size++;
    this.size = size;
    this.ofLane = new Array(lanes);
    this.isShared = new Uint8Array(lanes);
    this.hasTold = new Uint8Array(lanes);
    this.toldNs = new Float64Array(lanes).fill(Number.NaN);
  }

  /**
   * The lane's own time; an access of now is known to whoever knows so much of the lane. What it told at the very time of the access
   * it may have told after it.
   */
  now(lane: number, timeNs: number): number {
    const slot = this.slot[lane];
    if (this.hasTold[lane] === 0 || this.toldNs[lane] === timeNs) return this.of(lane)[slot];
    this.hasTold[lane] = 0;
    return ++this.own(lane)[slot];
  }

  /** How much `lane` knows of `other`. */
  knows(lane: number, other: number): number {
    return this.of(lane)[this.slot[other]];
  }

  /** What the lane knows now; not to be changed. */
  snapshot(lane: number): Uint32Array {
    this.isShared[lane] = 1;
    return this.of(lane);
  }

  tell(lane: number, hub: number, timeNs: number): void {
    const clock = this.of(lane);
    const known = this.ofHub.get(hub);
    if (known === undefined || covers(clock, known)) {
      this.ofHub.set(hub, clock);
      this.isShared[lane] = 1;
    } else if (!covers(known, clock)) this.ofHub.set(hub, joined(known, clock));
    this.hasTold[lane] = 1;
    this.toldNs[lane] = timeNs;
  }

  learn(lane: number, hub: number): void {
    const told = this.ofHub.get(hub);
    if (told === undefined || covers(this.of(lane), told)) return;
    const clock = this.own(lane);
    for (let at = 0; at < told.length; at++) if (told[at] > clock[at]) clock[at] = told[at];
  }

  /** Nobody will ask for it again. */
  forget(hub: number): void {
    this.ofHub.delete(hub);
  }

  private of(lane: number): Uint32Array {
    let clock = this.ofLane[lane];
    if (clock === undefined) {
      clock = new Uint32Array(this.size);
      if (this.slot[lane] >= 0) clock[this.slot[lane]] = 1;
      this.ofLane[lane] = clock;
    }
    return clock;
  }

  private own(lane: number): Uint32Array {
    let clock = this.of(lane);
    if (this.isShared[lane] === 1) {
      clock = clock.slice();
      this.ofLane[lane] = clock;
      this.isShared[lane] = 0;
    }
    return clock;
  }
}

function covers(clock: Uint32Array, other: Uint32Array): boolean {
  if (clock === other) return true;
  for (let at = 0; at < clock.length; at++) if (other[at] > clock[at]) return false;
  return true;
}

function joined(a: Uint32Array, b: Uint32Array): Uint32Array {
  const both = a.slice();
  for (let at = 0; at < b.length; at++) if (b[at] > both[at]) both[at] = b[at];
  return both;
}
