/** What host and traced process tell each other on the control socket (docs/control-protocol.md): one JSON object a line. */
import * as v from "valibot";

/** Raise it when a message changes its meaning. A process says in its hello which one it speaks. */
export const CONTROL_VERSION = 1;

/** Longest line on either side, without its end. */
export const MAX_LINE_BYTES = 4096;

/** Requests that can be made of a process. Stacks and the recording's budget will be further ones. */
export type Request = { request: "stop"; signal: StopSignal };

/** SIGKILL for a process that only it can name: it has lost its tie to us, so nobody else knows that its pid is still its own. */
export type StopSignal = "SIGINT" | "SIGTERM" | "SIGKILL";

/** A traced process, as it says itself in its hello. */
export interface TracedProcess {
  pid: number;
  parentPid: number;
  /** Its folder in the recording. */
  folder: string;
  /** What runs in it: the script's name, `-c`, `-m`. */
  name: string;
}

const pid = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(2 ** 31 - 1));
const id = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

const hello = v.object({
  version: v.literal(CONTROL_VERSION),
  pid,
  parentPid: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(2 ** 31 - 1)),
  folder: v.pipe(v.string(), v.regex(/^process-\d{1,10}-\d{1,10}$/)),
  name: v.pipe(v.string(), v.maxLength(200)),
});

const message = v.union([
  v.object({ hello }),
  v.object({ done: id }),
  v.object({ refused: id, reason: v.pipe(v.string(), v.maxLength(200)) }),
]);

export type ProcessMessage = v.InferOutput<typeof message>;

/** Null where the line is no message of the protocol. */
export function parseMessage(line: string): ProcessMessage | null {
  try {
    const result = v.safeParse(message, JSON.parse(line));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}
