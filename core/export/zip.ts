/**
 * A zip file written entry by entry, and read from its front, so that a file whose end is missing still gives what it has.
 * fflate compresses and makes the headers; each entry's sizes stand before its data (no data descriptors), which is what lets
 * a reader check them first and find the next entry without the directory at the end.
 *
 *   local header · data │ local header · data │ …  │ central directory │ end
 *
 * Source: PKWARE APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16.
 */
import { readSync, writeSync } from "node:fs";
import { Inflate, inflateSync, zipSync } from "fflate";
import { crc32 } from "./crc32";

const LOCAL = {
  signature: 0x04034b50,
  bytes: 30,
  flags: 6,
  method: 8,
  crc: 14,
  packed: 18,
  size: 22,
  name: 26,
  extra: 28,
};
const END = { bytes: 22, entriesHere: 8, entries: 10, directoryBytes: 12, directoryOffset: 16 };
const CENTRAL_OFFSET_OF_ENTRY = 42;
const SIGNATURE_CENTRAL = 0x02014b50;
const SIGNATURE_END = 0x06054b50;
const METHOD_STORED = 0;
const METHOD_DEFLATED = 8;
const FLAG_DATA_DESCRIPTOR = 8;

/** A higher level halves the speed for a tenth of the size: records compress well as they are. */
const LEVEL = 3;
/** The same bytes for the same trace: no clock in the file. */
const NO_TIME = new Date(1980, 0, 1);
/** The count field has 16 bits. Our reader walks the entries and does not need it. */
const MOST_COUNTED_ENTRIES = 0xffff;

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

export class ZipWriter {
  private offset = 0;
  private readonly directory: Uint8Array[] = [];

  /** @param fd an empty file, open for writing; the caller closes it */
  constructor(private readonly fd: number) {}

  add(name: string, bytes: Uint8Array): void {
    // A zip of this entry alone: its first part is ours as it is, its directory needs the true offset.
    const alone = zipSync({ [name]: [bytes, { level: LEVEL, mtime: NO_TIME }] });
    const end = viewOf(alone.subarray(alone.length - END.bytes));
    const directoryAt = end.getUint32(END.directoryOffset, true);
    const entry = alone.slice(directoryAt, alone.length - END.bytes);
    viewOf(entry).setUint32(CENTRAL_OFFSET_OF_ENTRY, this.offset, true);
    this.directory.push(entry);
    this.write(alone.subarray(0, directoryAt));
  }

  finish(): void {
    const directoryOffset = this.offset;
    for (const entry of this.directory) this.write(entry);
    const directoryBytes = this.offset - directoryOffset;
    const end = new Uint8Array(END.bytes);
    const view = viewOf(end);
    const entries = Math.min(this.directory.length, MOST_COUNTED_ENTRIES);
    view.setUint32(0, SIGNATURE_END, true);
    view.setUint16(END.entriesHere, entries, true);
    view.setUint16(END.entries, entries, true);
    view.setUint32(END.directoryBytes, directoryBytes, true);
    view.setUint32(END.directoryOffset, directoryOffset, true);
    this.write(end);
  }

  private write(bytes: Uint8Array): void {
    for (let done = 0; done < bytes.length; ) done += writeSync(this.fd, bytes, done);
    this.offset += bytes.length;
  }
}

export interface ZipEntry {
  name: string;
  bytes: Uint8Array;
  /** False: the file ends within it, `bytes` is its front. */
  whole: boolean;
}

/** What was met in place of a further entry. */
export type ZipEnd = "complete" | "cut" | "damaged" | "too large" | "no zip";

/** Sizes that are refused before anything is inflated. */
export interface ZipLimits {
  entryBytes: number;
  totalBytes: number;
}

