/** The processes of this machine, as far as ending a program needs them. */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessRow {
  pid: number;
  parentPid: number;
  groupId: number;
}

/** All processes that can be seen: from /proc where there is one, else from `ps`. Empty on Windows. */
export function listProcesses(): ProcessRow[] {
  if (process.platform === "win32") return [];
  if (process.platform === "linux") return listFromProc();
  return execFileSync("ps", ["-A", "-o", "pid=,ppid=,pgid="], { encoding: "utf8" }).split("\n").flatMap(parsePsLine);
}

/** `root` and everything that it started and that these started, parents first. Orphans have lost the link and are missing. */
export function withDescendants(root: number, processes: readonly ProcessRow[]): ProcessRow[] {
  const found = processes.filter(({ pid }) => pid === root);
  for (const parent of found) found.push(...processes.filter(({ parentPid }) => parentPid === parent.pid));
  return found;
}

/** What a wrapper started: its first child; null where it has none, not yet or not any more. */
export function wrappedBy(pid: number): number | null {
  return withDescendants(pid, listProcesses())[1]?.pid ?? null;
}

function listFromProc(): ProcessRow[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => {
      try {
        return parseStat(Number(name), readFileSync(`/proc/${name}/stat`, "utf8"));
      } catch {
        // It ended while we looked.
        return [];
      }
    });
}

/** proc(5): `pid (comm) state ppid pgrp …`; comm may hold spaces and parentheses, so count from the last one. */
export function parseStat(pid: number, stat: string): ProcessRow[] {
  const [, parentPid, groupId] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  return [{ pid, parentPid: Number(parentPid), groupId: Number(groupId) }];
}

function parsePsLine(line: string): ProcessRow[] {
  const [, pid, parentPid, groupId] = /^\s*(\d+)\s+(\d+)\s+(\d+)/.exec(line) ?? [];
  return pid === undefined ? [] : [{ pid: Number(pid), parentPid: Number(parentPid), groupId: Number(groupId) }];
}
