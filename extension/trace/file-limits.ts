/**
 * How much of a saved trace the editor takes in. A file of a few MB may hold gigabytes, all zeros and packed well, and it may
 * come from anywhere; the extension host that would have to hold them is shared with all other extensions.
 */
import { freemem, totalmem } from "node:os";
import { LIMITS, type ReadLimits } from "../../core/export/raceway-read";

const MOST_BYTES = 512 * 2 ** 20;
/** Measured: what is read is held two and a half times here, and the page that shows it holds as much again. */
const SHARE_OF_MEMORY = 1 / 8;
/** macOS counts as free only what has never been used: a machine always has about so much to give. */
const ALWAYS_AVAILABLE = 1 / 4;
const MB = 2 ** 20;

/** @param free, total bytes of memory; this machine's when left out */
export function fileLimits(free = freemem(), total = totalmem()): ReadLimits {
  const available = Math.max(free, total * ALWAYS_AVAILABLE);
  const totalBytes = Math.max(MB, Math.floor(Math.min(MOST_BYTES, available * SHARE_OF_MEMORY) / MB) * MB);
  return { totalBytes, entryBytes: Math.min(LIMITS.entryBytes, totalBytes), loss: "loss.file.tooLargeHere" };
}