/** Reads entries from the front; the return value says why it ended. Never throws for what is in the file. */
export function* readZip(fd: number, limits: ZipLimits): Generator<ZipEntry, ZipEnd> {
  let at = 0;
  let total = 0;
  for (;;) {
    const header = readAt(fd, at, LOCAL.bytes);
    if (header.length < 4) return at === 0 && !isPrefix(header) ? "no zip" : "cut";
    const view = viewOf(header);
    const signature = view.getUint32(0, true);
    if (signature === SIGNATURE_CENTRAL || signature === SIGNATURE_END) return hasEnd(fd, at) ? "complete" : "cut";
    if (signature !== LOCAL.signature) return at === 0 ? "no zip" : "damaged";
    if (header.length < LOCAL.bytes) return "cut";
    const size = view.getUint32(LOCAL.size, true);
    const packed = view.getUint32(LOCAL.packed, true);
    if ((view.getUint16(LOCAL.flags, true) & FLAG_DATA_DESCRIPTOR) !== 0) return "damaged";
    total += size;
    if (size > limits.entryBytes || packed > limits.entryBytes || total > limits.totalBytes) return "too large";
    const nameBytes = view.getUint16(LOCAL.name, true);
    const name = readAt(fd, at + LOCAL.bytes, nameBytes);
    if (name.length < nameBytes) return "cut";
    const dataAt = at + LOCAL.bytes + nameBytes + view.getUint16(LOCAL.extra, true);
    const data = readAt(fd, dataAt, packed);
    const whole = data.length === packed;
    const bytes = unpack(data, view.getUint16(LOCAL.method, true), size, whole);
    if (bytes === null || (whole && (bytes.length !== size || crc32(bytes) !== view.getUint32(LOCAL.crc, true)))) {
      return "damaged";
    }
    yield { name: new TextDecoder().decode(name), bytes, whole };
    if (!whole) return "cut";
    at = dataAt + packed;
  }
}

function unpack(data: Uint8Array, method: number, size: number, whole: boolean): Uint8Array | null {
  try {
    if (method === METHOD_STORED) return data;
    if (method !== METHOD_DEFLATED) return null;
    return whole ? inflateSync(data, { out: new Uint8Array(size) }) : inflateFront(data, size);
  } catch {
    return null;
  }
}

/** What a cut-off deflate stream still gives, at most `size` bytes; in small steps, so that it never gives much more. */
function inflateFront(data: Uint8Array, size: number): Uint8Array {
  const STEP_BYTES = 1 << 14;
  const front = new Uint8Array(size);
  let length = 0;
  const inflate = new Inflate((piece) => {
    const room = piece.subarray(0, size - length);
    front.set(room, length);
    length += room.length;
  });
  for (let at = 0; at < data.length && length < size; at += STEP_BYTES)
    inflate.push(data.subarray(at, at + STEP_BYTES));
  return front.subarray(0, length);
}

/** The directory's end stands at the file's end, or the file was cut within the directory. */
function hasEnd(fd: number, at: number): boolean {
  const BLOCK_BYTES = 1 << 20;
  for (
    let block = readAt(fd, at, BLOCK_BYTES), from = at;
    block.length > 0;
    from += block.length, block = readAt(fd, from, BLOCK_BYTES)
  ) {
    if (block.length < BLOCK_BYTES) {
      const tail = readAt(fd, from + block.length - END.bytes, END.bytes);
      return tail.length === END.bytes && viewOf(tail).getUint32(0, true) === SIGNATURE_END;
    }
  }
  return false;
}

function isPrefix(bytes: Uint8Array): boolean {
  return bytes.every((byte, i) => byte === ((LOCAL.signature >>> (8 * i)) & 0xff));
}

function readAt(fd: number, position: number, length: number): Uint8Array {
  if (position < 0) return new Uint8Array(0);
  const bytes = new Uint8Array(length);
  let done = 0;
  while (done < length) {
    const count = readSync(fd, bytes, done, length - done, position + done);
    if (count === 0) break;
    done += count;
  }
  return bytes.subarray(0, done);
}
