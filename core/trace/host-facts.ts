/** What only the host of a run knows; the recording knows the rest. It is kept in run.json and in saved traces. */
import * as v from "valibot";

export interface HostFacts {
  /** With the values of passwords and the like masked. */
  argv: string[];
  exitCode: number | null;
  signal: string | null;
  /** From the program's start to its end as the host saw it; null = not known. */
  durationNs: number | null;
  /** Why nothing was recorded, when nothing was. */
  notTracedReason: string | null;
  /** When a request to stop was first passed on, in `perf_counter_ns` of the machine, as decimal digits; null = never. */
  stopAskedAt: string | null;
  /** It had not ended when this was saved; absent = it had, or nobody knows. */
  stillRunning?: true | undefined;
  /** What the host asked the interpreter about itself, for a program that was not traced; absent or null = not known. */
  interpreter?: { python: string; implementation: string; gil: boolean } | null | undefined;
}

export const UNKNOWN_HOST: HostFacts = {
  argv: [],
  exitCode: null,
  signal: null,
  durationNs: null,
  notTracedReason: null,
  stopAskedAt: null,
};

/** A 64-bit time as decimal digits: JSON numbers are not exact beyond 2^53. */
export const digitsSchema = v.pipe(v.string(), v.regex(/^\d{1,19}$/));

export const hostSchema = v.object({
  argv: v.array(v.string()),
  exitCode: v.nullable(v.number()),
  signal: v.nullable(v.string()),
  durationNs: v.nullable(v.number()),
  notTracedReason: v.nullable(v.string()),
  stopAskedAt: v.nullable(digitsSchema),
  stillRunning: v.optional(v.literal(true)),
  interpreter: v.optional(v.nullable(v.object({ python: v.string(), implementation: v.string(), gil: v.boolean() }))),
}) satisfies v.GenericSchema<unknown, HostFacts>;
