/**
 * Vector clocks of all lanes. Only the actors have a component: nobody asks what is known of the others. A clock
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
  /** Hubs whose clock is no lane's too: what is told there is joined in place. */
  private readonly ownHubs = new Set<number>();

  constructor(lanes: number, actors: Iterable<number>) {
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

  /** Did the hub learn anything new? */
  tell(lane: number, hub: number, timeNs: number): boolean {
    this.hasTold[lane] = 1;
    this.toldNs[lane] = timeNs;
    const clock = this.of(lane);
    const known = this.ofHub.get(hub);
    if (known !== undefined && covers(known, clock)) return false;
    if (known === undefined || covers(clock, known)) {
      this.ofHub.set(hub, clock);
      this.ownHubs.delete(hub);
      this.isShared[lane] = 1;
    } else if (this.ownHubs.has(hub)) join(known, clock);
    else {
      const both = known.slice();
      join(both, clock);
      this.ofHub.set(hub, both);
      this.ownHubs.add(hub);
    }
    return true;
  }

  /** Did the lane learn anything new? */
  learn(lane: number, hub: number): boolean {
    const told = this.ofHub.get(hub);
    if (told === undefined || covers(this.of(lane), told)) return false;
    join(this.own(lane), told);
    return true;
  }

  /** Nobody will ask for it again. */
  forget(hub: number): void {
    this.ofHub.delete(hub);
    this.ownHubs.delete(hub);
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

function join(clock: Uint32Array, other: Uint32Array): void {
  for (let at = 0; at < other.length; at++) if (other[at] > clock[at]) clock[at] = other[at];
}
