/** How a run came to its end. */
import type { Program } from "../../trace/types";

/** Nobody stopped or killed it, and it runs no more. An interrupt that nobody noted ends a program with 130. */
export function hasEndedByItself({ exitCode, signal, stopAskedNs, stillRunning }: Program): boolean {
  if (stillRunning || signal !== null || typeof stopAskedNs === "number") return false;
  return exitCode !== null && exitCode !== 130;
}
