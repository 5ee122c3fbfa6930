/** Whose a folder is: written into those that their maker takes away, so that they go where it dies first (sweep.ts). */
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Keeper } from "./run-file";

/** In folders that are no recordings; a recording says it in run.json. */
export const KEEPER_FILE = "keeper.json";

export function thisProcess(): Keeper {
  return { pid: process.pid, machine: hostname() };
}

/** From now on this folder is taken away where this process has died. */
export function keep(folder: string): void {
  writeFileSync(join(folder, KEEPER_FILE), JSON.stringify({ keeper: thisProcess() }), { mode: 0o600 });
}
