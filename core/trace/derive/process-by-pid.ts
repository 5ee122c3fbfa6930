/** Which process a pid meant: pids come back, and only to those who live. */
import type { Process } from "../types";

/**
 * @param processes by start
 * @returns (pid, who asks, when at the latest) → the last of that pid to have started by then, a child of who asks if there is one;
 * -1 = none
 */
export function processByPid(processes: readonly Process[]): (pid: number, waiter: number, untilNs: number) => number {
  const byPid = new Map<number, number[]>();
  processes.forEach(({ pid }, index) => {
    byPid.set(pid, [...(byPid.get(pid) ?? []), index]);
  });
  return (pid, waiter, untilNs) => {
    const started = (byPid.get(pid) ?? []).filter((index) => processes[index].startNs <= untilNs);
    const own = started.filter((index) => processes[index].parentPid === processes[waiter].pid);
    return (own.length > 0 ? own : started).pop() ?? -1;
  };
}
