import type { Trace } from "../trace/types";

/** `compute`, once for each trace: for what several rules need. The result lives as long as the trace. */
export function once<T>(compute: (trace: Trace) => T): (trace: Trace) => T {
  const results = new WeakMap<Trace, { value: T }>();
  return (trace) => {
    const known = results.get(trace);
    if (known) return known.value;
    const value = compute(trace);
    results.set(trace, { value });
    return value;
  };
}
