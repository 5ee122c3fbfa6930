/**
 * Snapshots of one growing trace become generations of messages: what each has that the one before did not. The difference is
 * taken of the contents, so it is exact whatever moved; that little moves makes it small.
 */
import type { Finding } from "../analysis/finding";
import { estimateOverheadNs } from "../trace/overhead";
import type { Trace } from "../trace/types";
import { appendsOf } from "./appends";
import { findingWithSites, LiveSites, runWithSites, stuckWithSites, withSite } from "./live-sites";
import {
  type Header,
  type HostMessage,
  NO_RUN_FACTS,
  PROTOCOL_VERSION,
  type RunFacts,
  type StuckLane,
  TABLES,
  type TableName,
} from "./messages";
import { type SentForm, sentFormOf } from "./sent-form";
import { findingWithVariables, sentRaces } from "./sent-races";

const TABLE_NAMES = Object.keys(TABLES) as TableName[];
const NOTHING: SentForm = { waits: [], spans: [], holds: [], events: [], edges: [], items: [], samples: [] };

export class LivePacker {
  readonly #sites = new LiveSites();
  /** The header as text: half the work of comparing it with the next one. */
  #sent: { form: SentForm; header: string; ended: boolean } | null = null;
  #header: Header | null = null;
  #seq = 0;

  /** Of the newest generation, null before the first. Its numbers of sites never change their meaning, not by `restart` either. */
  get header(): Header | null {
    return this.#header;
  }

  /** Whoever took the messages has lost them: the next generation begins with `open` and has everything. */
  restart(): void {
    this.#sent = null;
  }

  /**
   * The next generation; empty when nothing has changed. Every column has a buffer of its own, which may be transferred.
   * @param trace a snapshot that nobody changes any more; lanes' waits and resources' holds stand together in it
   * @param ended the trace will not grow any more
   */
  next(
    trace: Trace,
    findings: readonly Finding[],
    stuck: readonly StuckLane[],
    ended: boolean,
    run: RunFacts = NO_RUN_FACTS,
  ): HostMessage[] {
    const numbers = this.#sites.numbersOf(trace.sites);
    const header = this.#headerOf(trace, findings, stuck, ended, run, numbers);
    const form = sentFormOf(trace, numbers);
    const before = this.#sent;
    const appends = TABLE_NAMES.flatMap((table) => [
      ...appendsOf(table, before?.form[table] ?? NOTHING[table], form[table]),
    ]);
    const text = JSON.stringify(header);
    const isNews = !before || appends.length > 0 || ended !== before.ended || text !== before.header;
    this.#header = header;
    this.#sent = { form, header: text, ended };
    if (!isNews) return [];
    const first: HostMessage = before
      ? { type: "header", seq: 0, header }
      : { type: "open", seq: 0, version: PROTOCOL_VERSION, header };
    if (!before) this.#seq = 0;
    const messages: HostMessage[] = [first, ...appends, { type: "commit", seq: 0, ended }];
    return messages.map((message) => ({ ...message, seq: this.#seq++ }));
  }

  #headerOf(
    trace: Trace,
    findings: readonly Finding[],
    stuck: readonly StuckLane[],
    ended: boolean,
    run: RunFacts,
    numbers: Uint32Array,
  ): Header {
    const { program, processes, lanes, endNs, losses, startupNs } = trace;
    const sent = sentRaces(trace.races, numbers, ended);
    return {
      program,
      processes,
      lanes,
      resources: trace.resources.map((resource) => withSite(resource, numbers)),
      pools: trace.pools.map((pool) => withSite(pool, numbers)),
      sites: [...this.#sites.sites],
      endNs,
      losses,
      startupNs,
      races: sent.races,
      undrawnLosses: sent.undrawn,
      findings: findings.map((finding) => findingWithVariables(findingWithSites(finding, numbers), sent)),
      stuck: stuck.map((each) => stuckWithSites(each, numbers)),
      overheadNs: estimateOverheadNs(trace),
      run: runWithSites(run, numbers),
    };
  }
}

/** The messages of a whole trace, in the order to send them. */
export function packTrace(
  trace: Trace,
  findings: readonly Finding[],
  stuck: readonly StuckLane[] = [],
  run: RunFacts = NO_RUN_FACTS,
): HostMessage[] {
  return new LivePacker().next(trace, findings, stuck, true, run);
}
