/** What a task is called: by the name that the program gave it, else by its number and its coroutine. */
import { HIGH } from "../decode";
import { functionName } from "../function-name";
import type { ProcessTables } from "../process-tables";
import type { RawLane } from "../raw";
import type { RawTask } from "../raw-tasks";
import { codeOf } from "./sites";

/** The qualified name of its coroutine; null = unknown, or written in C. */
export function coroutineOf({ code }: RawTask, own: ProcessTables, tables: readonly ProcessTables[]): string | null {
  return code === 0 ? null : (codeOf(own, code, tables)?.qualname ?? null);
}

/** `fetch pages` · `worker-3` · `Task-7 (fetch)` */
export function taskName(
  { name, task, id, process }: RawLane,
  coroutine: string | null,
  tables: readonly ProcessTables[],
): string {
  // The program has renamed it.
  if (name !== null) return name;
  const told = task?.name ?? 0;
  const given = told % 2 === 1 ? undefined : givenName(told, tables[process]);
  if (given !== undefined) return given;
  const plain = told % 2 === 1 ? `Task-${Math.floor(told / 2)}` : `task ${id}`;
  return coroutine === null ? plain : `${plain} (${functionName(coroutine)})`;
}

/** m << 32 | n << 1: text n, followed by the number m − 1 where m is not 0. */
function givenName(told: number, { texts }: ProcessTables): string | undefined {
  const text = texts.get((told % HIGH) / 2);
  const number = Math.floor(told / HIGH);
  return text === undefined || number === 0 ? text : `${text}${number - 1}`;
}
