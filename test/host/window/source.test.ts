/** From the timeline to the source and back: marks of lines, their hovers, files that may be opened and files that may not. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, suite } from "node:test";
import { en as lines } from "../../../core/l10n/timeline";
import { Session } from "./support/session";
import { windowTest } from "./support/window-test";
import type { Workbench } from "./support/workbench";

/** A thread that would be a link, a command and markup, if a name could be. */
const HOSTILE = "](command:workbench.action.quit) <b>`x` $(alert)";

/** The hostile thread waits at line 5, column 12, for the lock that the main thread takes at line 9. In UTF-8 it is column 13. */
const NAMED = `import threading
lock = threading.Lock()

def work():
    é = 1; lock.acquire()
    print("it has it")
    lock.release()

with lock:
    thread = threading.Thread(target=work, name=${JSON.stringify(HOSTILE)})
    thread.start()
    while thread.is_alive() and not input("go on? "):
        pass
thread.join()
print("over")
`;

/** There the thread waits at the same place for as long as it takes to give up: a wait to be seen, without anybody at the keyboard. */
const OUTSIDE = `import threading
lock = threading.Lock()

def work():
    é = 1; lock.acquire(timeout=0.3)

with lock:
    thread = threading.Thread(target=work, name=${JSON.stringify(HOSTILE)})
    thread.start()
    thread.join()
`;

/** What a hover says before the first thing that differs from run to run. */
const beginning = (text: string) => text.split("{")[0];

suite("from the timeline to the source and back", () => {
  let session: Session;
  /** A program outside of the folder that is open, and a trace of it inside. */
  let elsewhere: string;
  before(async () => {
    elsewhere = mkdtempSync(join(tmpdir(), "raceway-elsewhere-"));
    session = await Session.start({ files: { "named.py": NAMED } });
    const script = join(elsewhere, "outside.py");
    writeFileSync(script, OUTSIDE);
    const trace = ["--quiet", "--trace", session.path("outside.raceway")];
    execFileSync(process.execPath, ["dist/cli.js", "run", ...trace, script]);
  });
  after(async () => {
    await session?.stop();
    rmSync(elsewhere, { recursive: true, force: true });
  });
  /** By its tab: what has the focus may be a page that is just being loaded. */
  const look = async (workbench: Workbench, line: number) => {
    await workbench.tab("named.py").click();
    await workbench.text.shows("named.py");
    await workbench.text.goTo(line);
  };
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);

  it("a line that waits is marked while the program still runs", async (workbench) => {
    await workbench.open("named.py");
    await workbench.command("Raceway: Run with concurrency trace");
    await workbench.terminal.shows("go on?");
    await workbench.text.gutterMarks.first().waitFor();
    await workbench.terminal.type("yes\n");
    await workbench.terminal.shows("over");
    await workbench.timeline.ended();
  });

  it("a name that would be a link is text in the hover, whose only links are ours", async (workbench) => {
    await look(workbench, 5);
    const hover = await workbench.text.hover();
    await hover.filter({ hasText: HOSTILE }).waitFor();
    const links = await hover
      .locator("a")
      .evaluateAll((all) => all.map((each) => each.getAttribute("data-href") ?? ""));
    assert.ok(links.length >= 2, "one to the holder's line, one to the timeline");
    for (const link of links) assert.match(link, /^command:raceway\.internal\.\w+\?/);
    assert.equal(await hover.locator("b").count(), 0);
    await workbench.page.keyboard.press("Escape");
  });

  it("its link leads to the line of whoever held the lock", async (workbench) => {
    await look(workbench, 5);
    const hover = await workbench.text.hover();
    await hover.locator("a", { hasText: "line 9" }).click();
    await workbench.text.cursorAt(9, 1);
  });

  it("its other link opens the timeline again, with the wait chosen", async (workbench) => {
    await workbench.timelineTab("named.py").click({ button: "middle" });
    await workbench.timelineTab("named.py").waitFor({ state: "detached" });
    await look(workbench, 5);
    const hover = await workbench.text.hover();
    await hover.locator("a", { hasText: lines["lines.show"] }).click();
    await workbench.timelineTab("named.py").waitFor();
    await workbench.timeline.chosen(`${HOSTILE} blocked on lock`);
  });

  it("the mark moves with its line, pale for the file has changed; undone, it is whole again", async (workbench) => {
    await look(workbench, 1);
    await workbench.page.keyboard.press("Enter");
    await workbench.text.goTo(6);
    const pale = await workbench.text.hover();
    await pale.filter({ hasText: lines["lines.stale"] }).waitFor();
    assert.ok((await pale.innerText()).includes(beginning(lines["lines.titleBlocked"])));
    await workbench.page.keyboard.press("Escape");
    await workbench.page.keyboard.press("Control+Z");
    await workbench.text.goTo(5);
    const whole = await workbench.text.hover();
    await whole.filter({ hasText: beginning(lines["lines.titleBlocked"]) }).waitFor();
    assert.ok(!(await whole.innerText()).includes(lines["lines.stale"]));
    await workbench.page.keyboard.press("Escape");
  });

  it("the marks go when they are cleared", async (workbench) => {
    await look(workbench, 5);
    await workbench.text.gutterMarks.first().waitFor();
    await workbench.command("Raceway: Clear marks");
    await workbench.text.gutterMarks.first().waitFor({ state: "detached" });
  });

  it("a saved trace opens a file from elsewhere only after asking, with its path shown", async (workbench) => {
    await workbench.command("View: Close All Editors");
    await workbench.openFromExplorer("outside.raceway");
    await workbench.timeline.idle();
    const { x, y } = await workbench.timeline.placeOf("blocked", HOSTILE);
    await workbench.page.mouse.dblclick(x, y);
    const dialog = workbench.page.locator(".monaco-dialog-box");
    await dialog.filter({ hasText: join(elsewhere, "outside.py") }).waitFor();
    await dialog.getByRole("button", { name: "Cancel" }).click();
    await dialog.waitFor({ state: "detached" });
    assert.equal(await workbench.tab("outside.py").count(), 0);
    await workbench.page.mouse.dblclick(x, y);
    await dialog.getByRole("button", { name: lines["source.open"] }).click();
    await workbench.text.shows("outside.py");
    await workbench.text.cursorAt(5, 12);
  });

  it("of a file that is gone it says so", async (workbench) => {
    await workbench.command("View: Close All Editors");
    rmSync(join(elsewhere, "outside.py"));
    await workbench.openFromExplorer("outside.raceway");
    await workbench.timeline.idle();
    const { x, y } = await workbench.timeline.placeOf("blocked", HOSTILE);
    await workbench.page.mouse.dblclick(x, y);
    await workbench.toasts.filter({ hasText: lines["source.missing"].split("{path}")[1] }).waitFor();
  });

  it("what is no trace is one sentence in the view", async (workbench) => {
    await workbench.command("View: Close All Editors");
    writeFileSync(session.path("nonsense.raceway"), "hello");
    await workbench.openFromExplorer("nonsense.raceway");
    await workbench.timeline.frame.locator("html[data-failed]").waitFor({ state: "attached" });
    await workbench.timeline.frame.getByText("nonsense.raceway is not a trace").waitFor();
  });
});
