/** Programs that run as tasks of VS Code. */
import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import * as vscode from "vscode";
import { COMMANDS, VIEWS } from "../../../extension/ids";
import { exists, program, sample, taskEnd, taskGone, taskStart, until } from "./support";

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

/** Says by a file that it runs. */
const ENDLESS = (running: string) => `import time
open(${JSON.stringify(running)}, "w").close()
while True: time.sleep(0.05)
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

  it("of something that is no Python file does not happen; a script without an ending is one by its first line", async () => {
    const writes = 'open(__file__ + ".ran", "w").close()\n';
    const notes = await program("notes.txt", writes);
    await vscode.window.showTextDocument(notes);
    for (const args of [[], [notes], [await program("binary", "\0\0")]])
      await vscode.commands.executeCommand(COMMANDS.run, ...args);
    assert.equal(existsSync(`${notes.fsPath}.ran`), false);
    assert.equal(vscode.tasks.taskExecutions.length, 0);

    const ended = taskEnd();
    await vscode.commands.executeCommand(COMMANDS.run, await program("tool", `#!/usr/bin/env python3\n${writes}`));
    assert.equal(await ended, 0);
  });

  it("chosen in the explorer has its timeline beside its source", async () => {
    const ended = taskEnd();
    const file = await program("from_explorer.py", "pass\n");
    await vscode.commands.executeCommand(COMMANDS.run, file);
    assert.equal(await ended, 0);
    const columns = tabs().map(({ input, group }) => [isTimeline(input), group.viewColumn]);
    assert.deepEqual(new Set(columns.map(String)), new Set(["false,1", "true,2"]));
  });

  it("that Stop is asked for before it has begun is not called a success", async () => {
    const [started, ended] = [taskStart(), taskEnd()];
    const endless = await program("endless_at_once.py", "while True: pass\n");
    void vscode.commands.executeCommand(COMMANDS.run, endless);
    await started;
    await vscode.commands.executeCommand(COMMANDS.stop);
    assert.notEqual(await ended, 0);
  });

  it("that never ends is ended by Stop", async () => {
    const [ended, gone] = [taskEnd(), taskGone()];
    const running = sample("endless runs");
    await vscode.commands.executeCommand(COMMANDS.run, await program("endless.py", ENDLESS(running.fsPath)));
    // A Python that is interrupted before it comes to the program ends with another code.
    await exists(running);
    await vscode.commands.executeCommand(COMMANDS.stop);
    // As a shell tells an end by Ctrl-C, which is Stop's first step.
    assert.equal(await ended, 130);
    await gone;
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
