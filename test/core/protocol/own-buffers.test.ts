/** What VS Code would send along with a column: all of the buffer that it lies in. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Column, HostMessage } from "../../../core/protocol/messages";
import { ownBuffers } from "../../../core/protocol/own-buffers";

const carrying = (column: Column): HostMessage => ({
  type: "append",
  seq: 3,
  table: "waits",
  runs: [0, 0, column.length],
  length: column.length,
  columns: { lane: column },
});

function sent(column: Column): Column {
  const message = ownBuffers(carrying(column));
  assert.equal(message.type, "append");
  return message.type === "append" ? message.columns.lane : column;
}

test("a column with a buffer of its own is sent as it is", () => {
  const column = new Float64Array([1, 2, 3]);
  assert.equal(sent(column), column);
});

test("a part of a larger buffer is sent alone, with the same values and type", () => {
  const column = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
  const own = sent(column);
  assert.equal(own.buffer.byteLength, 16);
  assert.ok(own instanceof Float64Array);
  assert.deepEqual([...own], [2, 3]);
});

test("a slice of Node's pool of buffers is sent alone", () => {
  const column = Buffer.from("abc");
  assert.ok(column.buffer.byteLength > 3, "this test wants a pooled buffer");
  assert.equal(sent(column).buffer.byteLength, 3);
  assert.deepEqual([...sent(column)], [97, 98, 99]);
});

test("shared memory is copied", () => {
  const column = new Uint32Array(new SharedArrayBuffer(8));
  column.set([7, 8]);
  const own = sent(column);
  assert.ok(own.buffer instanceof ArrayBuffer);
  assert.deepEqual([...own], [7, 8]);
});

test("a message without columns stays what it is", () => {
  const message: HostMessage = { type: "commit", seq: 9, ended: true };
  assert.equal(ownBuffers(message), message);
});
