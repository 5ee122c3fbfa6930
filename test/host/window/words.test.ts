/** What a user or a file name says to the program reaches it as it is, and runs nothing on the way. */

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { after, before, suite } from "node:test";
import { Session } from "./support/session";
import { windowTest } from "./support/window-test";

/** Shell, Markdown and markup in one name. Windows could not have it; the server is there for Linux only. */
const HOSTILE = "$(touch ran) `touch ran` [x](command:workbench.action.quit) <img src=x onerror=alert(1)>;&.py";
const SHOWS_ARGUMENTS = `import sys, threading
thread = threading.Thread(target=print, args=("got", sys.argv[1:]))
thread.start()
thread.join()
`;

suite("words that mean something elsewhere", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ files: { [HOSTILE]: SHOWS_ARGUMENTS, "arguments.py": SHOWS_ARGUMENTS } });
  });
  after(() => session?.stop());
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);

  it("arguments are words as a shell would cut them, and nothing else of a shell", async (workbench) => {
    await workbench.open("arguments.py");
    await workbench.command("Raceway: Run with arguments…", { asks: true });
    await workbench.answer(`--rounds 3 "two words" '$(touch ran)' $HOME ; touch ran`);
    await workbench.terminal.shows("got ['--rounds', '3', 'two words', '$(touch ran)', '$HOME', ';', 'touch', 'ran']");
    await workbench.timeline.ended();
    assert.ok(!existsSync(session.path("ran")));
  });

  it("a file name of shell words and markup is run as a file and shown as text", async (workbench) => {
    await workbench.openFromExplorer(HOSTILE);
    await workbench.text.shows(HOSTILE);
    await workbench.timeline.opens(() => workbench.command("Raceway: Run with concurrency trace"));
    await workbench.terminal.shows("got []");
    await workbench.timeline.ended();
    await workbench.timelineTab(HOSTILE).waitFor();
    assert.equal(await workbench.timeline.frame.locator("img").count(), 0, "nothing of it became an element");
    assert.ok(!existsSync(session.path("ran")), "nothing of it was run");
  });
});
