import assert from "node:assert/strict";
import { test } from "node:test";
import { coroutineLinesIn } from "../../../core/names/coroutine-lines";

test("lines of coroutines, less those of plain functions inside of them", () => {
  const source = `import asyncio
def plain():
    sleep(1)
async def one():
    sleep(1)
    def inner():
        sleep(1)
    inner()
class A:
    @staticmethod
    async def two(): sleep(1)
    def three(self): sleep(1)
`;
  assert.deepEqual(coroutineLinesIn(source), [4, 5, 8, 8, 11, 11]);
  assert.deepEqual(coroutineLinesIn("def plain():\n    pass\n"), []);
});
