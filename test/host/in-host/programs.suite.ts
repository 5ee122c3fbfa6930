/** What a program finds when the editor runs it, and what of its recording stays on disk and how long. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, watch } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import { COMMANDS } from "../../../extension/ids";
import { program, taskEnd, taskStart, withOurs, withSetting } from "./support";

const FACTS = `import json, os, sys
facts = dict(cwd=os.getcwd(), argv=sys.argv, prefix=sys.prefix, executable=sys.executable, tty=sys.stdin.isatty(),
             path=os.environ.get("PYTHONPATH", ""), recording=os.environ.get("RACEWAY_RECORDING"))
with open(__file__ + ".json", "w") as file:
    json.dump(facts, file)
`;

const root = () => vscode.workspace.workspaceFolders![0].uri.fsPath;

async function facts(name: string) {
  const file = await program(name, FACTS);
  const ended = taskEnd();
  await vscode.commands.executeCommand(COMMANDS.run, file);
  assert.equal(await ended, 0);
  return JSON.parse(readFileSync(`${file.fsPath}.json`, "utf8"));
}

/** Resolves when the folder's entries are as wanted. */
async function untilEntries(folder: string, isSo: (names: string[]) => boolean): Promise<void> {
  const watcher = watch(folder);
  try {
    while (!isSo(readdirSync(folder))) await new Promise((resolve) => watcher.once("change", resolve));
  } finally {
    watcher.close();
  }
}

describe("a program of the editor", () => {
  afterEach(() => vscode.commands.executeCommand("workbench.action.closeAllEditors"));

  it("is in the workspace folder, at a terminal, with its file and nothing else as arguments", async () => {
    const { cwd, argv, tty, recording } = await facts("facts of a program.py");
    assert.equal(cwd, root());
    assert.deepEqual(argv, [join(root(), "facts of a program.py")]);
    assert.equal(tty, true);
    assert.ok(recording);
  });

  it("keeps the PYTHONPATH that the terminal's settings give it", async () => {
    const platform = process.platform === "darwin" ? "osx" : "linux";
    await withSetting("terminal.integrated.env", platform, { PYTHONPATH: "/of/the/user" }, async () => {
      const { path } = await facts("python_path.py");
      assert.match(path, /inject:\/of\/the\/user$/);
    });
  });

  it("runs with the workspace's virtual environment, but with raceway.python where that is set", async () => {
    const { executable } = await facts("plain.py");
    const [venv, chosen] = [
      join(root(), ".venv"),
      join(mkdtempSync(join(tmpdir(), "raceway-test-")), "python-of-mine"),
    ];
    mkdirSync(join(venv, "bin"), { recursive: true });
    symlinkSync(executable, join(venv, "bin", "python"));
    symlinkSync(executable, chosen);
    try {
      assert.equal((await facts("in_venv.py")).executable, join(venv, "bin", "python"));
      await withOurs("python", chosen, async () => {
        assert.equal((await facts("chosen.py")).executable, chosen);
      });
    } finally {
      rmSync(venv, { recursive: true });
      rmSync(join(chosen, ".."), { recursive: true });
    }
  });

  it("runs with what the Python extension has selected, and is refused where that is gone", async () => {
    const { executable } = await facts("plain.py");
    const folder = mkdtempSync(join(tmpdir(), "raceway-test-"));
    const selected = join(folder, "python-of-theirs");
    symlinkSync(executable, selected);
    const python = vscode.extensions.getExtension("ms-python.python")?.exports;
    python.select(selected);
    try {
      assert.equal((await facts("selected.py")).executable, selected);
      rmSync(folder, { recursive: true });
      const file = await program("refused.py", FACTS);
      await vscode.commands.executeCommand(COMMANDS.run, file);
      assert.equal(existsSync(`${file.fsPath}.json`), false);
      assert.equal(vscode.tasks.taskExecutions.length, 0);
    } finally {
      python.select(null);
    }
  });

  it("that a signal ends is not called a success", async () => {
    const ended = taskEnd();
    const killed = await program("killed.py", "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n");
    await vscode.commands.executeCommand(COMMANDS.run, killed);
    assert.equal(await ended, 137);
  });

  it("runs beside another one", async () => {
    const waits = (name: string) =>
      `import os, time\nwhile not os.path.exists(__file__ + ".over"): time.sleep(0.02)\n#${name}\n`;
    const [one, two] = [await program("one.py", waits("one")), await program("two.py", waits("two"))];
    for (const file of [one, two]) {
      const started = taskStart();
      await vscode.commands.executeCommand(COMMANDS.run, file);
      await started;
    }
    assert.equal(vscode.tasks.taskExecutions.length, 2);
    for (const file of [two, one]) {
      const ended = taskEnd();
      await program(`${file.fsPath.slice(root().length + 1)}.over`, "");
      assert.equal(await ended, 0);
    }
  });
});

describe("a recording on disk", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "raceway-test-"));
  });
  afterEach(async () => {
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    rmSync(folder, { recursive: true, force: true });
  });

  it("is where raceway.recordingFolder says, and gone when the timeline of the ended run is closed", async () => {
    await withOurs("recordingFolder", folder, async () => {
      const { recording } = await facts("recorded.py");
      assert.ok(recording.startsWith(join(folder, "raceway-")));
      assert.ok(existsSync(recording), "the timeline shows it, and it can still be saved");
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await untilEntries(folder, (names) => names.length === 0);
    });
  });

  it("is gone when its file is run again; the new one is there", async () => {
    await withOurs("recordingFolder", folder, async () => {
      const [first, second] = [await facts("again.py"), await facts("again.py")];
      assert.notEqual(first.recording, second.recording);
      await untilEntries(folder, (names) => names.length === 1);
      assert.ok(existsSync(second.recording));
    });
  });

  it("of another file stays while its timeline is open", async () => {
    await withOurs("recordingFolder", folder, async () => {
      const [first, second] = [await facts("first.py"), await facts("second.py")];
      assert.deepEqual([existsSync(first.recording), existsSync(second.recording)], [true, true]);
      await vscode.commands.executeCommand("workbench.action.closeAllEditors");
      await untilEntries(folder, (names) => names.length === 0);
    });
  });
});
