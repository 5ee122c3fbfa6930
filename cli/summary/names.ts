/** Names as the summary shows them: fit for a terminal, and telling one from the other. */
import type { Report } from "../../core/report/schema";
import { printable } from "./text";

/** With the number of its process where another process has a lane of the same name: each has its MainThread. */
export function laneName({ lanes }: Report, lane: number): string {
  const { name, pid } = lanes[lane];
  const isElsewhere = lanes.some((other) => other.name === name && other.pid !== pid);
  return printable(isElsewhere ? `${name} [${pid}]` : name);
}
