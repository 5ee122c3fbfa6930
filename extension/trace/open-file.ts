/** A saved trace as a source. */
import { basename } from "node:path";
import type { TraceSource } from "./trace-source";
import { type TraceWorld, WorkerTrace } from "./worker-trace";

let nextId = 1;

/** Never throws: what cannot be read is told by `onFailed`. Nobody vouches for what a file says, so it opens no folder. */
export function openFile(path: string, world: TraceWorld): TraceSource {
  const subject = { kind: "file", path } as const;
  const nothing = () => {};
  return new WorkerTrace(
    {
      id: `file-${nextId++}`,
      name: basename(path),
      subject,
      folders: [],
      phase: "saved",
      // It lies on the disk already.
      canSave: false,
      stop: nothing,
    },
    world,
  );
}
