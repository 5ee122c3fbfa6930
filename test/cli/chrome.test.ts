/** `--chrome`: of a run, and of a saved trace, the same file; to a file or to standard output. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { Workplace } from "./support/cli";

const PROGRAM = `
import threading
lock = threading.Lock()
def work():
    with lock: pass
thread = threading.Thread(target=work, name="one")
thread.start(); thread.join()
`;

test("of a run and of its saved trace the same", async (t) => {
  const place = new Workplace(t);
  const program = place.write("program.py", PROGRAM);
  const ran = await place.raceway("run", "--quiet", "--chrome", "run.json", "--trace", "it.raceway", program);
  assert.equal(ran.code, 0, ran.stderr);
  const events = (text: string) => JSON.parse(text).traceEvents;
  const ofRun = events(readFileSync(place.path("run.json"), "utf8"));
  assert.ok(ofRun.some((event: { args?: { name?: string } }) => event.args?.name === "one"));
  const shown = await place.raceway("report", "it.raceway", "--chrome", "-");
  assert.equal(shown.code, 0, shown.stderr);
  assert.deepEqual(events(shown.stdout), ofRun);
});

test("a file that cannot be created is refused before the program starts", async (t) => {
  const place = new Workplace(t);
  const program = place.write("program.py", 'open("started", "w").close()');
  const { code, stderr } = await place.raceway("run", "--chrome", "no/such/folder/it.json", program);
  assert.equal(code, 2);
  assert.match(stderr, /--chrome/);
  assert.throws(() => readFileSync(place.path("started")));
});
