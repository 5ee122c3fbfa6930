/** Where the recording of a run lives while it runs (docs/trace-format.md): a folder of our own, on a local disk with room. */
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statfsSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { causeOf, Refusal } from "./refusal";
import { isOpen, RUN_FILE } from "./run-file";

export interface RecordingFolder {
  path: string;
  freeBytes: number;
  /** The user named it: it stays after the run. */
  keep: boolean;
}

type Environment = Record<string, string | undefined>;

/** $XDG_RUNTIME_DIR is memory, often a small share of it. */
const MIN_RUNTIME_DIR_BYTES = 256 * 2 ** 20;
/**
 * Less, and there is no point in beginning: the runtime leaves 16 MB of a disk alone (KEEP_FREE_BYTES in
 * runtime/_raceway/segments.py), and the first segment of 256 KB, its side tables and run.json come on top.
 */
export const MIN_FREE_BYTES = 17 * 2 ** 20;

/**
 * File systems on which a shared map is not shared between processes, or not at all: `f_type` of statfs(2), from
 * linux/magic.h. Other platforms number theirs differently and are not checked.
 */
const NETWORK_FILE_SYSTEMS = new Map<number, string>([
  [0x6969, "NFS"],
  [0x517b, "SMB"],
  [0xff534d42, "CIFS"],
  [0xfe534d42, "SMB2"],
  [0x01021997, "9P"],
  [0x00c36400, "Ceph"],
  [0x5346414f, "AFS"],
  [0x73757245, "Coda"],
  [0x0bd00bd0, "Lustre"],
  [0x47504653, "GPFS"],
]);

/**
 * Makes the folder, readable by its owner alone. `wanted` (--recording-dir) becomes the folder itself where it is new, empty or
 * holds a finished recording, which is replaced; where it holds other things, a folder inside it. Without it a new folder is
 * made in $RACEWAY_DIR, else in $XDG_RUNTIME_DIR, else in the system's folder for temporary files.
 */
export function makeRecordingFolder(wanted: string | null, env: Environment): RecordingFolder {
  // Absolute: the program may change its working folder before a child of its own looks for it.
  const parent = resolve(wanted ?? defaultParent(env));
  try {
    makeFolders(parent);
    accessSync(parent, constants.W_OK | constants.X_OK);
    const { type, bavail, bsize } = statfsSync(parent);
    refuseNetwork(parent, type);
    const path = wanted === null ? newFolderIn(parent) : wantedFolder(wanted);
    return { path, freeBytes: bavail * bsize, keep: wanted !== null };
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal("run.recordingFolder", { path: parent, cause: causeOf(error) });
  }
}

/** Throws a Refusal where `type` (statfs) is a network file system on Linux. */
export function refuseNetwork(path: string, type: number, platform: NodeJS.Platform = process.platform): void {
  // f_type is a signed word on some builds: SMB2's number is negative there.
  const kind = NETWORK_FILE_SYSTEMS.get(type >>> 0);
  if (platform === "linux" && kind !== undefined) throw new Refusal("run.recordingNetwork", { path, kind });
}

export function removeRecordingFolder({ path, keep }: RecordingFolder): void {
  if (!keep) rmSync(path, { recursive: true, force: true });
}

/** Where recordings are made when nobody says where. */
export function defaultParent(env: Environment): string {
  if (env.RACEWAY_DIR) return env.RACEWAY_DIR;
  if (process.platform === "win32") return join(env.USERPROFILE ?? tmpdir(), ".raceway");
  if (env.XDG_RUNTIME_DIR && hasRoom(env.XDG_RUNTIME_DIR)) return env.XDG_RUNTIME_DIR;
  return tmpdir();
}

function hasRoom(path: string): boolean {
  try {
    accessSync(path, constants.W_OK | constants.X_OK);
    const { bavail, bsize } = statfsSync(path);
    return bavail * bsize >= MIN_RUNTIME_DIR_BYTES;
  } catch {
    // Set in the environment but not there, or not ours: the next choice is as good.
    return false;
  }
}

/** Node's own `recursive` never returns where mkdir(2) says ENOENT although the parent exists, as it does in /proc. */
function makeFolders(path: string): void {
  if (existsSync(path)) return;
  if (dirname(path) !== path) makeFolders(dirname(path));
  mkdirSync(path, { mode: 0o700 });
}

function newFolderIn(parent: string): string {
  return mkdtempSync(join(parent, "raceway-"));
}

function wantedFolder(path: string): string {
  const entries = readdirSync(path);
  if (entries.includes(RUN_FILE)) {
    if (isOpen(readFileSync(join(path, RUN_FILE), "utf8"))) throw new Refusal("run.recordingInUse", { path });
    removeOldRecording(path, entries);
  } else if (entries.length > 0) return newFolderIn(path);
  chmodSync(path, 0o700);
  return path;
}

/** Takes away what a recording consists of and nothing else that may lie there. */
function removeOldRecording(path: string, entries: string[]): void {
  for (const entry of entries) {
    const isOurs = entry === RUN_FILE || (/^process-\d+-\d+$/.test(entry) && statSync(join(path, entry)).isDirectory());
    if (isOurs) rmSync(join(path, entry), { recursive: true });
  }
}
