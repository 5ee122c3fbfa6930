/** Files in which nobody looked for lost updates are named, with the reason: in the report and in the summary. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workplace } from "./support/cli";

const PROGRAM = `
import threading
value = 0
met = threading.Barrier(2)
def work():
    global value
    seen = value
    met.wait()
    value = seen + 1
threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads: thread.start()
for thread in threads: thread.join()
`;
const REASON = "another tool compiled it: exec, pdb, a notebook";

const STARTED = {
  "pdb, which hands its text to exec": ["-m", "pdb", "-c", "continue", "app.py"],
  "a profiler that compiles it": ["-m", "cProfile", "-o", "profile", "app.py"],
  "exec in another script": ["starter.py"],
};

for (const [what, words] of Object.entries(STARTED)) {
  test(`a script started by ${what} is named, and loses nothing that anybody counted`, async (t) => {
    const place = new Workplace(t);
    const script = place.write("app.py", PROGRAM);
    place.write("starter.py", 'exec(compile(open("app.py").read(), __file__.replace("starter", "app"), "exec"))\n');
    const { stderr } = await place.raceway("run", "--json", "report.json", ...words);
    const { processes, findings } = place.report();
    assert.deepEqual(processes[0].races.notObserved, [{ file: script, reason: REASON }]);
    assert.deepEqual(findings, []);
    const said = stderr.replaceAll(/\s+/g, " ");
    assert.ok(said.includes("Lost updates were not looked for in") && said.includes(REASON), stderr);
  });
}
