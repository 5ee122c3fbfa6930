/** Lines of `meta.jsonl`, checked: what the side tables of a process say (docs/trace-format.md, "meta.jsonl"). */
import { type Halves, halvesOf } from "./decode";
import type { LineFormat } from "./lines";
import { parseRaceRow, type RaceRow } from "./races-meta";

export interface ProcessRow {
  k: "process";
  v: number;
  pid: number;
  ppid: number;
  argv: string[];
  /** The interpreter's own command line; empty = not kept. */
  orig: string[];
  python: string;
  implementation: string;
  gil: boolean;
  startNs: Halves;
  startMethod: string;
  /** Processors it may use; 0 = not known. */
  cpus: number;
  /** Reads of exceptions of items are recorded. */
  errors: boolean;
  /** A forked child: the folder name of the recording whose code and object numbers it goes on using. */
  inherits: string | null;
}
export interface CodeRow {
  k: "code";
  id: number;
  file: string;
  qualname: string;
  first: number;
  program: boolean;
  format: LineFormat | null;
  table: Uint8Array;
}
export interface LaneRow {
  k: "lane";
  id: number;
  name: string;
  daemon: boolean;
  internal: boolean;
  /** Ours: it samples the others, or notes what they access. */
  sampler: boolean;
}
export interface RenameRow {
  k: "rename";
  lane: number;
  name: string;
}
export interface NoteRow {
  k: "note";
  /** What it is about: an instrument, a limit, or `not traced`. */
  about: string;
  text: string;
}
/** An object that other processes have too, under the same key. */
export interface SharedRow {
  k: "shared";
  object: number;
  key: string;
}
/** A name that records refer to. */
export interface TextRow {
  k: "text";
  id: number;
  text: string;
}
/** A process that this one started. */
export interface ChildRow {
  k: "child";
  pid: number;
  method: string;
  /** "" = none was given. */
  name: string;
  argv: string[];
  /** Lane and time of its start. */
  lane: number;
  ns: Halves;
  code: number;
  lasti: number;
  /** Why it will not be traced; null where it should be. */
  notTraced: string | null;
}
export interface ChildEndRow {
  k: "childEnd";
  pid: number;
  /** −N: signal N ended it. */
  exitCode: number;
  ns: Halves;
}
/** The interpreter begins to shut down. */
export interface EndRow {
  k: "end";
  ns: Halves;
  /** How long the runtime then told what it still knew. */
  toldNs: number;
}
/** The runtime is in place: from here on the program runs. */
export interface ReadyRow {
  k: "ready";
  ns: Halves;
}
/** How often so far a thread that computes was looked at, and found standing still without waiting for anything but a processor. */
export interface LooksRow {
  k: "looks";
  looks: number;
  starved: number;
}
/** A line of a kind that this version does not know. */
export interface OtherRow {
  k: "other";
}
export type MetaRow =
  | ProcessRow
  | LooksRow
  | CodeRow
  | LaneRow
  | RenameRow
  | SharedRow
  | TextRow
  | ChildRow
  | ChildEndRow
  | NoteRow
  | EndRow
  | ReadyRow
  | RaceRow
  | OtherRow;

const FORMATS: readonly string[] = ["lnotab", "linetable310", "locations311"];

type Fields = Record<string, unknown>;
const text = (value: unknown, otherwise = ""): string => (typeof value === "string" ? value : otherwise);
const whole = (value: unknown): number => (Number.isSafeInteger(value) ? (value as number) : 0);
const texts = (value: unknown): string[] => (Array.isArray(value) ? value.map((item) => text(item)) : []);

/** `perf_counter_ns` passes 2^53 after 104 days of uptime, so a time is taken from the text and not from the parsed number. */
function timeIn(line: string, key: string): Halves | null {
  const digits = new RegExp(`"${key}"\\s*:\\s*(\\d{1,19})\\b`).exec(line)?.[1];
  return digits === undefined ? null : halvesOf(digits);
}

/**
 * Reads one line.
 * @returns the row, or null when the line is damaged
 */
export function parseMeta(line: string): MetaRow | null {
  let fields: Fields;
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null) return null;
    fields = value as Fields;
  } catch {
    return null;
  }
  switch (fields.k) {
    case "process":
      return processRow(fields, timeIn(line, "startNs"));
    case "code":
      return codeRow(fields);
    case "lane":
      return {
        k: "lane",
        id: whole(fields.id),
        name: text(fields.name),
        daemon: fields.daemon === true,
        internal: fields.internal === true,
        sampler: fields.sampler === true || fields.observer === true,
      };
    case "rename":
      return { k: "rename", lane: whole(fields.lane), name: text(fields.name) };
    case "shared":
      return { k: "shared", object: whole(fields.object), key: text(fields.key) };
    case "text":
      return { k: "text", id: whole(fields.id), text: text(fields.text) };
    case "child":
      return childRow(fields, timeIn(line, "ns"));
    case "childEnd": {
      const ns = timeIn(line, "ns");
      return ns === null ? null : { k: "childEnd", pid: whole(fields.pid), exitCode: whole(fields.exitCode), ns };
    }
    case "note":
      return { k: "note", about: text(fields.about), text: text(fields.text) };
    case "end": {
      const ns = timeIn(line, "ns");
      return ns === null ? null : { k: "end", ns, toldNs: whole(fields.told_ns) };
    }
    case "ready": {
      const ns = timeIn(line, "ns");
      return ns === null ? null : { k: "ready", ns };
    }
    case "looks":
      return { k: "looks", looks: whole(fields.looks), starved: whole(fields.starved) };
    default:
      return parseRaceRow(fields) ?? { k: "other" };
  }
}

function processRow(fields: Fields, startNs: Halves | null): ProcessRow | null {
  if (startNs === null) return null;
  return {
    k: "process",
    v: whole(fields.v),
    pid: whole(fields.pid),
    ppid: whole(fields.ppid),
    argv: texts(fields.argv),
    orig: texts(fields.orig),
    python: text(fields.python),
    implementation: text(fields.implementation),
    gil: fields.gil !== false,
    startNs,
    startMethod: text(fields.startMethod, "main"),
    cpus: whole(fields.cpus),
    errors: fields.errors === true,
    inherits: typeof fields.inherits === "string" ? fields.inherits : null,
  };
}

function childRow(fields: Fields, ns: Halves | null): ChildRow | null {
  if (ns === null) return null;
  return {
    k: "child",
    pid: whole(fields.pid),
    method: text(fields.method),
    name: text(fields.name),
    argv: texts(fields.argv),
    lane: whole(fields.lane),
    ns,
    code: whole(fields.code),
    lasti: whole(fields.lasti),
    notTraced: typeof fields.notTraced === "string" ? fields.notTraced : null,
  };
}

function codeRow(fields: Fields): CodeRow {
  const format = text(fields.format);
  return {
    k: "code",
    id: whole(fields.id),
    file: text(fields.file),
    qualname: text(fields.qualname, text(fields.name)),
    first: whole(fields.first),
    program: fields.program !== false,
    format: FORMATS.includes(format) ? (format as LineFormat) : null,
    table: bytesOf(text(fields.table)),
  };
}

/** `atob` is in Node and in browsers alike, and throws on what is not base64. */
function bytesOf(base64: string): Uint8Array {
  try {
    return Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  } catch {
    return new Uint8Array(0);
  }
}
