/** The way of a new user: install the package, open a program, run it with the trace, look. */
import assert from "node:assert/strict";
import { after, before, suite } from "node:test";
import { Session, windowTest } from "../support/session";

suite("a first run", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ files: { "echo.py": ECHO } });
  });
  after(() => session.stop());

  windowTest(
    "the palette runs a program, its terminal lives, and its lanes are drawn",
    () => session,
    async (workbench) => {
      await workbench.open("echo.py");
      await workbench.command("Raceway: Run with concurrency trace");
      await workbench.terminal.shows("your name?");
      await workbench.terminal.type("Ada\n");
      await workbench.terminal.shows("hello Ada");
      await workbench.timeline.lane(/^MainThread$/).waitFor();
      await workbench.timeline.idle();
      assert.ok((await workbench.timeline.paintedPixels()) > 1000);
    },
  );
});

const ECHO = `
import threading
name = input("your name? ")
thread = threading.Thread(target=print, args=("hello", name))
thread.start()
thread.join()
`;
