/** Which names in a source create resources. */
import type { PythonSource } from "./source";

/** By the last part of the name. */
const CREATORS = new Set([
  "Lock",
  "RLock",
  "Condition",
  "Semaphore",
  "BoundedSemaphore",
  "Event",
  "Barrier",
  "Queue",
  "LifoQueue",
  "PriorityQueue",
  "SimpleQueue",
  "JoinableQueue",
  "Pipe",
  "Value",
  "Array",
  "ThreadPoolExecutor",
  "ProcessPoolExecutor",
  "Pool",
  "ThreadPool",
]);

/** True for the constructors' own names and for those under which this source imports them (`import Lock as L`). */
export const isCreatorName = (source: PythonSource, name: string): boolean =>
  CREATORS.has(name) || CREATORS.has(source.originalName(name));
