/** Follows `meta.jsonl` while it grows: whole lines only, the rest is kept until its end arrives. */
import { closeSync, openSync, readSync } from "node:fs";
import { errnoOf } from "./input-error";

const BLOCK_BYTES = 1 << 16;
/** A longer line is damage: the longest real one is a code object's table. */
const LONGEST_LINE_BYTES = 64 << 20;

export class MetaTail {
  /** How far whole lines were read. */
  wholeBytes = 0;
  private readBytes = 0;
  private rest: Buffer = Buffer.alloc(0);

  constructor(readonly path: string) {}

  /** True when the file's end is half a line: its writer was killed, or is writing it. */
  get hasPartialLine(): boolean {
    return this.rest.length > 0;
  }

  /** The lines that were finished since the last call; none while the file does not exist. */
  *lines(): Generator<string> {
    let fd: number;
    try {
      fd = openSync(this.path, "r");
    } catch (error) {
      if (errnoOf(error) === "ENOENT") return;
      throw error;
    }
    try {
      const block = Buffer.alloc(BLOCK_BYTES);
      for (;;) {
        const count = readSync(fd, block, 0, BLOCK_BYTES, this.readBytes);
        if (count === 0) return;
        this.readBytes += count;
        yield* this.take(block.subarray(0, count));
      }
    } finally {
      closeSync(fd);
    }
  }

  private *take(bytes: Buffer): Generator<string> {
    let from = 0;
    for (let end = bytes.indexOf(10, from); end >= 0; end = bytes.indexOf(10, from)) {
      const line = Buffer.concat([this.rest, bytes.subarray(from, end)]);
      this.rest = Buffer.alloc(0);
      this.wholeBytes += line.length + 1;
      from = end + 1;
      if (line.length > 0) yield line.toString("utf8");
    }
    this.rest = Buffer.concat([this.rest, bytes.subarray(from)]);
    if (this.rest.length > LONGEST_LINE_BYTES) this.rest = Buffer.alloc(0);
  }
}
