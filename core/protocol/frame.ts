/**
 * Messages as one block of bytes:
 *
 *   u32 length of the directory │ directory: JSON, one entry a message, columns named with type, rows and bytes │ columns …
 */
import { decodeDelta, encodeDelta } from "./delta";
import {
  type AppendMessage,
  type Column,
  type ColumnType,
  type HostMessage,
  newColumn,
  ProtocolError,
  sentColumns,
} from "./messages";

interface StoredColumn {
  name: string;
  type: ColumnType;
  bytes: number;
  /** How the rows are written: `delta` (delta.ts), or `raw` little-endian. */
  as: "delta" | "raw";
}
type StoredMessage =
  | Exclude<HostMessage, AppendMessage>
  | (Omit<AppendMessage, "columns"> & { columns: StoredColumn[] });

export function encodeFrame(messages: readonly HostMessage[]): Uint8Array {
  const blocks: Uint8Array[] = [];
  const directory = messages.map((message): StoredMessage => {
    if (message.type !== "append") return message;
    const columns = sentColumns(message.table).map(([name, type]): StoredColumn => {
      const rows = message.columns[name];
      // A byte gets no smaller.
      const small = type === "u8" ? null : encodeDelta(rows);
      const block = small ?? new Uint8Array(rows.buffer, rows.byteOffset, rows.byteLength);
      blocks.push(block);
      return { name, type, bytes: block.length, as: small ? "delta" : "raw" };
    });
    return { ...message, columns };
  });
  const json = new TextEncoder().encode(JSON.stringify(directory));
  const frame = new Uint8Array(4 + json.length + blocks.reduce((sum, block) => sum + block.length, 0));
  new DataView(frame.buffer).setUint32(0, json.length, true);
  frame.set(json, 4);
  let at = 4 + json.length;
  for (const block of blocks) {
    frame.set(block, at);
    at += block.length;
  }
  return frame;
}

/** The messages, each decoded when it is asked for; their content is checked by whoever takes them (assemble.ts). Throws ProtocolError. */
export function* decodeFrame(frame: Uint8Array): Generator<HostMessage> {
  const cutOff = new ProtocolError("The trace inside this page is cut off. Write the page again.");
  if (frame.length < 4) throw cutOff;
  const jsonBytes = new DataView(frame.buffer, frame.byteOffset).getUint32(0, true);
  if (4 + jsonBytes > frame.length) throw cutOff;
  const directory = JSON.parse(new TextDecoder().decode(frame.subarray(4, 4 + jsonBytes))) as StoredMessage[];
  let at = 4 + jsonBytes;
  for (const message of directory) {
    if (message.type !== "append") {
      yield message;
      continue;
    }
    const columns: Record<string, Column> = {};
    for (const { name, type, bytes, as } of message.columns) {
      const block = frame.subarray(at, at + bytes);
      if (block.length !== bytes) throw cutOff;
      at += bytes;
      columns[name] =
        as === "delta" ? decodeDelta(block, type, message.length) : decodeRaw(block, type, message.length);
    }
    yield { ...message, columns };
  }
}

/** Copied: a typed array must begin at a multiple of its element's size. */
function decodeRaw(block: Uint8Array, type: ColumnType, length: number): Column {
  const column = newColumn(type, length);
  if (column.byteLength !== block.length)
    throw new ProtocolError("A column of the trace is cut off. Write the page again.");
  new Uint8Array(column.buffer).set(block);
  return column;
}
