/** What happened to each queue: its puts, gets and task_done, and who did them. */
import { RecordKind, type Trace } from "../../trace/types";
import type { LaneIndex, ResourceIndex, SiteIndex } from "../../units";
import { once } from "../once";

/** Rows of `Trace.events`, by time. */
export interface QueueUses {
  puts: number[];
  gets: number[];
  dones: number[];
}

/** Of every queue of which any of that was recorded. */
export const usesOfQueues = once((trace: Trace): Map<ResourceIndex, QueueUses> => {
  const { length, kind, resource } = trace.events;
  const found = new Map<ResourceIndex, QueueUses>();
  for (let event = 0; event < length; event++) {
    const list = LISTS[kind[event]];
    if (list === undefined || resource[event] < 0) continue;
    let uses = found.get(resource[event]);
    if (uses === undefined) {
      uses = { puts: [], gets: [], dones: [] };
      found.set(resource[event], uses);
    }
    uses[list].push(event);
  }
  return found;
});

const LISTS: Partial<Record<number, keyof QueueUses>> = {
  [RecordKind.put]: "puts",
  [RecordKind.get]: "gets",
  [RecordKind.taskDone]: "dones",
};

/** The line of most of these events, and a lane that was there; null = no line is known. */
export function mainLine({ events }: Trace, rows: readonly number[]): { site: SiteIndex; lane: LaneIndex } | null {
  const lines = new Map<SiteIndex, { count: number; lane: LaneIndex }>();
  for (const row of rows) {
    const line = lines.get(events.site[row]);
    if (line === undefined) lines.set(events.site[row], { count: 1, lane: events.lane[row] });
    else line.count++;
  }
  const [top] = [...lines].filter(([site]) => site > 0).sort(([a, one], [b, two]) => two.count - one.count || a - b);
  return top === undefined ? null : { site: top[0], lane: top[1].lane };
}

export function countByLane({ events }: Trace, rows: readonly number[]): Map<LaneIndex, number> {
  const counts = new Map<LaneIndex, number>();
  for (const row of rows) counts.set(events.lane[row], (counts.get(events.lane[row]) ?? 0) + 1);
  return counts;
}
