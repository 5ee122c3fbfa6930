/**
 * Numbers of holds, permits, puts and gets of an object that several processes have. Each process counts its own; by time over all
 * of them they get numbers as those of any other object: 1, 2, …, with a gap where a process left some out (they were only counted).
 *
 *   process A   1   2       5          its own numbers
 *   process B         1 2
 *   together    1   2 3 4   7
 */
import { RecordKind } from "../types";

const NUMBERED: ReadonlySet<number> = new Set([RecordKind.permit, RecordKind.put, RecordKind.get]);

export class SharedNumbers {
  /** By thing and kind of record: the last number given. */
  private readonly given = new Map<number, number>();
  /** By raw object, which is of one process, and kind: the last number that it had itself. */
  private readonly own = new Map<number, number>();

  /** @param objectOf raw object → the raw object that stands for its thing */
  constructor(private readonly objectOf: Uint32Array) {}

  /** The number of the next event by time; events that count nothing keep what they have. */
  event(object: number, kind: number, seq: number): number {
    return NUMBERED.has(kind) ? this.next(object, kind, seq) : seq;
  }

  hold(object: number, seq: number): number {
    return this.next(object, RecordKind.hold, seq);
  }

  private next(object: number, kind: number, seq: number): number {
    const key = object * KINDS + kind;
    const shared = this.objectOf[object] * KINDS + kind;
    const before = this.own.get(key);
    const number = (this.given.get(shared) ?? 0) + (before === undefined ? 1 : Math.max(1, seq - before));
    this.own.set(key, seq);
    this.given.set(shared, number);
    return number;
  }
}

const KINDS = 128;
