/** What the last run found wrong, in the list of problems. */
import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import * as vscode from "vscode";
import { COMMANDS, DIAGNOSTICS, INTERNAL_COMMANDS } from "../../../extension/ids";
import { diagnostics, program, sample, taskEnd, withOurs } from "./support";

/** Both threads of unlocked_item.py read before either writes: 20 of 40 slips for tea are lost, in every run. */
const SOURCE = readFileSync(sample("unlocked_item.py").fsPath, "utf8");
const LINE = 26;

const ours = (uri: vscode.Uri) =>
  vscode.languages.getDiagnostics(uri).filter(({ source }) => source === DIAGNOSTICS.source);
/** Nothing orders the accesses either: the data races of the same lines are told beside it. */
const lost = (uri: vscode.Uri) => ours(uri).filter(({ code }) => ruleOf(code) === "lost-update");
const ruleOf = (code: vscode.Diagnostic["code"]) => (typeof code === "object" ? code.value : code);
const isExact = ([problem]: vscode.Diagnostic[]) => problem !== undefined && !problem.message.startsWith("at least");

/** Runs it and waits until what is said of it is final. */
async function run(uri: vscode.Uri): Promise<vscode.Diagnostic> {
  const ended = taskEnd();
  await vscode.commands.executeCommand(COMMANDS.run, uri);
  assert.equal(await ended, 0);
  await diagnostics(() => isExact(lost(uri)));
  return lost(uri)[0];
}

describe("problems", () => {
  let uri: vscode.Uri;
  let others: vscode.Uri[] = [];
  beforeEach(async () => {
    // Of its own for each test: a file that was edited is another one.
    uri = await program("loses.py", SOURCE);
    others = [];
  });
  afterEach(async () => {
    await vscode.commands.executeCommand(COMMANDS.clearLines);
    await vscode.window.showTextDocument(uri);
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await vscode.commands.executeCommand("workbench.action.closeAllEditors");
    for (const { fsPath } of [uri, ...others]) rmSync(fsPath);
  });

  it("has what was lost, at the line that lost it, with the places that belong to it", async () => {
    const problem = await run(uri);
    assert.equal(lost(uri).length, 1);
    assert.deepEqual([...new Set(ours(uri).map(({ code }) => ruleOf(code)))].sort(), ["data-race", "lost-update"]);
    assert.match(
      problem.message,
      /^20 updates of votes\[\] were lost: loses\.py:27 wrote [^\n]+\nNo lock is held [^\n]+$/,
    );
    assert.equal(problem.severity, vscode.DiagnosticSeverity.Error);
    const document = await vscode.workspace.openTextDocument(uri);
    assert.equal(document.getText(problem.range), "votes[choice]");
    assert.ok(typeof problem.code === "object");
    assert.equal(problem.code.value, "lost-update");
    assert.equal(problem.code.target.path, INTERNAL_COMMANDS.showFinding);
    assert.deepEqual(
      problem.relatedInformation?.map(({ location, message }) => [
        location.range.start.line,
        message.replace(/-\d/, ""),
      ]),
      [
        [LINE, "read here (clerk)"],
        [LINE, "what was written here is lost (clerk)"],
      ],
    );
  });

  it("leads to the timeline by a code action that is no quick fix", async () => {
    const { range } = await run(uri);
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uri,
      range,
    );
    const shown = actions.filter(({ command }) => command?.command === INTERNAL_COMMANDS.showFinding);
    assert.deepEqual(shown.map(({ title }) => title).sort(), [
      "Show in timeline: data-race",
      "Show in timeline: lost-update",
    ]);
    for (const { kind } of shown) assert.equal(vscode.CodeActionKind.QuickFix.contains(kind!), false);
  });

  it("moves with the text and says that the file has changed; goes with the line; comes back when that is undone", async () => {
    await run(uri);
    const editor = await vscode.window.showTextDocument(uri);
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), "\n\n"));
    await diagnostics(() => lost(uri)[0]?.range.start.line === LINE + 2);
    assert.match(lost(uri)[0].message, /This file has changed since the run/);
    await editor.edit((edit) => edit.delete(editor.document.lineAt(LINE + 2).range));
    await diagnostics(() => ours(uri).length === 0);
    await vscode.commands.executeCommand("undo");
    await vscode.commands.executeCommand("undo");
    await diagnostics(() => lost(uri)[0]?.range.start.line === LINE);
    assert.doesNotMatch(lost(uri)[0].message, /since the run/);
  });

  it("goes when marks are cleared, and with the setting", async () => {
    await run(uri);
    await withOurs("problems", false, async () => diagnostics(() => ours(uri).length === 0));
    await diagnostics(() => lost(uri).length === 1);
    await vscode.commands.executeCommand(COMMANDS.clearLines);
    await diagnostics(() => ours(uri).length === 0);
  });

  it("is replaced by the next run; what only waited is none", async () => {
    await run(uri);
    const ended = taskEnd();
    await vscode.commands.executeCommand(COMMANDS.run, sample("locked_counter.py"));
    await diagnostics(() => ours(uri).length === 0);
    assert.equal(await ended, 0);
    assert.deepEqual(ours(sample("locked_counter.py")), []);
  });

  it("does not stay where it was in a file that was changed on the disk since", async () => {
    const main = await program("imports_losing.py", "import loses\nloses.main()\n");
    others.push(main);
    const ended = taskEnd();
    await vscode.commands.executeCommand(COMMANDS.run, main);
    assert.equal(await ended, 0);
    await diagnostics(() => isExact(lost(uri)));
    await program("loses.py", `\n${SOURCE}`);
    // Opened, it is compared with what ran; where VS Code has it open still, it moves with what VS Code reads anew.
    await vscode.window.showTextDocument(uri);
    await diagnostics(() => ours(uri).every(({ range }) => range.start.line !== LINE));
  });

  for (const tier of ["on", "exact", "off"] as const)
    it(`each run is told whether to look for lost updates: ${tier}`, async () => {
      const file = await program(
        "tier.py",
        'import os\nopen(__file__ + ".txt", "w").write(os.environ["RACEWAY_RECORDING"])\n',
      );
      await withOurs("races", tier, async () => {
        const ended = taskEnd();
        await vscode.commands.executeCommand(COMMANDS.run, file);
        assert.equal(await ended, 0);
      });
      const recording = readFileSync(`${file.fsPath}.txt`, "utf8");
      assert.equal(JSON.parse(readFileSync(join(recording, "run.json"), "utf8")).races, tier);
    });
});
