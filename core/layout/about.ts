/** What a chosen wait or hold is about. */
import { WAIT_TARGET } from "../trace/vocabulary";
import type { Selection } from "./facts";

/** The resource that is waited for or held; -1 = none. */
export function resourceOf({ facts }: Selection): number {
  if (facts.kind === "band") return facts.resource;
  if (facts.kind !== "span" || !facts.wait) return -1;
  return WAIT_TARGET[facts.wait.op] === "resource" ? facts.wait.object : -1;
}
