/** A workspace that nobody trusts: saved traces can be looked at, nothing of it is run. */
import assert from "node:assert/strict";
import { after, before, suite } from "node:test";
import { en as editor } from "../../../core/l10n/editor";
import { savedTrace } from "./support/saved-trace";
import { Session } from "./support/session";
import { windowTest } from "./support/window-test";

suite("a workspace that is not trusted", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({
      files: { "saved.raceway": savedTrace("samples/locked_counter.py") },
      settings: {
        "security.workspace.trust.enabled": true,
        "security.workspace.trust.startupPrompt": "never",
        "security.workspace.trust.banner": "never",
      },
    });
  });
  after(() => session?.stop());
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);

  it("runs nothing and says what to do", async (workbench) => {
    await workbench.open("locked_counter.py");
    await workbench.command("Raceway: Run with concurrency trace");
    await workbench.toasts.filter({ hasText: editor["editor.untrusted"] }).waitFor();
    assert.equal(await workbench.page.locator(".terminal-wrapper").count(), 0, "no terminal was opened");
    assert.equal(await workbench.timelineTab("locked_counter.py").count(), 0, "no timeline was opened");
  });

  it("has its saved traces shown", async (workbench) => {
    await workbench.openFromExplorer("saved.raceway");
    await workbench.timeline.lane("adder-0").waitFor();
    await workbench.timeline.idle();
    assert.ok((await workbench.timeline.pixelsOf("blocked", "adder-0")) > 100);
  });
});
