/** run.json, by which the host tells the traced processes what it wants and when the run is over (docs/trace-format.md). */
import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { ControlAddress } from "./control";

export const RUN_FILE = "run.json";

/** The process that will take the folder away. Where it dies first, another one of its kind may. */
export interface Keeper {
  pid: number;
  /** A pid means something on its own machine, or in its own container, only. */
  machine: string;
}

/** How closely lost updates are looked for: every access counted, most of them, or none. */
export const RACES = ["on", "exact", "off"] as const;
export type Races = (typeof RACES)[number];

/** Which children are traced: those that run the same interpreter, all that can be, none. */
export const CHILDREN = ["same", "all", "none"] as const;
export type Children = (typeof CHILDREN)[number];

export interface Run {
  budgetBytes: number;
  /** `sys.prefix` of the interpreters to trace. */
  prefix: string;
  /** Left out: `same`. */
  children?: Children;
  races?: Races;
  /** Left out where the folder has to outlive its host, as the command line's does. */
  keeper?: Keeper;
  /** Where its processes may say hello; left out where nobody would ask them anything. */
  control?: ControlAddress;
}

export function openRun(folder: string, run: Run): void {
  write(folder, { version: 1, open: true, children: "same", ...run });
}

/** `facts`: what only the host knows of the run, so that the folder can be read later as well as now. */
export function closeRun(folder: string, { control, ...run }: Run, facts: object): void {
  write(folder, { version: 1, open: false, children: "same", ...run, host: facts });
}

/** Does this run.json say that the run lasts? A damaged one does not. */
export function isOpen(text: string): boolean {
  try {
    return JSON.parse(text).open === true;
  } catch {
    return false;
  }
}

/** Renamed into place: a process that starts at this moment reads the old text or the new one, never half of it. */
function write(folder: string, content: object): void {
  const beside = join(folder, `${RUN_FILE}.tmp`);
  writeFileSync(beside, `${JSON.stringify(content)}\n`, { mode: 0o600 });
  renameSync(beside, join(folder, RUN_FILE));
}
