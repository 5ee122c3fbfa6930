/** VS Code in Simplified Chinese: the manifest, the code lens, the timeline and what the extension says are Chinese too. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, suite } from "node:test";
import { zh as losses } from "../../../core/l10n/line-losses";
import { zh as roles } from "../../../core/l10n/roles";
import { zh as lines } from "../../../core/l10n/timeline";
import { Session } from "./support/session";
import { windowTest } from "./support/window-test";

const manifest: Record<string, string> = JSON.parse(readFileSync("package.nls.zh-cn.json", "utf8"));
const WAITS = `import threading
lock = threading.Lock()

def work():
    lock.acquire()
    lock.release()

lock.acquire()
thread = threading.Thread(target=work, name="worker")
thread.start()
input("姓名？")
lock.release()
thread.join()
`;

suite("VS Code in Chinese", () => {
  let session: Session;
  before(async () => {
    session = await Session.start({ locale: "zh-cn", files: { "waits.py": WAITS } });
  });
  after(() => session?.stop());
  const it = (name: string, body: Parameters<typeof windowTest>[2]) => windowTest(name, () => session, body);

  it("offers its commands in Chinese", async (workbench) => {
    await workbench.palette(`Raceway: ${manifest["command.run"]}`);
    await workbench.page.keyboard.press("Escape");
  });

  it("runs from its code lens and shows its timeline and its hover in Chinese", async (workbench) => {
    await workbench.open("waits.py", 1);
    await workbench.text.codeLens(lines["codeLens.run"]).click();
    await workbench.timeline.lane("worker").waitFor();
    assert.equal(await workbench.timeline.frame.locator("html").getAttribute("lang"), "zh-CN");
    await workbench.terminal.type("甲\n");
    await workbench.timeline.ended();
    await workbench.open("waits.py", 5);
    await workbench.text.gutterMarks.first().waitFor();
    const hover = await workbench.text.hover();
    await hover.filter({ hasText: lines["lines.titleBlocked"].split("{")[0] }).waitFor();
  });

  it("says in Chinese what was lost, behind the line, in its hover and in Problems", async (workbench) => {
    await workbench.open("unlocked_counter.py", 27);
    await workbench.timeline.opens(() => workbench.command(`Raceway: ${manifest["command.run"]}`));
    await workbench.timeline.ended();
    await workbench.open("unlocked_counter.py", 27);
    await workbench.text.behindLine(/^此处丢失了 `counter` 的 \d+ 次更新$/);
    const hover = await workbench.text.hover();
    await hover.filter({ hasText: losses["lost.example"] }).waitFor();
    await workbench.page.keyboard.press("Escape");
    await workbench.problems.open();
    await workbench.problems.rows.filter({ hasText: "次更新：unlocked_counter.py:27 写入的内容" }).waitFor();
    await workbench.problems.rows.filter({ hasText: roles["problem.role.read"] }).waitFor();
  });
});
