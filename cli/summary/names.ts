/** Names as the summary shows them: fit for a terminal, and telling one from the other. */
import { baseName } from "../../core/l10n/format";
import type { Report } from "../../core/report/schema";
import { printable } from "./text";

/** With the number of its process where another process has a lane of the same name: each has its MainThread. */
export function laneName({ lanes }: Report, lane: number): string {
  const { name, pid } = lanes[lane];
  const isElsewhere = lanes.some((other) => other.name === name && other.pid !== pid);
  return printable(isElsewhere ? `${name} [${pid}]` : name);
}

/** `app.py`; `pkg` for a package or folder; `python -m pkg` where only the name of the module is known. */
export function programName([first, second]: readonly string[]): string {
  if (!first) return "-";
  if (first === "-m" && second !== undefined) return printable(`python -m ${second}`);
  const folder = /^(.*[^\\/])[\\/]+__main__\.py$/.exec(first)?.[1];
  return printable(baseName(folder ?? first));
}
