/** The way of a user: open a program, run it with the trace, look, click to the source, stop, save, open again. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { after, before, suite } from "node:test";
import { en as lines } from "../../../core/l10n/timeline";
import { STATUS_ITEM } from "../../../extension/ids";
import { isAlive, Session } from "./support/session";
import { windowTest } from "./support/window-test";

const RUN = "Run with concurrency trace";

/** Worker waits at line 5 for a lock that the main thread holds until Enter is pressed. */
const HELD = `import threading
lock = threading.Lock()

def work():
    if lock.acquire():
        print("worker has it")
        lock.release()

with lock:
    thread = threading.Thread(target=work, name="worker")
    thread.start()
    name = input("your name? ")
    print("hello", name)
thread.join()
print("done", name)
`;

/** Where `lock.acquire()` begins; Python tells columns from 3.11 on, before that it is the first word of the line. */
const [major, minor] = execFileSync("python3", ["-c", "import sys; print(*sys.version_info[:2])"])
  .toString()
  .split(" ")
  .map(Number);
const CALL_COLUMN = major > 3 || minor >= 11 ? 8 : 5;

const ENDLESS = `import os, threading, time
print("pid", os.getpid(), flush=True)
threading.Thread(target=time.sleep, args=(0.1,), name="helper").start()
while True:
    time.sleep(0.05)
`;

/** Of locked_counter.py: where its `if __name__ == "__main__"` begins, above which the code lens stands. */
const LENS_LINE =
  readFileSync("samples/locked_counter.py", "utf8")
    .split("\n")
    .findIndex((line) => line.startsWith("if __name__")) + 1;

suite("a program run from VS Code", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ files: { "held.py": HELD, "endless.py": ENDLESS } });
  });
  after(() => session?.stop());
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);

  it("the palette runs it; its terminal takes input; its lanes are drawn while it runs", async (workbench) => {
    await workbench.open("held.py");
    await workbench.command(`Raceway: ${RUN}`);
    await workbench.terminal.shows("your name?");
    await workbench.timeline.lane("worker").waitFor();
    await workbench.terminal.type("Ada\n");
    await workbench.terminal.shows("done Ada");
    await workbench.timeline.ended();
    assert.ok((await workbench.timeline.pixelsOf("blocked", "worker")) > 100, "the worker's wait is drawn");
    assert.ok((await workbench.timeline.pixelsOf("running", "MainThread")) >= 1, "the main thread ran");
  });

  it("the line that waited has a mark in the margin and says in its hover how long and for what", async (workbench) => {
    await workbench.open("held.py", 5);
    await workbench.text.gutterMarks.first().waitFor();
    const hover = await workbench.text.hover();
    await hover.filter({ hasText: lines["lines.titleBlocked"].split("{")[0] }).waitFor();
    const text = await hover.innerText();
    for (const word of ["lock", "MainThread", "line 9"]) assert.ok(text.includes(word), `${word} in:\n${text}`);
    await workbench.page.keyboard.press("Escape");
  });

  it("a double-click on a wait opens its line, at the column of the call", async (workbench) => {
    await workbench.open("held.py", 1);
    const { x, y } = await workbench.timeline.placeOf("blocked", "worker");
    await workbench.page.mouse.dblclick(x, y);
    await workbench.text.cursorAt(5, CALL_COLUMN);
  });

  it("Enter on a wait opens its line too", async (workbench) => {
    await workbench.open("held.py", 1);
    const { x, y } = await workbench.timeline.placeOf("blocked", "worker");
    await workbench.page.mouse.click(x, y);
    await workbench.timeline.chosen("worker blocked on lock");
    await workbench.page.keyboard.press("Enter");
    await workbench.text.cursorAt(5, CALL_COLUMN);
  });

  it("Stop ends an endless program, and nothing of it is left", async (workbench) => {
    await workbench.open("endless.py");
    await workbench.timeline.opens(() => workbench.command(`Raceway: ${RUN}`));
    await workbench.terminal.shows(/pid \d+/);
    const pid = Number(/pid (\d+)/.exec(await workbench.terminal.text())?.[1]);
    assert.ok(isAlive(pid));
    await workbench.timeline.lane("helper").waitFor();
    await workbench.command("Raceway: Stop the traced program");
    await workbench.timeline.ended();
    assert.ok(!isAlive(pid), "the program has ended");
  });

  it("the code lens above a program runs it", async (workbench) => {
    await workbench.open("locked_counter.py", LENS_LINE);
    await workbench.timeline.opens(() => workbench.text.codeLens(lines["codeLens.run"]).click());
    await workbench.timeline.ended();
    await workbench.timeline.lane("adder-0").waitFor();
    await workbench.statusBar(STATUS_ITEM).filter({ hasText: "5 lanes" }).waitFor();
  });

  it("a timeline that was hidden comes back with its trace and what was chosen in it", async (workbench) => {
    const { timeline } = workbench;
    await timeline.opens(() => workbench.timelineTab("held.py").click());
    await timeline.chosen("worker blocked on lock");
    assert.ok((await timeline.pixelsOf("blocked", "worker")) > 100);
    await timeline.opens(() => workbench.timelineTab("locked_counter.py").click());
    await timeline.lane("adder-0").waitFor();
  });

  it("a saved run opens again in the same view", async (workbench) => {
    const path = session.path("kept.raceway");
    await workbench.command("Raceway: Save the trace…", { asks: true });
    await workbench.saveAs(path, ".raceway");
    await workbench.toasts.filter({ hasText: path }).waitFor();
    assert.ok(existsSync(path));
    // Fewer lanes have room here than in the whole width that the saved trace will have.
    const lanes = await workbench.timeline.lanes.allInnerTexts();
    await workbench.command("View: Close All Editors");
    await workbench.openFromExplorer("kept.raceway");
    await workbench.timeline.idle();
    assert.deepEqual((await workbench.timeline.lanes.allInnerTexts()).slice(0, lanes.length), lanes);
    assert.ok((await workbench.timeline.pixelsOf("blocked", "adder-0")) > 100);
  });

  it("a trace that is saved over an open one takes its place in the view", async (workbench) => {
    const path = session.path("kept.raceway");
    await workbench.timeline.lane("adder-0").waitFor();
    execFileSync(process.execPath, ["dist/cli.js", "run", "--quiet", "--trace", path, "samples/two_locks_nested.py"]);
    await workbench.timeline.lane("adder-0").waitFor({ state: "detached" });
    await workbench.timeline.lane("MainThread").waitFor();
  });
});
