/** Saves a recording as a `.raceway` file (docs/trace-format.md, "The saved trace"). */
import { closeSync, openSync, renameSync, rmSync } from "node:fs";
import type { LaneReader } from "../collect/lane-reader";
import type { ProcessReader } from "../collect/process-reader";
import type { Recording } from "../collect/recording";
import type { HostFacts } from "../trace/host-facts";
import { type SavedProcess, TRACE_VERSION, type TraceHeader } from "./raceway-header";
import { ZipWriter } from "./zip";

/** An entry holds so much of a lane at most: what a reader has to hold at once. */
export const PART_BYTES = 4 << 20;

/**
 * Writes all that was read of the recording. Written beside `path` and renamed, so `path` is never half a file.
 * @param recording before `close()`; what it has not read is not written
 * @param facts of the host; of a program that still runs, `stillRunning` is to be said
 * @throws the file system's error
 */
export function writeRaceway(path: string, recording: Recording, facts: HostFacts = recording.host): void {
  const beside = `${path}.${process.pid}.part`;
  try {
    const fd = openSync(beside, "w", 0o600);
    try {
      writeEntries(new ZipWriter(fd), recording, facts);
    } finally {
      closeSync(fd);
    }
    renameSync(beside, path);
  } catch (error) {
    rmSync(beside, { force: true });
    throw error;
  }
}

function writeEntries(zip: ZipWriter, recording: Recording, host: HostFacts): void {
  recording.resolveNames();
  const { processes } = recording;
  const header: TraceHeader = {
    format: "raceway",
    version: TRACE_VERSION,
    host,
    processes: processes.map(savedProcess),
    losses: recording.losses,
  };
  zip.add("trace.json", json(header));
  for (const process of processes) zip.add(`${process.name}/meta.jsonl`, process.metaBytes());
  for (const process of processes) {
    for (const lane of process.lanes.values()) {
      let part = 0;
      for (const bytes of parts(process, lane)) zip.add(`${process.name}/lane-${lane.id}.${part++}.records`, bytes);
    }
    zip.add(`${process.name}/cells.json`, json(Object.fromEntries(process.tables.allCells())));
  }
  zip.finish();
}

const json = (value: unknown): Uint8Array => new TextEncoder().encode(JSON.stringify(value));

function savedProcess(process: ProcessReader): SavedProcess {
  const { name, tables, lanes, heartbeat } = process;
  return {
    name,
    heartbeat: (BigInt(heartbeat.hi) * 2n ** 32n + BigInt(heartbeat.lo)).toString(),
    lost: [...lanes.values()].filter(({ lost }) => lost > 0).map(({ id, lost }) => [id, lost]),
    lostWithoutLane: tables.lostWithoutLane,
    names: [...tables.namedSites()],
    ...(tables.races.ignores.size === 0 ? {} : { ignores: [...tables.races.ignores] }),
    ...(tables.signalLines.size === 0 ? {} : { signalLines: [...tables.signalLines] }),
  };
}

/** A lane's chunks joined to parts of whole records. */
function* parts(process: ProcessReader, lane: LaneReader): Generator<Uint8Array> {
  let pieces: Uint8Array[] = [];
  let length = 0;
  for (const bytes of process.records(lane)) {
    if (length > 0 && length + bytes.length > PART_BYTES) {
      yield joined(pieces, length);
      pieces = [];
      length = 0;
    }
    pieces.push(bytes);
    length += bytes.length;
  }
  if (length > 0) yield joined(pieces, length);
}

function joined(pieces: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}
