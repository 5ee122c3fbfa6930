/**
 * bad-chunk-size: the items of a `map` or `imap` travelled in chunks so large that a worker still had one while the others had nothing,
 * or so small that handing them over took longer than the work. (docs/findings/bad-chunk-size.md)
 *
 * The first location is the line that submitted them (role `submitted`), then the function (role `function`), last the line that made
 * the pool (role `created`).
 */
import { formatDuration } from "../../l10n/format";
import type { Trace } from "../../trace/types";
import type { Ns } from "../../units";
import type { Finding, FindingLocation } from "../finding";
import { findingId } from "../finding-id";
import { type JobInChunks, jobsInChunks, playJob } from "../pools/chunks";
import { isPoolComplete } from "../pools/complete";
import { type PoolWork, workOfPools } from "../pools/pool-work";
import { type Facts, type FindingText, textOf, whereText } from "../rule";
import { MAX_DEVIATION } from "../what-if";

/** Another size would have saved this share of the job's time. */
export const MIN_GAIN_SHARE = 0.2;
export const MIN_GAIN_NS = 5e6;
/** The largest size is advised that comes so near to the shortest time. */
export const NEAR_THE_BEST = 1.05;
/** Too small: from so many chunks on, each handed over in at least the time that its items took … */
export const MIN_SMALL_CHUNKS = 100;
export const MIN_HAND_OVER_RATIO = 1;
/** … and the size that is advised makes handing over a twentieth of the work, with four chunks left for each worker. */
export const ADVISED_RATIO = 20;
export const CHUNKS_A_WORKER = 4;

interface Judged {
  text: FindingText;
  advised: number;
  wouldNs: Ns;
}

/** At most one finding for each call. */
export function findBadChunkSizes({ trace }: Facts): Finding[] {
  if (trace.program.stillRunning) return [];
  return workOfPools(trace).flatMap((work, pool) => {
    if (typeof work === "string" || !isPoolComplete(trace, pool)) return [];
    const { lanes, workers } = trace.pools[pool];
    const started = Math.min(lanes.length, workers);
    if (started < 2) return [];
    return jobsInChunks(trace, pool, work.units).flatMap((job) => {
      const judged = tooLarge(work, job, started) ?? tooSmall(job, started);
      return judged === null ? [] : [describe(trace, pool, job, judged)];
    });
  });
}

/** Halves the chunks for as long as that helps. */
function tooLarge(work: PoolWork, job: JobInChunks, workers: number): Judged | null {
  if (job.size < 2) return null;
  const ownNs = playJob(work, job, job.size, workers);
  if (Math.abs(ownNs - job.tookNs) > MAX_DEVIATION * job.tookNs) return null;
  const tried: { size: number; ns: Ns }[] = [];
  for (let size = Math.ceil(job.size / 2); ; size = Math.ceil(size / 2)) {
    tried.push({ size, ns: playJob(work, job, size, workers) });
    if (size === 1) break;
  }
  const leastNs = Math.min(...tried.map(({ ns }) => ns));
  // The largest that is about as good: each chunk has its price.
  const best = tried.find(({ ns }) => ns <= NEAR_THE_BEST * leastNs) ?? tried[0];
  if (!isWorthIt(ownNs - best.ns, job)) return null;
  return { text: "finding.badChunkSize.tooLarge", advised: best.size, wouldNs: Math.round(best.ns) };
}

function tooSmall(job: JobInChunks, workers: number): Judged | null {
  // Threads are handed a chunk in microseconds.
  if (job.units < MIN_SMALL_CHUNKS || !job.isOfProcesses) return null;
  if (job.handOverNs < MIN_HAND_OVER_RATIO * job.runNs) return null;
  const handOverNs = job.handOverNs / job.units;
  const forRatio = Math.ceil((ADVISED_RATIO * handOverNs) / Math.max(1, job.runNs / job.items));
  const advised = Math.min(forRatio, Math.ceil(job.items / (CHUNKS_A_WORKER * workers)));
  if (advised <= job.size) return null;
  const savedNs = (job.handOverNs * (1 - job.size / advised)) / workers;
  if (!isWorthIt(savedNs, job)) return null;
  return { text: "finding.badChunkSize.tooSmall", advised, wouldNs: Math.round(job.tookNs - savedNs) };
}

function isWorthIt(gainNs: Ns, { tookNs }: JobInChunks): boolean {
  return gainNs >= MIN_GAIN_NS && gainNs >= MIN_GAIN_SHARE * tookNs;
}

function describe(trace: Trace, poolIndex: number, job: JobInChunks, { text, advised, wouldNs }: Judged): Finding {
  const pool = trace.pools[poolIndex];
  const { site, lane, last } = job;
  const locations: FindingLocation[] = [{ site, lane: lane < 0 ? null : lane, role: "submitted" }];
  if (job.functionSite > 0) locations.push({ site: job.functionSite, lane: last.lane, role: "function" });
  locations.push({ site: pool.site, lane: null, role: "created" });
  return {
    id: findingId("bad-chunk-size", [trace.sites[site], trace.sites[pool.site]]),
    rule: "bad-chunk-size",
    severity: "info",
    certainty: "observed",
    ...textOf(text, {
      name: pool.name,
      where: whereText(trace, site),
      items: job.items,
      chunks: job.units,
      size: job.size,
      advised,
      run: formatDuration(job.runNs),
      handOver: formatDuration(job.handOverNs),
      took: formatDuration(job.tookNs),
      would: formatDuration(wouldNs),
      alone: formatDuration(job.aloneNs),
    }),
    count: job.units,
    costNs: Math.max(0, job.tookNs - wouldNs),
    locations,
    focus: last,
    data: {
      pool: poolIndex,
      items: job.items,
      chunks: job.units,
      size: job.size,
      advised,
      tookNs: job.tookNs,
      wouldNs,
      runNs: job.runNs,
      handOverNs: job.handOverNs,
    },
  };
}
