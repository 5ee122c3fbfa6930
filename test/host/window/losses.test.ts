/** Lost updates where the programmer looks: behind the line, in its hover, in the Problems panel; all lead to the timeline. */
import assert from "node:assert/strict";
import { after, before, suite } from "node:test";
import { en as losses } from "../../../core/l10n/line-losses";
import { en as roles } from "../../../core/l10n/roles";
import { en as lines } from "../../../core/l10n/timeline";
import { Session } from "./support/session";
import { windowTest } from "./support/window-test";
import type { Workbench } from "./support/workbench";

const SAMPLE = "unlocked_counter.py";
const READ = 26;
const WRITE = 27;
/** What the sample's loss is called on the timeline. */
const CHOSEN = "Update of counter overwritten";

/** Both threads read before one writes, ten times; then the program waits to be told to go on. */
const LIVE = `import threading
total = 0
both_have_read = threading.Barrier(2)

def one():
    both_have_read.wait()
    return 1

def work():
    global total
    for _ in range(10):
        total = total + one()

threads = [threading.Thread(target=work) for _ in range(2)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
input("go on? ")
`;

suite("lost updates", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ files: { "live.py": LIVE } });
  });
  after(() => session?.stop());
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);
  const look = async (workbench: Workbench, line: number) => {
    await workbench.tab(SAMPLE).click();
    await workbench.text.shows(SAMPLE);
    await workbench.text.goTo(line);
  };

  it("behind the line stands how many were lost there, in Problems how and what to do", async (workbench) => {
    await workbench.open(SAMPLE);
    await workbench.command("Raceway: Run with concurrency trace");
    await workbench.timeline.ended();
    await look(workbench, WRITE);
    const text = await workbench.text.behindLine(/^\d+ updates of `counter` lost here$/);
    const [count] = text.split(" ");
    await workbench.problems.open();
    const row = workbench.problems.rows.filter({
      hasText: `${count} updates of counter were lost: ${SAMPLE}:${WRITE} wrote`,
    });
    await row.filter({ hasText: "No lock is held from the read" }).waitFor();
    await workbench.problems.rows
      .filter({ hasText: `Ln ${READ}` })
      .filter({ hasText: roles["problem.role.read"] })
      .waitFor();
  });

  it("the rule's name in Problems leads to the loss on the timeline", async (workbench) => {
    await workbench.timelineTab(SAMPLE).click({ button: "middle" });
    await workbench.timelineTab(SAMPLE).waitFor({ state: "detached" });
    await workbench.problems.open();
    await workbench.problems.rows.locator("a", { hasText: "lost-update" }).click();
    await workbench.timeline.chosen(CHOSEN);
  });

  it("the hover tells the steps in order; its link leads to the loss on the timeline", async (workbench) => {
    await workbench.timelineTab(SAMPLE).click({ button: "middle" });
    await workbench.timelineTab(SAMPLE).waitFor({ state: "detached" });
    await look(workbench, WRITE);
    const hover = await workbench.text.hover();
    const steps = hover.locator("ol li");
    await steps.first().waitFor();
    const told = (await steps.allInnerTexts()).map((step) => step.replace(/adder-\d/g, "T").replace(/\s/g, " "));
    assert.deepEqual(
      told.map((step) => step.replace(/version \d+/g, "version N")),
      [
        "T reads version N at line 26",
        "T reads version N at line 26",
        "T writes version N at line 27",
        "T writes version N at line 27, from version N, which it had read: version N is lost",
      ],
    );
    // Which loss is told, and so the version it began from, is the threads' affair; how its versions hang together is not.
    const [[read], [readToo], [victim], [written, from, lost]] = told.map((step) =>
      step.match(/(?<=version )\d+/g)!.map(Number),
    );
    assert.ok([read, readToo].includes(from) && lost === victim, told.join("; "));
    assert.ok(from < victim && victim < written, told.join("; "));
    await hover.locator("a", { hasText: lines["lines.show"] }).click();
    await workbench.timeline.chosen(CHOSEN);
  });

  it("the line that read leads to the line that wrote", async (workbench) => {
    await look(workbench, READ);
    const hover = await workbench.text.hover();
    await hover.filter({ hasText: losses["lost.readHere"].split("{")[0] }).waitFor();
    await hover.locator("strong a").click();
    await workbench.text.cursorAt(WRITE, 9);
  });

  it("what is typed at the end of the line goes before the text, which says no more than it knows", async (workbench) => {
    await look(workbench, WRITE);
    await workbench.page.keyboard.press("End");
    await workbench.page.keyboard.type("  # mended?");
    await workbench.page.locator(".view-line", { hasText: /price_of_one\(\)\s+#\smended\?$/ }).waitFor();
    await workbench.text.behindLine(/lost here$/);
    await workbench.problems.open();
    await workbench.problems.rows.filter({ hasText: lines["lines.stale"] }).first().waitFor();
    await look(workbench, WRITE);
    for (let times = 0; times < 3; times++) await workbench.page.keyboard.press("Control+Z");
    await workbench.problems.rows.filter({ hasText: lines["lines.stale"] }).first().waitFor({ state: "detached" });
  });

  it("all of it goes when marks are cleared", async (workbench) => {
    await look(workbench, WRITE);
    await workbench.text.behindLine(/lost here$/);
    await workbench.command("Raceway: Clear marks");
    await workbench.text.nothingBehindLines();
    await workbench.text.gutterMarks.first().waitFor({ state: "detached" });
    await workbench.problems.open();
    await workbench.problems.rows.first().waitFor({ state: "detached" });
  });

  it("while the program runs at least so many are told, and at its end how many", async (workbench) => {
    await workbench.open("live.py");
    await workbench.command("Raceway: Run with concurrency trace");
    await workbench.terminal.shows("go on?");
    await workbench.text.behindLine(/^at least 10 updates of `total` lost here$/);
    await workbench.terminal.type("yes\n");
    await workbench.text.behindLine(/^10 updates of `total` lost here$/);
  });
});
