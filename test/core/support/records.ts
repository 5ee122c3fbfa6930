/** Records as a traced process writes them: what `core/trace/decode.ts` reads, from the other side. */
import { HIGH, RECORD_WORDS } from "../../../core/trace/decode";

/** When the drawn machine's clock stood at the start of the trace: above 2^32, so that both halves of a time matter. */
export const CLOCK_AT_START_NS = 5_000_000_123_456;

/** 64-bit values below 2^53 as [low, high]. */
export const halves = (value: number): [number, number] => [value % HIGH, Math.floor(value / HIGH)];

/** Trace time → the halves of the absolute time in a record. */
export const absolute = (ns: number): [number, number] => halves(CLOCK_AT_START_NS + ns);

export interface SiteWord {
  code: number;
  lasti: number;
}

export const NO_SITE: SiteWord = { code: 0, lasti: 0 };

/** The records of one lane, growing; times in ns of the trace. */
export class LaneWriter {
  readonly words: number[] = [];

  get length(): number {
    return this.words.length / RECORD_WORDS;
  }

  /** Appends a HOLD; `endNs` null = not released. Returns its number for `end`. */
  hold(startNs: number, endNs: number | null, object: number, seq: number, site: SiteWord): number {
    return this.span(1, startNs, endNs, object, seq, site);
  }

  /** Appends a WAIT and its EXT; `endNs` null = still waiting. Returns its number for `end`. */
  wait(
    startNs: number,
    endNs: number | null,
    op: number,
    object: number,
    site: SiteWord,
    holder: { lane: number; site: SiteWord } = { lane: 0, site: NO_SITE },
    result = 0,
    argument = 0,
  ): number {
    const record = this.span(2, startNs, endNs, object, op, site);
    const [lo, hi] = halves(argument);
    this.words.push(holder.site.lasti, holder.site.code, holder.lane, 0, result, 0, lo, ((127 << 24) | hi) >>> 0);
    return record;
  }

  /** Appends an ITEM that runs, and its EXT. Returns its number for `end`. */
  item(
    startNs: number,
    object: number,
    job: number,
    index: number,
    offset: number,
    items: number,
    site: SiteWord,
  ): number {
    const record = this.span(4, startNs, null, object, job, { ...site, lasti: 0 });
    this.words.push(index, 0, items, offset, 0, 0, 0, (127 << 24) >>> 0);
    return record;
  }

  /** Appends an instant. */
  instant(kind: number, timeNs: number, arg: number, object: number, seq: number, site: SiteWord): void {
    this.record(kind, absolute(timeNs), halves(arg), object, seq, site);
  }

  /** Fills in the end of a span, and the result of a wait or an item. */
  end(record: number, endNs: number, result = 0): void {
    const at = record * RECORD_WORDS;
    [this.words[at + 2], this.words[at + 3]] = absolute(endNs);
    if (result !== 0) this.words[at + RECORD_WORDS + 4] = result;
  }

  private span(
    kind: number,
    startNs: number,
    endNs: number | null,
    object: number,
    seq: number,
    site: SiteWord,
  ): number {
    this.record(kind, absolute(startNs), endNs === null ? [0, 0] : absolute(endNs), object, seq, site);
    return this.length - 1;
  }

  private record(
    kind: number,
    [t0Lo, t0Hi]: [number, number],
    [t1Lo, t1Hi]: [number, number],
    object: number,
    seq: number,
    site: SiteWord,
  ): void {
    const [seqLo, seqHi] = halves(seq);
    const what = ((object << 8) | seqHi) >>> 0;
    this.words.push(t0Lo, t0Hi, t1Lo, t1Hi, seqLo, what, site.lasti, ((kind << 24) | site.code) >>> 0);
  }
}
