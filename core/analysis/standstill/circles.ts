/** Stuck lanes that wait for each other: strongly connected parts of the graph of who needs whom. */
import type { LaneIndex } from "../../units";
import type { StuckLanes } from "./solve";

/** Lanes of which each needs the next, and the last one the first; the lowest lane stands first. */
export type Circle = LaneIndex[];

/** By lane of a part: the shortest circle that begins with it. Parts: all lanes that reach each other, ascending. */
export interface Circles {
  parts: LaneIndex[][];
  circleOf: Map<LaneIndex, Circle>;
}

export function circlesOf(stuck: StuckLanes): Circles {
  const parts = connectedParts(stuck).filter(
    (part) => part.length > 1 || nextOf(stuck, part[0]).some((lane) => lane === part[0]),
  );
  const circleOf = new Map<LaneIndex, Circle>();
  for (const part of parts) for (const lane of part) circleOf.set(lane, shortestCircle(stuck, lane, new Set(part)));
  return { parts, circleOf };
}

const nextOf = (stuck: StuckLanes, lane: LaneIndex): LaneIndex[] =>
  (stuck.get(lane)?.givers ?? []).map((giver) => giver.lane).filter((next) => stuck.has(next));

/** Tarjan's algorithm (Depth-first search and linear graph algorithms, 1972), its recursion as a stack. */
function connectedParts(stuck: StuckLanes): LaneIndex[][] {
  const parts: LaneIndex[][] = [];
  const index = new Map<LaneIndex, number>();
  const low = new Map<LaneIndex, number>();
  const open: LaneIndex[] = [];
  const isOpen = new Set<LaneIndex>();
  for (const root of stuck.keys()) {
    if (index.has(root)) continue;
    const path: { lane: LaneIndex; next: LaneIndex[]; at: number }[] = [];
    const enter = (lane: LaneIndex): void => {
      index.set(lane, index.size);
      low.set(lane, index.get(lane)!);
      open.push(lane);
      isOpen.add(lane);
      path.push({ lane, next: nextOf(stuck, lane), at: 0 });
    };
    enter(root);
    while (path.length > 0) {
      const step = path[path.length - 1];
      if (step.at < step.next.length) {
        const next = step.next[step.at++];
        if (!index.has(next)) enter(next);
        else if (isOpen.has(next)) low.set(step.lane, Math.min(low.get(step.lane)!, index.get(next)!));
        continue;
      }
      path.pop();
      const below = path.at(-1);
      if (below) low.set(below.lane, Math.min(low.get(below.lane)!, low.get(step.lane)!));
      if (low.get(step.lane) !== index.get(step.lane)) continue;
      const part = open.splice(open.indexOf(step.lane));
      for (const lane of part) isOpen.delete(lane);
      parts.push(part.sort((a, b) => a - b));
    }
  }
  return parts;
}

/** Breadth first, from `start` back to it. */
function shortestCircle(stuck: StuckLanes, start: LaneIndex, part: ReadonlySet<LaneIndex>): Circle {
  const from = new Map<LaneIndex, LaneIndex>();
  const queue = [start];
  for (const lane of queue) {
    for (const next of nextOf(stuck, lane)) {
      if (next === start) {
        const circle = [lane];
        while (circle[0] !== start) circle.unshift(from.get(circle[0])!);
        return circle;
      }
      if (!part.has(next) || from.has(next)) continue;
      from.set(next, lane);
      queue.push(next);
    }
  }
  return [start];
}
