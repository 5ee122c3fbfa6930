/** `trace.json`, the first entry of a `.raceway` file: what the records and the side tables do not say themselves. */
import * as v from "valibot";
import { digitsSchema, hostSchema } from "../trace/host-facts";

export const TRACE_VERSION = 1;

const count = v.pipe(v.number(), v.integer(), v.minValue(0));
const lines = v.array(count);
const signalLinesSchema = v.object({
  pairedAcquires: lines,
  unpairedAcquires: lines,
  guardedAcquires: v.exactOptional(lines),
  handlesSignals: v.exactOptional(v.boolean()),
  triedAcquires: lines,
  looseWaits: lines,
  untestedWaits: lines,
  lateClears: lines,
  bytes: v.exactOptional(v.object({ pipes: lines, sends: lines, receivers: lines })),
  underMutex: v.exactOptional(lines),
  coroutines: v.exactOptional(lines),
});
const processSchema = v.object({
  name: v.pipe(v.string(), v.regex(/^process-\d+-\d+$/)),
  /** The last sign of life; "0" = none. */
  heartbeat: digitsSchema,
  /** [lane, records lost] */
  lost: v.array(v.tuple([count, count])),
  lostWithoutLane: count,
  /** [code, lasti, name]: names of resources, found in the source when the trace was saved. */
  names: v.array(v.tuple([count, count, v.string()])),
  /** [file, its lines with a comment that says which findings are known]; left out where there are none. */
  ignores: v.optional(
    v.array(v.tuple([v.string(), v.array(v.object({ line: count, rules: v.array(v.string()), reason: v.string() }))])),
  ),
  /** [file of the program, what its source says of lines that acquire and wait]. */
  signalLines: v.optional(v.array(v.tuple([v.string(), signalLinesSchema]))),
});

const headerSchema = v.object({
  format: v.literal("raceway"),
  version: v.literal(TRACE_VERSION),
  host: hostSchema,
  processes: v.array(processSchema),
  /** What could not be read of the recording, in sentences. */
  losses: v.array(v.string()),
});

export type TraceHeader = v.InferOutput<typeof headerSchema>;
export type SavedProcess = TraceHeader["processes"][number];

/** What `parseHeader` can answer instead of a header. */
export type HeaderProblem = { problem: "not a trace" } | { problem: "newer"; version: number };

export function parseHeader(text: string): TraceHeader | HeaderProblem {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { problem: "not a trace" };
  }
  // Asked for first: a newer version may look different in everything else.
  const marked = v.safeParse(v.object({ format: v.literal("raceway"), version: v.number() }), value);
  if (marked.success && marked.output.version > TRACE_VERSION)
    return { problem: "newer", version: marked.output.version };
  const header = v.safeParse(headerSchema, value);
  return header.success ? header.output : { problem: "not a trace" };
}
