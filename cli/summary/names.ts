/** Names as the summary shows them: fit for a terminal, and telling one from the other. */
import type { Report } from "../../core/report/schema";
import { printable } from "./text";

/**
 * Where several processes have a lane of the same name, as each has its MainThread: that of a child which has a name of its own goes by
 * that (`ForkPoolWorker-2`), the others have the number of their process behind them.
 */
export function laneName({ lanes, processes }: Report, lane: number): string {
  const { name, pid, kind } = lanes[lane];
  if (kind === "process" || !lanes.some((other) => other.name === name && other.pid !== pid)) return printable(name);
  const process = processes.find((each) => each.pid === pid)?.name;
  const isOwn = process !== undefined && processes.filter((each) => each.name === process).length === 1;
  // The first lane of a process is its main thread.
  const isMain = lanes.findIndex((other) => other.pid === pid) === lane;
  if (isOwn && isMain && pid !== processes[0].pid) return printable(process);
  return printable(`${name} [${pid}]`);
}
