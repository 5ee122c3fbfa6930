/**
 * One event of the Trace Event Format, as a line of JSON ("Trace Event Format", the Chromium project; what Perfetto and
 * chrome://tracing read). Times are microseconds there: a nanosecond is the third digit behind the point, written as text, for a
 * number of that size would lose it.
 */
import type { Ns } from "../units";

/** A track: `tid` of the process `pid`. Both are numbers of this file, not the system's. */
export interface Track {
  pid: number;
  tid: number;
}

type Args = Record<string, string | number | boolean | null>;

/** `1234567` ns → `1234.567`. */
export function micros(ns: Ns): string {
  const whole = Math.round(ns);
  return `${Math.floor(whole / 1000)}.${String(whole % 1000).padStart(3, "0")}`;
}

const text = (value: string): string => JSON.stringify(value);
const on = ({ pid, tid }: Track): string => `"pid":${pid},"tid":${tid}`;
const argsOf = (args: Args): string => (Object.keys(args).length === 0 ? "" : `,"args":${JSON.stringify(args)}`);

/** What a process or a track is called, and where it stands among the others. */
export function* named(kind: "process" | "thread", track: Track, name: string, order: number): Generator<string> {
  yield `{"ph":"M","name":"${kind}_name",${on(track)},"args":{"name":${text(name)}}}`;
  yield `{"ph":"M","name":"${kind}_sort_index",${on(track)},"args":{"sort_index":${order}}}`;
}

export interface Slice {
  name: string;
  category: string;
  startNs: Ns;
  endNs: Ns;
  args?: Args;
}

export function slice(track: Track, { name, category, startNs, endNs, args = {} }: Slice): string {
  const lasted = micros(Math.round(endNs) - Math.round(startNs));
  return `{"ph":"X","name":${text(name)},"cat":"${category}",${on(track)},"ts":${micros(startNs)},"dur":${lasted}${argsOf(args)}}`;
}

/** `scope`: `t` = drawn on its track, `p` = over its process. */
export function instant(
  track: Track,
  name: string,
  category: string,
  timeNs: Ns,
  args: Args,
  scope: "t" | "p" = "t",
): string {
  return `{"ph":"i","s":"${scope}","name":${text(name)},"cat":"${category}",${on(track)},"ts":${micros(timeNs)}${argsOf(args)}}`;
}

/** Each counter is a track of its own, by its name. */
export function counter(pid: number, name: string, unit: string, timeNs: Ns, value: number): string {
  return `{"ph":"C","name":${text(name)},"pid":${pid},"ts":${micros(timeNs)},"args":{"${unit}":${value}}}`;
}

/** Both ends of an arrow. Each is tied to the slice that encloses it. */
export function* flow(
  id: number,
  name: string,
  from: Track & { timeNs: Ns },
  to: Track & { timeNs: Ns },
): Generator<string> {
  const same = `"name":${text(name)},"cat":"flow","id":${id}`;
  yield `{"ph":"s",${same},${on(from)},"ts":${micros(from.timeNs)}}`;
  yield `{"ph":"f","bp":"e",${same},${on(to)},"ts":${micros(to.timeNs)}}`;
}
