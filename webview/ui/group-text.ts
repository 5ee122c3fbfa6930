/** What the heading of a group says. */
import { visibleText } from "../../core/l10n/format";
import type { GroupRow } from "../../core/layout/rows";
import type { Say } from "./say";

/** Signals by number where all systems agree. */
const SIGNALS: Record<number, string> = {
  1: "SIGHUP",
  2: "SIGINT",
  3: "SIGQUIT",
  4: "SIGILL",
  6: "SIGABRT",
  8: "SIGFPE",
  9: "SIGKILL",
  11: "SIGSEGV",
  13: "SIGPIPE",
  14: "SIGALRM",
  15: "SIGTERM",
};

export function groupText(say: Say, { title, count }: GroupRow): string {
  const { t, opened, names } = say;
  const { processes } = opened.header;
  switch (title.kind) {
    case "process":
      return [t("group.process", { name: names.process(title.process), pid: processes[title.process].pid })]
        .concat(processFacts(say, title.process))
        .join(" · ");
    case "pool":
      return t("group.pool", { name: names.pool(title.pool), count });
    case "tasks":
      return title.loop < 0 ? t("group.tasks") : t("group.tasksOf", { lane: say.laneInGroup(title.loop) });
    case "alike":
      return t("group.alike", { stem: visibleText(title.stem) });
    case "daemon":
    case "internal":
    case "untraced":
    case "resources":
      return t(`group.${title.kind}`);
  }
}

/** How it was started, where it was; how it ended, where it did not end well. */
function processFacts({ t, opened }: Say, process: number): string[] {
  const { startMethod, exitCode } = opened.header.processes[process];
  const { signal } = opened.header.program;
  const facts: string[] = [];
  if (startMethod !== "" && startMethod !== "main") facts.push(visibleText(startMethod));
  if (process === 0 && signal !== null) facts.push(t("head.signal", { signal }));
  else if (exitCode !== null && exitCode < 0)
    facts.push(t("head.signal", { signal: SIGNALS[-exitCode] ?? t("group.signal", { number: -exitCode }) }));
  else if (exitCode !== null && exitCode !== 0) facts.push(t("head.exitCode", { code: exitCode }));
  return facts;
}
