/** Who got a signal, in the orders in which the kernel and Node may tell of it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { type TestContext, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { GroupWatch } from "../../cli/group-watch";

const skip = process.platform !== "linux" && "finds the witness by Linux' /proc";

function children(): number[] {
  const text = readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, "utf8");
  return text.split(" ").filter(Boolean).map(Number);
}

/** A watch that ends with the test. It does not keep Node alive by itself; in the command the program's process does. */
function opened(t: TestContext): GroupWatch {
  const watch = new GroupWatch();
  const program = setInterval(() => {}, 1000);
  watch.open();
  t.after(() => {
    clearInterval(program);
    watch.close();
  });
  return watch;
}

async function untilReplaced(pid: number): Promise<void> {
  while (children().length === 0 || children().includes(pid)) await delay(1);
}

test("a witness that dies before our own signal is told speaks for the group, once", { skip }, async (t) => {
  const watch = opened(t);
  const [witness] = children();
  process.kill(witness, "SIGINT");
  await untilReplaced(witness);
  assert.equal(await watch.whoGot("SIGINT"), "group");
  assert.equal(await watch.whoGot("SIGINT"), "alone");
});

test("a witness that dies while it is asked speaks for the group, one that lives for us alone", { skip }, async (t) => {
  const watch = opened(t);
  assert.equal(await watch.whoGot("SIGINT"), "alone");
  const asked = watch.whoGot("SIGINT");
  const [witness] = children();
  process.kill(witness, "SIGINT");
  assert.equal(await asked, "group");
  await untilReplaced(witness);
  assert.equal(await watch.whoGot("SIGINT"), "alone");
});
