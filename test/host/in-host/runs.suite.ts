/** Programs that run as tasks of VS Code. */
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { COMMANDS, VIEWS } from "../../../extension/ids";
import { program, sample, taskEnd, taskStart, until } from "./support";

/** Four threads on one lock, as fast as they can, until there is a file. */
const FLOOD = (end: string) => `import os.path, threading
lock = threading.Lock()
over = False
def work():
    while not over:
        with lock:
            pass
threads = [threading.Thread(target=work) for _ in range(4)]
for thread in threads: thread.start()
while not os.path.exists(${JSON.stringify(end)}):
    with lock:
        pass
over = True
for thread in threads: thread.join()
raise SystemExit(7)
`;

describe("a run", () => {
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("is a task whose exit code is the program's; the timeline opens beside", async () => {
    const ended = taskEnd();
    await vscode.commands.executeCommand(COMMANDS.run, await program("exit_five.py", "raise SystemExit(5)\n"));
    assert.equal(await ended, 5);
    await until("the timeline's tab", () => tabs().some(({ input }) => isTimeline(input)));
  });

  it("that floods the host with records leaves it able to answer", async () => {
    const end = vscode.Uri.joinPath(vscode.workspace.workspaceFolders![0].uri, "end of flood").fsPath;
    const [started, ended] = [taskStart(), taskEnd()];
    await vscode.commands.executeCommand(COMMANDS.run, await program("flood.py", FLOOD(end)));
    await started;
    // The program ends only when this test says so: every answer below comes while it floods.
    for (let question = 0; question < 50; question++)
      await vscode.commands.executeCommand("vscode.executeCodeLensProvider", sample("locked_counter.py"), 10);
    await writeFile(end, "");
    assert.equal(await ended, 7);
  });

  it("that never ends is ended by Stop", async () => {
    const [started, ended] = [taskStart(), taskEnd()];
    const endless = "import time\nwhile True: time.sleep(0.05)\n";
    await vscode.commands.executeCommand(COMMANDS.run, await program("endless.py", endless));
    await started;
    await vscode.commands.executeCommand(COMMANDS.stop);
    // As a shell tells an end by Ctrl-C, which is Stop's first step.
    assert.equal(await ended, 130);
    assert.equal(vscode.tasks.taskExecutions.length, 0);
  });
});

describe("a saved trace", () => {
  it("opens in the timeline", async () => {
    await vscode.commands.executeCommand("vscode.open", sample("saved.raceway"));
    const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
    assert.ok(input instanceof vscode.TabInputCustom);
    assert.equal(input.viewType, VIEWS.trace);
  });
});

function tabs(): vscode.Tab[] {
  return vscode.window.tabGroups.all.flatMap((group) => group.tabs);
}

function isTimeline(input: unknown): boolean {
  return input instanceof vscode.TabInputWebview && input.viewType.endsWith(VIEWS.timeline);
}
