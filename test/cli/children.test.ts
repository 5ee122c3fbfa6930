/** Children of a program from their start to the report: names, exit codes, and why one was not traced. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { Workplace } from "./support/cli";

const FAMILY = `
import multiprocessing, os, signal, subprocess, sys, threading

def work(how):
    with threading.Lock(): pass
    if how == "killed": os.kill(os.getpid(), signal.SIGKILL)
    if how == "at once": os._exit(4)
    sys.exit(3)

if __name__ == "__main__":
    for method, how in (("fork", "killed"), ("spawn", "at once"), ("forkserver", "plain")):
        child = multiprocessing.get_context(method).Process(target=work, args=(how,), name=how)
        child.start()
        child.join()
    subprocess.run([sys.executable, "-I", "-c", "the text"], stderr=subprocess.DEVNULL)
    subprocess.run(["sh", "-c", "exit 5"])
`;

test("children of all kinds are in the report, with their names, exit codes and reasons", async (t) => {
  const place = new Workplace(t);
  place.write("family.py", FAMILY);
  const told = await place.raceway("run", "--json", "report.json", "--trace", "family.raceway", "family.py");
  assert.equal(told.code, 0, told.stderr);

  const { processes, lanes } = place.report();
  const [main, ...children] = processes;
  assert.equal(main.name, "family.py");
  assert.deepEqual(
    children.map(({ name, startMethod, exitCode, traced }) => [name, startMethod, exitCode, traced]),
    [
      ["killed", "fork", -9, true],
      ["at once", "spawn", 4, true],
      ["plain", "forkserver", 3, true],
      [children[3].name, "subprocess", 1, false],
      ["sh", "subprocess", 5, false],
    ],
  );
  assert.match(children[3].notTracedReason ?? "", /-I/);
  assert.equal(children[4].notTracedReason, "not a Python program");
  assert.deepEqual(
    lanes.map(({ kind, pid, ended }) => [kind, pid, ended]),
    processes.map(({ pid, traced, name }) => [traced ? "thread" : "process", pid, name !== "killed"]),
    "the fork server and the resource tracker have no lane; a killed process's lane never ended",
  );
  const joins = lanes[0].statesNs.waiting ?? 0;
  assert.ok(joins > 0, "the joins are waits");
  assert.match(told.stderr, /1 child process was not traced/);

  const again = await place.raceway("report", "family.raceway", "--json", "report.json");
  assert.equal(again.code, 0);
  assert.deepEqual(place.report().processes, processes, "the saved trace says the same");
});
