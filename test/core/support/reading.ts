/** Traces in words, for assertions that read like what happened. Times in µs. */
import { EDGE_KINDS, STATES, type Trace } from "../../../core/trace/types";

export const laneNamed = ({ lanes }: Trace, name: string): number => {
  const lane = lanes.findIndex((candidate) => candidate.name === name);
  if (lane < 0) throw new Error(`no lane is named ${name}`);
  return lane;
};

/** Who ended each wait of a lane, when and on which line: `Main@20:7`; `Main:7` without a time; `nobody`. */
export function wakersOf(trace: Trace, laneName: string): string[] {
  const { waits, sites, lanes } = trace;
  const lane = laneNamed(trace, laneName);
  const wakers: string[] = [];
  for (let wait = 0; wait < waits.length; wait++) {
    if (waits.lane[wait] !== lane) continue;
    const { line } = sites[waits.wakerSite[wait]];
    const time = Number.isNaN(waits.wakerNs[wait]) ? "" : `@${waits.wakerNs[wait] / 1000}`;
    wakers.push(waits.wakerLane[wait] < 0 ? "nobody" : `${lanes[waits.wakerLane[wait]].name}${time}:${line}`);
  }
  return wakers;
}

/** `running 0-12, blocked 12-21, …` */
export function statesOf(trace: Trace, laneName: string): string {
  const lane = laneNamed(trace, laneName);
  const spans = trace.laneSpans[lane];
  return Array.from({ length: spans.length }, (_, i) => {
    const end = i + 1 < spans.length ? spans.startNs[i + 1] : trace.lanes[lane].endNs;
    return `${STATES[spans.state[i]]} ${spans.startNs[i] / 1000}-${end / 1000}`;
  }).join(", ");
}

/** `release→acquire Main@20 T1@21` */
export const edgesOf = ({ edges, lanes }: Trace): string[] =>
  Array.from({ length: edges.length }, (_, i) => {
    const from = `${lanes[edges.fromLane[i]].name}@${edges.fromNs[i] / 1000}`;
    return `${EDGE_KINDS[edges.kind[i]]} ${from} ${lanes[edges.toLane[i]].name}@${edges.toNs[i] / 1000}`;
  });

/** `T1 2-5` for each hold of a resource, in the order in which they followed each other; `…` = never released. */
export function holdsOf({ holds, resources, lanes }: Trace, resourceName: string): string[] {
  const found: string[] = [];
  for (let hold = 0; hold < holds.length; hold++) {
    if (resources[holds.resource[hold]].name !== resourceName) continue;
    const end = `${holds.endNs[hold] / 1000}${holds.closed[hold] === 1 ? "" : "…"}`;
    found.push(`${lanes[holds.lane[hold]].name} ${holds.startNs[hold] / 1000}-${end}`);
  }
  return found;
}
