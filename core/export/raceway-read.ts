/** Reads a `.raceway` file: whole, or as far as it goes. */
import { closeSync, openSync } from "node:fs";
import {
  errnoOf,
  newerVersion,
  noSuchFile,
  notATrace,
  nothingReadable,
  notReadable,
  tooLarge,
} from "../collect/input-error";
import type { MessageKey, Translate } from "../l10n";
import { TraceBuilder } from "../trace/builder";
import { halvesOf, wordsOf } from "../trace/decode";
import { parseMeta } from "../trace/meta";
import type { Trace } from "../trace/types";
import { parseHeader, TRACE_VERSION, type TraceHeader } from "./raceway-header";
import { readZip, type ZipEnd, type ZipEntry, type ZipLimits } from "./zip";

/** How much is read of a file, and what is said of the rest. */
export interface ReadLimits extends ZipLimits {
  /** With `entry`, the last one read, and `limitMb`. */
  loss: MessageKey;
}

/** Records come in parts of 4 MB; side tables of a very large program reach some tens of MB. */
export const LIMITS: ReadLimits = { entryBytes: 256 << 20, totalBytes: 4 * 2 ** 30, loss: "loss.file.tooLarge" };

const RECORD_PART = /^(process-\d+-\d+)\/lane-(\d{1,10})\.\d+\.records$/;
const PROCESS_FILE = /^(process-\d+-\d+)\/(meta\.jsonl|cells\.json)$/;

/**
 * @param say the language in which losses are told; English when left out
 * @returns the trace; what a cut or damaged file no longer holds is named in `losses`
 * @throws InputError when there is no such file, it is no trace, a newer version wrote it, or nothing of it can be read
 */
export function readRaceway(path: string, say?: Translate, limits: ReadLimits = LIMITS): Trace {
  let fd: number;
  try {
    fd = openSync(path, "r");
  } catch (error) {
    const code = errnoOf(error);
    throw code === "ENOENT" ? noSuchFile(path) : notReadable(path, code);
  }
  try {
    return readFrom(fd, path, new TraceBuilder(say), limits);
  } catch (error) {
    if (errnoOf(error) === "EISDIR") throw notATrace(path);
    throw error;
  } finally {
    closeSync(fd);
  }
}

function readFrom(fd: number, path: string, builder: TraceBuilder, limits: ReadLimits): Trace {
  const entries = readZip(fd, limits);
  const first = entries.next();
  if (first.done) throw unreadable(path, first.value, limits);
  const header = headerOf(first.value, path);
  applyHeader(builder, header);
  const complete = new CompleteLanes();
  let last = first.value.name;
  for (let next = entries.next(); ; next = entries.next()) {
    if (next.done) {
      const loss = next.value === "too large" ? limits.loss : LOSS_AT[next.value];
      if (loss !== null) {
        builder.lose(loss, { entry: last, limitMb: limits.totalBytes / 2 ** 20 });
        complete.cutOffOthers(builder);
      }
      return builder.snapshot();
    }
    last = next.value.name;
    complete.follow(last);
    applyEntry(builder, next.value);
  }
}

/** Lanes whose parts were all read: those behind which another lane's part, or something else, stands in the file. */
class CompleteLanes {
  private readonly lanes = new Set<string>();
  private current = "";

  follow(entryName: string): void {
    const [, process, lane] = RECORD_PART.exec(entryName) ?? [];
    const key = process === undefined ? "" : `${process} ${lane}`;
    if (key !== this.current) this.lanes.add(this.current);
    this.current = key;
  }

  cutOffOthers(builder: TraceBuilder): void {
    for (const tables of builder.processTables) {
      for (const lane of tables.laneIds()) if (!this.lanes.has(`${tables.name} ${lane}`)) tables.cutOff(lane);
    }
  }
}

function unreadable(path: string, end: ZipEnd, limits: ZipLimits) {
  if (end === "too large") return tooLarge(path, limits.entryBytes / 2 ** 20);
  return end === "cut" || end === "damaged" ? nothingReadable(path) : notATrace(path);
}

function headerOf(entry: ZipEntry, path: string): TraceHeader {
  if (entry.name !== "trace.json") throw notATrace(path);
  if (!entry.whole) throw nothingReadable(path);
  const header = parseHeader(new TextDecoder().decode(entry.bytes));
  if (!("problem" in header)) return header;
  throw header.problem === "newer" ? newerVersion(path, header.version, TRACE_VERSION) : notATrace(path);
}

function applyHeader(builder: TraceBuilder, header: TraceHeader): void {
  builder.host = header.host;
  for (const sentence of header.losses) builder.loseSaid(sentence);
  for (const { name, heartbeat, lost, lostWithoutLane, names, ignores, signalLines } of header.processes) {
    const tables = builder.process(name);
    tables.heartbeat(halvesOf(heartbeat));
    tables.lostWithoutLane = lostWithoutLane;
    for (const [lane, records] of lost) tables.lost(lane, records);
    for (const [code, lasti, resource] of names) tables.nameSite(code, lasti, resource);
    for (const [file, lines] of ignores ?? []) tables.races.ignores.set(file, lines);
    for (const [file, lines] of signalLines ?? []) tables.signalLines.set(file, lines);
  }
}

/** An entry of another name is passed over and said so: damage, or something that a later version adds. */
function applyEntry(builder: TraceBuilder, { name, bytes }: ZipEntry): void {
  const [, recordsOf, lane] = RECORD_PART.exec(name) ?? [];
  if (recordsOf !== undefined) {
    builder.process(recordsOf).ingest(Number(lane), wordsOf(bytes));
    return;
  }
  const [, process, file] = PROCESS_FILE.exec(name) ?? [];
  if (process === undefined) {
    builder.lose("loss.file.unknownPart", { entry: JSON.stringify(name) });
    return;
  }
  const text = new TextDecoder().decode(bytes);
  if (file === "meta.jsonl") readMeta(builder, process, text);
  else readCells(builder, process, text);
}

function readMeta(builder: TraceBuilder, process: string, text: string): void {
  const tables = builder.process(process);
  // What follows the last line end is nothing, or half a line of a cut file.
  for (const line of text.split("\n").slice(0, -1)) {
    const row = line === "" ? null : parseMeta(line);
    if (row !== null) tables.meta(row);
  }
}

function readCells(builder: TraceBuilder, process: string, text: string): void {
  let cells: unknown;
  try {
    cells = JSON.parse(text);
  } catch {
    // Only a cut file holds half an object here, and that loss is named already.
    return;
  }
  if (typeof cells !== "object" || cells === null) return;
  for (const [object, totals] of Object.entries(cells)) {
    if (Array.isArray(totals) && totals.every((total) => typeof total === "number")) {
      builder.process(process).cells(Number(object), totals);
    }
  }
}

/** What the end of the entries means for what follows the last one. */
const LOSS_AT: Record<Exclude<ZipEnd, "too large">, MessageKey | null> = {
  complete: null,
  cut: "loss.file.cut",
  damaged: "loss.file.damaged",
  "no zip": "loss.file.damaged",
};
