/** VS Code sends a typed array's whole buffer, however small a part of it the array is, and no shared memory. */
import type { Column, HostMessage } from "./messages";

/** The same message; columns that are a part of something larger, or shared, are copied. */
export function ownBuffers(message: HostMessage): HostMessage {
  if (message.type !== "append") return message;
  const columns = Object.fromEntries(Object.entries(message.columns).map(([name, column]) => [name, own(column)]));
  return { ...message, columns };
}

function own(column: Column): Column {
  const isWhole = column.byteLength === column.buffer.byteLength && column.buffer instanceof ArrayBuffer;
  // Not `column.slice()`: that of a Node Buffer, which is a Uint8Array too, copies nothing.
  return isWhole ? column : (Uint8Array.prototype.slice.call(column) as Column);
}
