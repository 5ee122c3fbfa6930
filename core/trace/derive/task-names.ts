/** What a task is called: by the name that the program gave it, else by its number and its coroutine. */
import type { ProcessTables } from "../process-tables";
import type { RawLane } from "../raw";
import type { RawTask } from "../raw-tasks";
import { codeOf } from "./sites";

/** The qualified name of its coroutine; null = unknown, or written in C. */
export function coroutineOf({ code }: RawTask, own: ProcessTables, tables: readonly ProcessTables[]): string | null {
  return code === 0 ? null : (codeOf(own, code, tables)?.qualname ?? null);
}

/** `fetch pages` · `Task-7 (fetch)` */
export function taskName(
  { task, id, process }: RawLane,
  coroutine: string | null,
  tables: readonly ProcessTables[],
): string {
  const told = task?.name ?? 0;
  // n << 1 = text n, n << 1 | 1 = "Task-n"
  const number = Math.floor(told / 2);
  const given = told % 2 === 0 && told > 0 ? tables[process].texts.get(number) : undefined;
  if (given !== undefined) return given;
  const plain = told % 2 === 1 ? `Task-${number}` : `task ${id}`;
  return coroutine === null ? plain : `${plain} (${withoutScope(coroutine)})`;
}

/** `main.<locals>.fetch` → `fetch`; `Client.fetch` stays. */
const withoutScope = (qualname: string): string => qualname.split("<locals>.").pop() ?? qualname;
