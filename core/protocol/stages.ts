/**
 * A large trace in two generations: the picture of the lanes first, then all that is asked about it. The rows of waits, holds, events
 * and edges are three quarters of a trace, and whoever opens it sees nothing of them at first.
 */
import type { HostMessage, TableName } from "./messages";

const LATER: ReadonlySet<TableName> = new Set(["waits", "holds", "events", "edges"]);
/** Fewer rows are there at once anyway. */
const MANY_ROWS = 300_000;

/** @param messages one generation that opens a trace. One stage, or two: the first one's `commit` says that the second follows. */
export function inStages(messages: readonly HostMessage[]): HostMessage[][] {
  const [open, ...rest] = messages;
  const commit = rest.pop();
  const rows = rest.reduce((sum, message) => sum + (message.type === "append" ? message.length : 0), 0);
  if (open?.type !== "open" || commit?.type !== "commit" || rows < MANY_ROWS) return [[...messages]];
  const isLater = (message: HostMessage) => message.type === "append" && LATER.has(message.table);
  const stages: HostMessage[][] = [
    [open, ...rest.filter((message) => !isLater(message)), { ...commit, more: true }],
    [{ type: "header", seq: 0, header: open.header }, ...rest.filter(isLater), commit],
  ];
  let seq = open.seq;
  return stages.map((stage) => stage.map((message) => ({ ...message, seq: seq++ })));
}
