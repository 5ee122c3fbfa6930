/** Tracks, built when they are first asked for and brought up to date when they are asked for again. */
import type { Trace } from "../trace/types";
import { buildTrack, extendTrack, type Track, type TrackTables } from "./tracks";

interface Kept {
  track: Track;
  /** What it was built for: an object's kind may become known after its first use. */
  kind: string;
  parameter: number;
  /** Where the trace ended then. */
  endNs: number;
  /** From here on it is out of date. */
  fromNs: number;
}

export class TrackCache {
  readonly #kept = new Map<number, Kept>();

  constructor(readonly tables: TrackTables) {}

  /** @param fromNs by resource, the time before which all is as it was */
  changed(fromNs: ReadonlyMap<number, number>): void {
    for (const [resource, timeNs] of fromNs) {
      const kept = this.#kept.get(resource);
      if (kept !== undefined) kept.fromNs = Math.min(kept.fromNs, timeNs);
    }
  }

  track(trace: Trace, resource: number): Track {
    const { kind, parameter } = trace.resources[resource];
    const { endNs } = trace;
    let kept = this.#kept.get(resource);
    if (kept === undefined || kept.kind !== kind || kept.parameter !== parameter) {
      const track = buildTrack(trace, this.tables, resource);
      kept = { track, kind, parameter, endNs, fromNs: Number.POSITIVE_INFINITY };
      this.#kept.set(resource, kept);
      return track;
    }
    if (kept.endNs !== endNs) {
      const { bands } = kept.track;
      // A hold that lasted until the end of the trace may end before it now.
      if (bands !== null && bands.objectOf(bands.length - 1) >= 0) kept.fromNs = Math.min(kept.fromNs, kept.endNs);
      else if (bands !== null) bands.endNs = endNs;
      kept.endNs = endNs;
    }
    if (kept.fromNs < Number.POSITIVE_INFINITY) {
      extendTrack(kept.track, trace, this.tables, resource, kept.fromNs);
      kept.fromNs = Number.POSITIVE_INFINITY;
    }
    return kept.track;
  }
}
