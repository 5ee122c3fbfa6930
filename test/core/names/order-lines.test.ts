/** Lines of a source that say what no record does: bytes that are handed over, blocks under a queue's own mutex. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { byteLinesIn } from "../../../core/names/byte-lines";
import { mutexLinesIn } from "../../../core/names/mutex-lines";

test("pipes, sends, and all lines of functions that receive, but not of functions inside of them", () => {
  const source = [
    "import os", // 1
    "r, w = os.pipe()", // 2
    "def wait():", // 3
    "    def told():", // 4
    "        return 1", // 5
    "    os.read(r, 1)", // 6
    "    return told", // 7
    "def tell():", // 8
    "    os.write(w, b'x')", // 9
    "",
  ].join("\n");
  assert.deepEqual(byteLinesIn(source), { pipes: [2], sends: [9], receivers: [3, 6, 7] });
});

test("of a file without any bytes nothing is said", () => {
  assert.equal(byteLinesIn("import queue\nq = queue.Queue()\nq.put(1)\n"), undefined);
});

test("blocks under a queue's mutex and the methods of a queue of one's own, but not those of another class", () => {
  const source = [
    "with q.mutex:", // 1
    "    n += 1", // 2
    "n += 1", // 3
    "class Unique(queue.Queue):", // 4
    "    def _put(self, item):", // 5
    "        self.n += 1", // 6
    "    def size(self):", // 7
    "        return self.n", // 8
    "class Other:", // 9
    "    def _put(self, item):", // 10
    "        self.n += 1", // 11
    "",
  ].join("\n");
  assert.deepEqual(mutexLinesIn(source), [1, 2, 5, 6]);
});
